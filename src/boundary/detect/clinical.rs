//! Illnesses named in a text that is about somebody: their words, with what describes them before and behind. Reported, never acted
//! on: questions are about them. Not for texts that name nobody, where an illness says nothing about anyone.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::{Hit, name};
use crate::boundary::finding::Class::Quantity;

/// More of them than this in one text is a textbook.
const MOST: usize = 300;

/// Illnesses that say enough alone, in small letters.
static NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| name::set(NAME_WORDS));
const NAME_WORDS: &str = "cancer|diabetes|prediabetes|hypertension|hypotension|asthma|epilepsy|stroke|pneumonia|infarct|infarction|\
    fibrillation|depression|anxiety|dementia|alzheimer|alzheimer's|alzheimer’s|parkinson's|parkinson’s|migraine|migraines|eczema|\
    psoriasis|anaemia|anemia|pregnant|hiv|aids|mrsa|copd|chf|ckd|gerd|ptsd|adhd|adhs|autism|bipolar|schizophrenia|lupus|shingles|croup|\
    measles|covid|covid-19|influenza|obesity|hypothyroidism|hyperthyroidism|burnout|burn-out|leukaemia|leukemia|sepsis|concussion|\
    alcoholism|miscarriage|gout|angina|aneurysm|embolism|hyperlipidemia|hypercholesterolemia|osteoporosis|tuberculosis|\
    krebs|brustkrebs|lungenkrebs|darmkrebs|prostatakrebs|bluthochdruck|schlaganfall|herzinfarkt|epilepsie|demenz|angststörung|\
    schwanger|adipositas|bandscheibenvorfall|vorhofflimmern|migräne|\
    diabète|asthme|épilepsie|avc|infarctus|démence|dépression|bpco|enceinte|anémie|sclérose|cirrhose|\
    hipertensión|asma|epilepsia|ictus|infarto|demencia|depresión|epoc|cáncer|embarazada|migraña|esclerosis|cirrosis|\
    dengue|neumonía|lichen|vih|sida|sciatica|gallstones|appendicitis|arrhythmia|tachycardia|cataract|cataracts|anorexia|bulimia|\
    insomnia|apnea|apnoea|vertigo|tinnitus|fibroids|pcos|infertility|dvt|paralysis|overdose|dyslexia|coeliac|celiac|crohn's|crohn’s|\
    ibs|haemophilia|hemophilia|malaria|chlamydia|herpes|syphilis|scabies|chickenpox|mumps|cirrhosis|fibromyalgia|hyperglycemia|\
    neuropathy|retinopathy|hypoglycemia|preeclampsia|melanoma|endometriosis|colitis|als|parkinson|\
    rückenschmerzen|depressionen|panikattacken|essstörung|rheuma|gicht|nierensteine|gallensteine|hörsturz|lungenembolie|\
    kreuzbandriss|meniskusriss|schwangerschaft|alkoholsucht|grippe|herzrhythmusstörungen|schilddrüsenunterfunktion|\
    sciatique|surdité|anorexie|boulimie|insomnie|grippe|varicelle|tendinite|gastrite|arthrite|méningite|appendicite|sinusite|cystite|\
    dermatite|phlébite|pancréatite|grossesse|alcoolisme|hypothyroïdie|fibromyalgie|épicondylite|\
    ciática|sordera|insomnio|gripe|varicela|celiaquía|hipotiroidismo|esquizofrenia|autismo|embarazo|alcoholismo|apnea|lumbago";

/// Words that take a describing one to be an illness: `Graves' disease`, `insuffisance rénale`.
static KINDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| name::set(KIND_WORDS));
const KIND_WORDS: &str = "attack|attacks|stones|loss|clot|abuse|pain|burnout|withdrawal|surgery|replacement|transplant|bypass|hernie|luxation|\
    rupture|embolie|calculs|crise|hernia|rotura|cálculos|crisis|dolor|douleur|douleurs|disease|syndrome|disorder|failure|infection|fracture|fractured|allergy|injury|sprain|ulcer|hernia|tumour|tumor|\
    embolism|effusion|impairment|addiction|abscess|stenosis|\
    insuffisance|infection|allergie|syndrome|maladie|entorse|fracture|trouble|tumeur|cancer|pneumopathie|\
    insuficiencia|infección|alergia|síndrome|enfermedad|esguince|fractura|trastorno|traumatismo|tumor|anemia|\
    erkrankung|syndrom|infektion|fraktur|störung|allergie";

/// How illnesses end, where enough stands before the ending.
const ENDINGS: &[&str] = &[
    "itis", "aemia", "opathy", "opathie", "opatía", "algia", "algie", "plegia", "plegie", "carcinoma", "sarcoma", "melanoma", "lymphoma",
    "glaucoma", "karzinom", "sarkom", "lymphom", "melanom", "brosis", "erosis", "rrhosis", "ulosis", "enosis", "triosis", "mbosis",
    "rthrosis", "mbose", "throse", "lerose", "brose", "triose", "insuffizienz", "entzündung", "infarkt", "distorsion", "erkrankung",
    "krebs", "embolie", "psychose", "neurose", "arthrose", "sucht", "schmerzen", "fraktur", "thyroidism", "emphysema", "uropathie", "epatite", "ronchite", "rthrite", "onquitis",
];

/// Words that end what describes an illness before it.
const STOPS: &str = "a|an|the|of|with|has|have|had|is|was|his|her|my|their|your|our|and|or|for|from|known|new|by|to|in|on|at|as|about|after|this|\
    that|any|no|not|be|been|because|due|confirmed|consistent|showed|shows|diagnosis|diagnosed|straightforward|probable|possible|\
    likely|suspected|severe|between|he|she|they|i|we|it|who|which|but|if|than|hx|pmh|history|sudden|out|said|says|told|suffers|era|eran|fue|ist|war|hat|hatte|\
    leidet|wegen|durch|bei|mit|und|der|die|das|den|dem|ein|eine|einer|einen|seiner|ihrer|mein|meine|ihre|seine|nach";

/// Words that end what describes one behind it, in French and Spanish.
const ENDS: &str = "et|ou|y|o|qui|que|selon|depuis|avec|sans|dans|pour|par|est|a|au|aux|en|con|sin|desde|para|por|según|es|el|la|los|las|le|les|un|\
    une|una|su|sa|son|sus|ses|se|no|ne|pas|tras|après|à";

/// Adds the illnesses of a text that has somebody in it.
pub(super) fn find(text: &str, found: &mut Vec<Hit>) {
    let somebody = found.iter().any(|hit| {
        matches!(hit.kind, "PERSON" | "BIRTHDATE" | "RECORD" | "NATIONAL_ID" | "SSN" | "AGE" | "PHONE" | "HANDLE")
    });
    if !somebody {
        return;
    }
    let mut count = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(gap) = rest.find(char::is_alphabetic) else { return };
        let start = at + gap;
        let word = rest.get(gap..).unwrap_or_default();
        let length = word.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))).unwrap_or(word.len());
        at = start + length.max(1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
        let written = text.get(start..start + length).unwrap_or_default().trim_end_matches(['-', '\'', '’']);
        if written.len() < 3 {
            continue;
        }
        let lower = written.to_lowercase();
        let ended = lower.chars().count() >= 7 && ENDINGS.iter().any(|ending| lower.ends_with(ending));
        let alone = ended || NAMES.contains(lower.as_str());
        let kind = KINDS.contains(lower.as_str());
        if !(alone || kind) {
            continue;
        }
        let romance = lower.ends_with(['é', 'e', 'n', 'd', 'o', 'a', 's', 'r']) && is_romance(&lower);
        let from = before(text, start);
        let end = behind(text, start + written.len(), romance, lower == "fractured");
        if !alone && from == start && end == start + written.len() {
            continue;
        }
        found.push(Hit {
            kind: "CONDITION",
            class: Quantity,
            detector: "condition-named",
            reason: "an illness in a text about somebody",
            span: from..end,
        });
        at = at.max(end);
        count += 1;
        if count >= MOST {
            return;
        }
    }
}

/// Whether what describes this word stands behind it.
fn is_romance(word: &str) -> bool {
    [
        "insuffisance", "infection", "allergie", "syndrome", "maladie", "entorse", "fracture", "trouble", "tumeur", "cancer",
        "pneumopathie", "insuficiencia", "infección", "alergia", "síndrome", "enfermedad", "esguince", "fractura", "trastorno",
        "traumatismo", "tumor", "anemia", "anémie", "hipertensión", "cáncer", "endométriose", "endometriosis", "diabète", "diabetes",
        "sclérose", "esclerosis", "infarctus", "infarto", "asthme", "asma", "depresión", "dépression", "alzheimer", "neumonía", "bronchite",
        "hépatite", "lichen",
    ]
    .contains(&word)
}

/// Where the words that describe an illness begin: up to four before it.
fn before(text: &str, start: usize) -> usize {
    let mut at = start;
    for _ in 0..4 {
        let Some(head) = text.get(..at).and_then(|head| head.strip_suffix(' ')) else { break };
        let word = head.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))).next().unwrap_or_default();
        let plain = word.to_lowercase();
        let owned = word.ends_with("'s") || word.ends_with("’s");
        if word.len() < 3
            || STOPS.split('|').any(|stop| stop == plain)
            || owned && name::is_rare(word.get(..word.len() - 2).unwrap_or(word)) && name::is_given(word.get(..word.len() - 2).unwrap_or(word))
            || ENDS.split('|').any(|stop| stop == plain)
            || plain.ends_with("ing")
            || word.chars().all(|c| c.is_ascii_digit())
        {
            break;
        }
        at -= word.len() + 1;
        if !word.starts_with(char::is_lowercase) && !(word.len() > 1 && word.chars().all(char::is_uppercase)) {
            break;
        }
    }
    at
}

/// Where the words that describe an illness end: `type 2`, `stage 3`, `of the left tibia`; adjectives and what follows `de` in the
/// languages that put them there.
fn behind(text: &str, end: usize, romance: bool, open: bool) -> usize {
    let mut at = end;
    let mut small = false;
    for index in 0..7 {
        let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix(' ')) else { break };
        let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        let plain = word.to_lowercase();
        let joins = matches!(plain.as_str(), "of" | "de" | "du" | "des" | "del" | "mellitus")
            || plain.starts_with("d'")
            || plain.starts_with("d’")
            || (romance && matches!(plain.as_str(), "à" | "a" | "al" | "la" | "au" | "por") && (index == 0 || small) && rest.get(length..).is_some_and(|next| next.starts_with(' ')));
        let graded = matches!(plain.as_str(), "type" | "typ" | "tipo" | "stage" | "stadium" | "stade" | "grade" | "grad");
        let grade = index > 0 && small && length <= 4 && (word.chars().all(|c| c.is_ascii_digit()) || word.chars().all(|c| "IVabc0123456789".contains(c)));
        let letter = length == 1 && word.chars().all(|c| c.is_ascii_uppercase()) && word != "I";
        let adjective = (romance || open && index < 3) && length > 3 && word.starts_with(char::is_lowercase) && !ENDS.split('|').any(|stop| stop == plain) && !STOPS.split('|').any(|stop| stop == plain);
        let joined = small && length > 2 && word.starts_with(char::is_lowercase) && !graded;
        if !(joins || graded || grade || letter || adjective || joined) {
            break;
        }
        // `de` or `of` alone at the end belongs to nothing: it counts with the word behind it.
        small = joins && plain != "mellitus" && !plain.contains(['\'', '’']) || graded;
        at += 1 + length;
        if letter || grade {
            break;
        }
    }
    if small {
        let word = text.get(end..at).and_then(|kept| kept.rsplit(' ').next()).map_or(0, str::len);
        at -= (word + 1).min(at - end);
    }
    at
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn seen(text: &str) -> Vec<String> {
        let whole = format!("{text} Dr. Weber");
        let person = Hit { kind: "PERSON", class: Quantity, detector: "", reason: "", span: 0..0 };
        let mut found: Vec<Hit> = vec![person];
        find(&whole, &mut found);
        found.into_iter().skip(1).map(|hit| whole[Range { start: hit.span.start, end: hit.span.end }].to_owned()).collect()
    }

    #[test]
    fn illnesses_with_what_describes_them() {
        for (text, expected) in [
            ("1) essential hypertension, uncontrolled", "essential hypertension"),
            ("with a right MCA infarct. He", "right MCA infarct"),
            ("had Graves' disease in his", "Graves' disease"),
            ("fractured neck of femur, NBM", "fractured neck of femur"),
            ("told Leon he had hepatitis C.", "hepatitis C"),
            ("consistent with diabetes mellitus type 2. Please", "diabetes mellitus type 2"),
            ("- chronische Niereninsuffizienz Stadium G3b", "chronische Niereninsuffizienz"),
            ("Sa mère a eu un cancer du sein à 47 ans", "cancer du sein"),
            ("une pneumopathie à pneumocoque. À", "pneumopathie à pneumocoque"),
            ("con traumatismo craneoencefálico leve. V", "traumatismo craneoencefálico leve"),
            ("era alergia a la proteína de la leche", "alergia a la proteína de la leche"),
        ] {
            assert_eq!(seen(text).first().map(String::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn words_alone_or_in_texts_about_nobody_are_left() {
        assert_eq!(seen("the failure is a problem, an infection"), Vec::<String>::new());
        let mut found = Vec::new();
        find("What is diabetes?", &mut found);
        assert!(found.is_empty());
    }
}
