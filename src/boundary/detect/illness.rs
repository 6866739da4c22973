//! Illnesses and injuries: reported, never acted on, because questions are about them.
//!
//! A short list of what things are called (`conditions.txt`), how names of illnesses end in four languages, abbreviations of
//! notes, and codes of ICD-10. The words that belong to it (its kind, stage, side, place) are part of the span.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::Look::{Cue, Pattern};
use super::check::{alone, context};
use super::trigger::Need::{Digits, Words};
use super::{Hit, Row, Seen, name};
use crate::boundary::finding::Class::Quantity;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "CONDITION",
        class: Quantity,
        name: "condition-labelled",
        reason: "stands behind a word for a diagnosis",
        look: Cue(
            "diagnosis|primary diagnosis|diagnosed with|diagnoses|condition|suffers from|history of|diagnose|hauptdiagnose|\
                leidet an|erkrankt an|diagnostic|atteint de|atteinte de|souffre de|diagnóstico|diagnosticado de|\
                diagnosticada de|diagnosticado con|diagnosticada con|padece|sufre de|enfermedad|dx|diag|diagnosen|verdacht auf|v.a.|v. a.|z. n.|\
                z.n.|vorerkrankung|vorerkrankungen|nebendiagnose|antécédents|diagnosticada|motif|jc|ingresa por|ingresado por|ingresada por|\
                suffering from|treated for|being treated for|in behandlung wegen|krankgeschrieben wegen|medical condition|pmh|hx|h/o",
        ),
        check: labelled,
        hits: &[
            ("Diagnosis: Acute Bronchitis", "Acute Bronchitis"),
            ("diagnosed with multiple sclerosis in 2019", "multiple sclerosis"),
            ("{\"diagnosis\": \"Type 2 Diabetes\"}", "Type 2 Diabetes"),
            ("Diagnóstico: Hipertensión arterial", "Hipertensión arterial"),
        ],
        misses: &[
            "a history of the town",
            "condition: new",
            "Diagnosis: see above",
            "condition = true",
            "the condition that",
        ],
    },
    Row {
        kind: "CONDITION",
        class: Quantity,
        name: "icd-code",
        reason: "a code of a diagnosis behind a word for one",
        look: Pattern(
            &[Digits(2), Words(&["icd", "diag", "dx", "cim", "cie-10", "cie10", "krankheit"])],
            r"[A-TV-Z]\d{2}(?:\.\d{1,2})?[GVZLRB]?",
        ),
        check: |seen| {
            alone(seen).filter(|_| {
                context(
                    seen,
                    60,
                    &[
                        "icd",
                        "icd-10",
                        "icd10",
                        "diag",
                        "diagnose",
                        "diagnosis",
                        "diagnósticos",
                        "diagnóstico",
                        "dx",
                        "cim",
                        "cim-10",
                        "cie",
                        "cie-10",
                    ],
                )
            })
        },
        hits: &[("ICD-10: F32.1", "F32.1"), ("Diagnose: I50.13 G", "I50.13"), ("Dx E11.9, on metformin", "E11.9")],
        misses: &["F32.1", "diagonal A10", "ICD 10"],
    },
];

static LEXICON: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut map: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    for phrase in include_str!("conditions.txt").lines().filter(|line| !line.is_empty()) {
        let first = phrase.split(' ').next().unwrap_or(phrase).trim_end_matches('\'');
        map.entry(first).or_default().push(phrase);
    }
    for phrases in map.values_mut() {
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    }
    map
});

/// A text of fewer bytes is short.
const SHORT_TEXT: usize = 512;

/// What stands in the first word of every illness.
static STEMS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut stems: Vec<String> = LEXICON.keys().copied().chain(SHORT.split('|')).map(str::to_owned).collect();
    let lists = [ENDINGS, INJURED, LIMBS, GENERIC];
    stems.extend(lists.into_iter().flatten().map(|stem| (*stem).to_owned()));
    // Only ASCII letters are read in any case.
    let loud: Vec<String> = stems.iter().filter(|stem| !stem.is_ascii()).map(|stem| stem.to_uppercase()).collect();
    let capital = |stem: &String| {
        let mut chars = stem.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>())
    };
    let capitals: Vec<String> = stems.iter().filter(|stem| !stem.is_ascii()).filter_map(capital).collect();
    AhoCorasick::builder().ascii_case_insensitive(true).build(stems.into_iter().chain(loud).chain(capitals)).ok()
});

/// Abbreviations of notes, written in just this way.
const SHORT: &str = "COPD|HIV|AIDS|CHF|CKD|PTSD|ADHD|ADHS|OCD|IBS|IBD|GERD|GORD|TIA|CVA|STEMI|NSTEMI|AFib|DVT|UTI|URTI|LRTI|MRSA|T2DM|T1DM|DM2|DM1|\
    HTN|CAD|PVD|CLL|AML|CML|NHL|BPH|PCOS|SLE|CRPS|BPCO|EPOC|HTA|VIH|SIDA|TDAH|TEPT|TOC|KHK|pAVK|PAVK|VHF|GBS|NAFLD|NASH|HFrEF|HFpEF|ESRD|AKI|\
    ARDS|OSA|SAOS|GAD|MDD|ASD|TVT|AVC|ACV|PTBS|SSPT|ITU|IAM|COVID|COVID-19|SARS-CoV-2|TBC|RSV|HPV|EDS|POTS|PBC|PSC|HCC|NSCLC|SCLC|TNBC|LADA|MND|ALS|FASD";
static ABBREVIATIONS: LazyLock<name::Set> = LazyLock::new(|| name::set(SHORT));

/// How names of illnesses end.
const ENDINGS: &[&str] = &[
    "itis",
    "osis",
    "aemia",
    "emia",
    "ämie",
    "émie",
    "opathy",
    "opathie",
    "opatía",
    "algia",
    "algie",
    "plegia",
    "plegie",
    "plégie",
    "paresis",
    "parese",
    "rrhoea",
    "rrhea",
    "penia",
    "penie",
    "pénie",
    "megaly",
    "megalie",
    "carcinoma",
    "sarcoma",
    "blastoma",
    "lymphoma",
    "myeloma",
    "adenoma",
    "karzinom",
    "carcinome",
    "sarkom",
    "adenom",
    "entzündung",
    "krebs",
    "angststörung",
    "belastungsstörung",
    "schlafstörung",
    "essstörung",
    "störung",
    "insuffizienz",
    "infarkt",
    "infekt",
    "syndrom",
    "lähmung",
    "fraktur",
    "erkrankung",
    "allergie",
    "arthrose",
    "sklerose",
    "thrombose",
    "stenose",
    "fibrose",
    "zirrhose",
    "embolie",
    "thyroidism",
    "thyreose",
    "thyroïdie",
    "tiroidismo",
    "ectasia",
    "ectasis",
    "ektasie",
    "lithiasis",
    "ismo bipolar",
    "phlebitis",
    "prothrombin",
    "dystrophy",
    "dystrophie",
    "distrofia",
    "ruptur",
    "prellung",
    "distorsion",
    "kontusion",
    "geschwür",
    "unverträglichkeit",
    "intoleranz",
    "sucht",
    "depression",
    "herpes",
];

/// Words with such an ending that are none.
const OTHERS: &str = "diagnosis|prognosis|hypnosis|dosis|metamorphosis|mitosis|meiosis|osmosis|symbiosis|apotheosis|hipnosis|simbiosis|sobredosis|academia|\
    epidemia|pandemia|bohemia|academía|telepathy|empathy|homeopathy|homoeopathy|osteopathy|naturopathy|psychopathy|nostalgia|nostalgie|empathie|sympathie|telepathie|homöopathie|\
    homéopathie|simpatía|empatía|académie|epidemie|pandemie|akademie|störung|betriebsstörung|signalstörung|ruhestörung|netzstörung|empfangsstörung|besitzstörung|erkrankung|sucht|ruptur|photosynthesis|biosynthesis|\
    paresis|chemia|alchemia|diagnosis|osteopathie|osteopatía|homeopatía|syndrom|eifersucht|sehnsucht|rachsucht|herrschsucht|ablenkung|kernfusion|depression|antithesis|hypothesis|infekt|kosmosis|embolie|algia|distorsion|intoleranz|verzerrung|vergnügungssucht|spielsucht|\
    funkstörung|störungserkrankung|kommunikationsstörung|bildstörung|tonstörung|datenbankstörung|serverstörung|leitungsstörung|verkehrsstörung|diagenesis|internetstörung|telefonstörung|anlagenstörung";
static NOT: LazyLock<name::Set> = LazyLock::new(|| name::set(OTHERS));

/// What happens to limbs, and limbs.
const INJURED: &[&str] = &[
    "broken",
    "fractured",
    "dislocated",
    "sprained",
    "torn",
    "ruptured",
    "bruised",
    "herniated",
    "slipped",
    "amputated",
    "shattered",
    "Broken",
    "Fractured",
];
const LIMBS: &[&str] = &[
    "wrist",
    "ankle",
    "leg",
    "arm",
    "hip",
    "knee",
    "shoulder",
    "rib",
    "ribs",
    "nose",
    "jaw",
    "collarbone",
    "clavicle",
    "femur",
    "tibia",
    "fibula",
    "humerus",
    "radius",
    "elbow",
    "finger",
    "toe",
    "foot",
    "hand",
    "spine",
    "vertebra",
    "vertebrae",
    "pelvis",
    "skull",
    "acl",
    "pcl",
    "mcl",
    "meniscus",
    "ligament",
    "tendon",
    "achilles",
    "hamstring",
    "disc",
    "disk",
    "eardrum",
    "spleen",
    "aorta",
    "neck",
    "heel",
    "kneecap",
];

/// Heads that say little alone: the words before or behind them belong to them.
const GENERIC: &[&str] = &[
    "disease",
    "disorder",
    "syndrome",
    "failure",
    "insufficiency",
    "deficiency",
    "fracture",
    "injury",
    "infection",
    "cancer",
    "infarct",
    "infarction",
    "allergy",
    "ulcer",
    "stress",
    "dependence",
    "trouble",
    "trastorno",
    "síndrome",
    "maladie",
    "enfermedad",
    "infección",
    "insuffisance",
    "insuficiencia",
    "fractura",
    "traumatismo",
    "traumatisme",
    "tumeur",
    "lésion",
    "lesión",
    "erkrankung",
    "störung",
    "syndrom",
    "krankheit",
];
/// Of those, what is no illness by itself.
const NEEDS_MORE: &[&str] = &[
    "disease",
    "disorder",
    "syndrome",
    "failure",
    "insufficiency",
    "deficiency",
    "injury",
    "stress",
    "dependence",
    "trouble",
    "trastorno",
    "síndrome",
    "maladie",
    "enfermedad",
    "lésion",
    "lesión",
    "störung",
    "syndrom",
    "krankheit",
    "insuffisance",
    "insuficiencia",
    "erkrankung",
];
/// What makes a failure one of a body.
const BODY: &str = "heart|kidney|renal|liver|hepatic|cardiac|respiratory|lung|pulmonary|brain|spinal|head|knee|back|shoulder|vitamin|iron|immune|adrenal|venous|mitral|aortic|anxiety|mood|eating|personality|panic|bipolar|conduct|sleep|substance|opioid|alcohol|\
    depressive|obsessive-compulsive|stress|autoimmune|chronic|coronary|vascular|artery|valve|thyroid|inflammatory|irritable|carpal|pain|fatigue|post-traumatic|work-related|occupational|nerve|muscle|genetic|rare|sexually|crohn's|graves'|lyme|parkinson's|celiac|coeliac|gastroesophageal|complex|regional|polycystic|\
    metabolic|nephrotic|restless|tourette|abdominal|chest|neck|pelvic|joint|traumatic|rheumatic|ischaemic|ischemic|cerebrovascular|peripheral|hip|ankle|wrist|acl|rotator|mental|neurological|skin|kidneys|bowel";
static PARTS: LazyLock<name::Set> = LazyLock::new(|| name::set(BODY));

/// Words that may stand before an illness and belong to it.
const BEFORE: &str = "acute|chronic|severe|mild|moderate|essential|primary|secondary|recurrent|metastatic|malignant|benign|bilateral|left|right|upper|lower|early|late|end-stage|congenital|juvenile|gestational|postnatal|post-natal|postpartum|seasonal|\
    generalised|generalized|rheumatoid|atopic|bacterial|viral|fungal|community-acquired|hospital-acquired|aspiration|iron|deficiency|type|stage|advanced|uncontrolled|poorly|controlled|spiral|open|closed|displaced|comminuted|hairline|stress|compression|hip|wrist|\
    rib|ankle|skull|breast|lung|prostate|colon|bowel|ovarian|cervical|skin|pancreatic|thyroid|bladder|testicular|kidney|liver|stomach|throat|brain|bone|peanut|nut|latex|penicillin|milk|egg|gluten|pollen|drug|urinary|tract|chest|ear|eye|throat|\
    wound|respiratory|heart|renal|cardiac|pulmonary|paroxysmal|persistent|ischaemic|ischemic|haemorrhagic|hemorrhagic|MCA|PE|anterior|posterior|lateral|medial|inferior|superior|plantar|complex|regional|irritable|polycystic|post-traumatic|\
    obsessive-compulsive|borderline|bipolar|clinical|major|treatment-resistant|high-functioning|low|triple|negative|stage|mittelgradige|schwere|leichte|non-small|cell|small|squamous|basal|hodgkin's|non-hodgkin|t-cell|b-cell|temporal|focal|absence|grand|mal|tonic-clonic|familial|hereditary|autoimmune|\
    ulcerative|peptic|duodenal|gastric|deep|vein|carpal|tunnel|frozen|lumbar|thoracic|work-related|sickle|relapsing|remitting|relapsing-remitting|progressive|macular|wet|dry|insulin-dependent|non-insulin-dependent|juveniler|juvenile|idiopathic|active|latent|suspected|pain|sleep|obstructive|social|health|panic|eating|stroke|food|kidney|head|spinal|knee|back|shoulder|traumatic|fatigue|vitamin|d|b12|immune|inflammatory|pelvic|valve|valvular|coronary|artery|vascular|alcohol|opioid|personality|mood|depressive|anxiety|seizure|febrile|allergic|contact|seborrhoeic|nodular|prurigo|membranous|lupus|glomerular|acute-on-chronic|perforated|strangulated|inguinal|umbilical|hiatus|incisional";
static MODIFIERS: LazyLock<name::Set> = LazyLock::new(|| name::set(BEFORE));

/// Adjectives behind an illness in French and Spanish, beside those with an ending of [`ADJECTIVES`].
const BEHIND: &str = "grave|leve|sévère|severo|severa|profonde|profunda|débutante|moderado|moderada|modéré|modérée|aguda|agudo|aiguë|aigu|crónica|crónico|chronique|mellitus|tipo|type|typ|leger|légère|léger|bilatéral|gauche|droit|droite|izquierdo|izquierda|derecho|derecha|maligno|maligna|bénin|bénigne|\
    links|rechts|beidseits|bds|beidseitig|mittelgradig|leichtgradig|positive|positiv|positif|reumatoide|rhumatoïde|generalizada|generalizado|bifida|gravis|pectoris|vulgaris|erythematosus|zoster|simplex|nervosa|mineur|fébrile|disorder|syndrome|disease|tear|infection";
const ADJECTIVES: &[&str] = &[
    "ique",
    "aire",
    "elle",
    "euse",
    "iva",
    "ivo",
    "ica",
    "ico",
    "aria",
    "ario",
    "osa",
    "oso",
    "énica",
    "énico",
    "cervicale",
    "rénale",
    "ale",
    "gène",
    "ante",
    "ente",
    "ada",
    "ado",
    "ée",
    "if",
    "ieux",
    "eux",
    "oïde",
    "oide",
    "ienne",
    "nal",
    "lar",
    "bar",
    "ral",
];

struct Word<'t> {
    written: &'t str,
    span: Range<usize>,
}

/// Adds the illnesses of a text.
pub(super) fn find(text: &str, found: &mut Vec<Hit>) {
    // The ends of what may be in the word of an illness: most texts have none, most words neither. For a short text its words are
    // asked one by one: building the automaton would be a good part of a cold start.
    let stems = if text.len() < SHORT_TEXT { None } else { STEMS.as_ref() };
    let mut ends = stems.into_iter().flat_map(|stems| stems.find_iter(text)).map(|stem| stem.end()).peekable();
    if stems.is_some() && ends.peek().is_none() {
        return;
    }
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        let inside = c.is_alphanumeric() || (start.is_some() && matches!(c, '-' | '\'' | '’'));
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                if let Some(written) = text.get(from..at) {
                    let written = written.trim_end_matches(['-', '\'', '’']);
                    words.push(Word { written, span: from..from + written.len() });
                }
                start = None;
            }
            _ => {}
        }
    }
    let mut index = 0;
    while let Some(word) = words.get(index) {
        while ends.next_if(|end| *end <= word.span.start).is_some() {}
        let telling = stems.is_none() || ends.peek().is_some_and(|end| *end <= word.span.end);
        let Some(last) = telling.then(|| head(text, &words, index)).flatten() else {
            index += 1;
            continue;
        };
        let first = backward(text, &words, index);
        let last = forward(text, &words, last);
        if let (Some(from), Some(to)) = (words.get(first), words.get(last))
            && !is_figure(text, &words, first, last)
        {
            let span = from.span.start..to.span.end;
            let linked = found.last_mut().filter(|last| {
                last.detector == "condition-named"
                    && text
                        .get(last.span.end..span.start)
                        .is_some_and(|gap| [" and ", " und ", " et ", " y ", " with "].contains(&gap))
            });
            match linked {
                // `stress and anxiety` is told as one.
                Some(last) => last.span.end = span.end,
                None => found.push(Hit {
                    kind: "CONDITION",
                    class: Quantity,
                    detector: "condition-named",
                    reason: "the name of an illness or injury",
                    span,
                }),
            }
        }
        index = last + 1;
    }
}

/// The index of the last word of an illness that begins at `index`.
fn head(text: &str, words: &[Word<'_>], index: usize) -> Option<usize> {
    let word = words.get(index)?;
    let written = word.written;
    let length = written.len();
    if length < 3 || written.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if length <= 10 && written.bytes().any(|byte| byte.is_ascii_uppercase()) && ABBREVIATIONS.contains(written) {
        // `CHF 5'850`, `100 CAD`: a currency has its sum beside it.
        let number =
            |word: Option<&Word<'_>>| word.is_some_and(|word| word.written.starts_with(|c: char| c.is_ascii_digit()));
        let sum = matches!(written, "CHF" | "CAD" | "TOC")
            && (number(words.get(index + 1)) || number(index.checked_sub(1).and_then(|before| words.get(before))));
        return (!sum).then_some(index);
    }
    // `broken wrist`, `torn left ACL`, `ACL tear`.
    let near = |place: usize| {
        words
            .get(place)
            .filter(|_| place > 0)
            .zip(words.get(place.wrapping_sub(1)))
            .is_some_and(|(second, first)| joined(text, first, second))
    };
    if INJURED.contains(&written) {
        let side = usize::from(
            words.get(index + 1).is_some_and(|word| matches!(word.written, "left" | "right" | "my" | "his" | "her")),
        );
        let part = index + 1 + side;
        if near(index + 1)
            && near(part)
            && words.get(part).is_some_and(|word| LIMBS.contains(&word.written.to_lowercase().as_str()))
        {
            return Some(part);
        }
    }
    if LIMBS.contains(&written.to_lowercase().as_str())
        && near(index + 1)
        && words.get(index + 1).is_some_and(|next| {
            matches!(
                next.written,
                "tear"
                    | "rupture"
                    | "strain"
                    | "sprain"
                    | "fracture"
                    | "dislocation"
                    | "replacement"
                    | "injury"
                    | "contusion"
                    | "impingement"
            )
        })
    {
        return Some(index + 1);
    }
    let lower = written.to_lowercase().replace('’', "'");
    // The elision of French belongs to the word before.
    let bare = lower.strip_prefix("d'").or_else(|| lower.strip_prefix("l'")).unwrap_or(&lower);
    if let Some(phrases) = LEXICON.get(bare) {
        for phrase in phrases {
            let count = phrase.split(' ').count();
            let end = index + count - 1;
            let same =
                words.get(index..=end).is_some_and(|words| {
                    words.iter().zip(phrase.split(' ')).skip(1).all(|(word, part)| {
                        word.written.to_lowercase().replace('’', "'") == part.trim_end_matches('\'')
                    }) && words
                        .first()
                        .zip(words.last())
                        .and_then(|(first, last)| text.get(first.span.start..last.span.end))
                        .is_some_and(|gap| gap.len() <= phrase.len() + 8)
                });
            if same {
                return Some(end);
            }
        }
    }
    let generic = GENERIC.contains(&bare);
    if generic {
        let before = index
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .filter(|before| joined(text, before, word))
            .map(|before| before.written.to_lowercase());
        let romance = [
            "syndrome",
            "trouble",
            "trastorno",
            "síndrome",
            "maladie",
            "enfermedad",
            "insuffisance",
            "insuficiencia",
            "lésion",
            "lesión",
        ]
        .contains(&bare);
        let fits = !NEEDS_MORE.contains(&bare)
            || before.is_some_and(|before| PARTS.contains(before.as_str()) || before.ends_with("'s"))
            || (romance && forward(text, words, index) > index);
        return fits.then_some(index);
    }
    let ends = length >= 7 && ENDINGS.iter().any(|ending| bare.ends_with(ending) && bare.len() >= ending.len() + 2);
    (ends && !NOT.contains(bare)).then_some(index)
}

/// Whether nothing but one space stands between two words.
fn joined(text: &str, first: &Word<'_>, second: &Word<'_>) -> bool {
    text.get(first.span.end..second.span.start).is_some_and(|gap| matches!(gap, " " | "\u{a0}" | "\n"))
}

/// The first word that belongs to an illness at `index`: what kind of it, on which side.
fn backward(text: &str, words: &[Word<'_>], index: usize) -> usize {
    let mut first = index;
    for _ in 0..4 {
        let Some((before, word)) = first.checked_sub(1).and_then(|before| words.get(before)).zip(words.get(first))
        else {
            break;
        };
        if !joined(text, before, word) {
            break;
        }
        let lower = before.written.to_lowercase();
        let german = before.written.chars().next().is_some_and(char::is_lowercase)
            && [
                "ische",
                "ischer",
                "ischen",
                "isches",
                "ierte",
                "ierter",
                "ierten",
                "ierende",
                "ierender",
                "ierenden",
                "akute",
                "akuter",
                "akuten",
                "schwere",
                "schwerer",
                "schweren",
                "leichte",
                "linksseitige",
                "rechtsseitige",
                "beidseitige",
                "bakterielle",
                "virale",
                "arterielle",
                "diabetische",
                "mittelgradige",
                "posttraumatische",
                "bösartige",
            ]
            .iter()
            .any(|ending| lower.ends_with(ending));
        let numbered = before.written.len() <= 2
            && before.written.bytes().all(|byte| byte.is_ascii_digit())
            && first >= 2
            && words.get(first - 2).is_some_and(|kind| kind.written.eq_ignore_ascii_case("type"));
        let roman = before.written.bytes().all(|byte| matches!(byte, b'I' | b'V'))
            && first >= 2
            && words.get(first - 2).is_some_and(|kind| matches!(kind.written, "stage" | "Stage" | "grade"));
        if !(roman || MODIFIERS.contains(lower.as_str()) || MODIFIERS.contains(before.written) || german || numbered) {
            break;
        }
        first -= 1;
    }
    first
}

/// The last word that belongs to an illness at `index`: its type, stage, place.
fn forward(text: &str, words: &[Word<'_>], index: usize) -> usize {
    let mut last = index;
    for step in 0..6 {
        let (Some(word), Some(next)) = (words.get(last), words.get(last + 1)) else { break };
        if !joined(text, word, next) {
            break;
        }
        let lower = next.written.to_lowercase();
        let head = word.written.to_lowercase();
        let small = next.written.chars().next().is_some_and(char::is_lowercase);
        let grade = [
            "stage", "type", "typ", "tipo", "stadium", "grade", "grad", "nyha", "gold", "stade", "grado", "estadio",
            "t",
        ]
        .contains(&head.as_str());
        let ahead = words.get(last + 2).filter(|ahead| joined(text, next, ahead));
        let value = |written: &str| {
            written.len() <= 4
                && (written.starts_with(|c: char| c.is_ascii_digit())
                    || written.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
                    || (written.len() <= 3 && written.bytes().any(|byte| byte.is_ascii_digit())))
        };
        let opens =
            ["stage", "type", "typ", "tipo", "stadium", "grade", "grad", "nyha", "gold", "stade", "grado", "estadio"]
                .contains(&lower.as_str())
                && ahead.is_some_and(|ahead| value(ahead.written));
        let letter = step == 0
            && (head.starts_with("hepatitis") || head.starts_with("hépatite") || head == "influenza")
            && next.written.len() == 1
            && next.written.chars().all(char::is_uppercase);
        let adjective = small
            && (BEHIND.split('|').any(|word| word == lower)
                || (lower.len() > 4 && ADJECTIVES.iter().any(|ending| lower.ends_with(ending)) && is_romance(&head)));
        let place = small
            && matches!(lower.as_str(), "of" | "de" | "du" | "del" | "des" | "à" | "a" | "au" | "d")
            && step == 0
            && (GENERIC.contains(&head.as_str())
                || is_romance(&head)
                || ["carcinoma", "fracture", "cancer", "cáncer", "dislocation"].contains(&head.as_str()));
        // `L4-L5`, `L5`, `A`: where, or which.
        let level = next.written.len() <= 6
            && next.written.starts_with(['L', 'C', 'T', 'S', 'D'])
            && next.written.bytes().filter(u8::is_ascii_digit).count() >= 1
            && next.written.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        let letter = letter || (step == 0 && (head == "grippe" || head == "gripe") && next.written == "A");
        let numbered = (grade && value(next.written)) || level;
        if opens || letter || adjective || numbered || (step == 0 && value(next.written) && head.ends_with("diabetes"))
        {
            last += 1;
        } else if step == 0 && small && (lower.starts_with("d'") || lower.starts_with("d’")) && is_romance(&head) {
            last += 1;
            if ahead.is_some_and(|ahead| matches!(ahead.written, "du" | "de" | "des"))
                && words.get(last + 2).is_some_and(|noun| noun.written.chars().next().is_some_and(char::is_lowercase))
            {
                last += 2;
            }
            break;
        } else if place {
            // `of the left tibia`, `a la proteína de la leche`: articles and up to three words.
            let mut to = last + 1;
            let mut nouns = 0;
            while nouns < 3 {
                let (Some(here), Some(next)) = (words.get(to), words.get(to + 1)) else { break };
                if !joined(text, here, next) || !next.written.chars().next().is_some_and(char::is_lowercase) {
                    break;
                }
                let lower = next.written.to_lowercase();
                let link = matches!(
                    lower.as_str(),
                    "the" | "left" | "right" | "la" | "el" | "le" | "los" | "las" | "de" | "del" | "du"
                );
                if nouns > 0
                    && !matches!(lower.as_str(), "de" | "del" | "du" | "la" | "of")
                    && !words.get(to).is_some_and(|word| matches!(word.written, "de" | "la" | "del" | "left" | "right"))
                {
                    break;
                }
                nouns += usize::from(!link);
                to += 1;
            }
            if nouns > 0 {
                last = to;
                let side =
                    words.get(to + 1).zip(words.get(to)).filter(|(next, here)| joined(text, here, next)).is_some_and(
                        |(next, _)| {
                            matches!(
                                next.written,
                                "gauche"
                                    | "droit"
                                    | "droite"
                                    | "izquierdo"
                                    | "izquierda"
                                    | "derecho"
                                    | "derecha"
                                    | "anterior"
                            )
                        },
                    );
                last += usize::from(side);
            }
            break;
        } else {
            break;
        }
    }
    last
}

/// Whether a word is French or Spanish by its look: adjectives stand behind those.
fn is_romance(lower: &str) -> bool {
    if (lower.len() <= 4 && ABBREVIATIONS.contains(lower.to_uppercase().as_str()))
        || ["grippe", "lupus", "crise", "ataque"].contains(&lower)
    {
        return true;
    }
    let endings = [
        "ie", "ose", "ite", "ia", "sis", "ción", "trouble", "torno", "drome", "ance", "cia", "ismo", "isme", "orse",
        "ture", "tura", "ncer", "tes", "ète", "sión", "gia", "meur", "tus", "rome", "ema", "ncé", "cer", "nce", "éa",
        "té", "ático", "álico", "álica",
    ];
    endings.iter().any(|ending| lower.ends_with(ending))
}

/// `the Great Depression`, `stroke width`, `brush stroke`, `cancer research`: other things, or a subject.
fn is_figure(text: &str, words: &[Word<'_>], first: usize, last: usize) -> bool {
    let before = first
        .checked_sub(1)
        .and_then(|index| words.get(index))
        .map(|word| word.written.to_lowercase())
        .unwrap_or_default();
    let (word, behind) = (words.get(last), words.get(last + 1));
    let joined = word.zip(behind).is_some_and(|(word, behind)| joined(text, word, behind));
    let next = behind.filter(|_| joined).map(|word| word.written.to_lowercase()).unwrap_or_default();
    let written = words.get(first).map(|word| word.written.to_lowercase()).unwrap_or_default();
    matches!(
        before.as_str(),
        "great" | "brush" | "key" | "breast-stroke" | "economic" | "computer" | "roof" | "tropical" | "back"
    ) || matches!(
        next.as_str(),
        "width"
            | "color"
            | "colour"
            | "style"
            | "research"
            | "researchers"
            | "glasses"
            | "vaccine"
            | "vaccines"
            | "unit"
            | "ward"
            | "clinic"
            | "centre"
            | "center"
    ) || (matches!(written.as_str(), "burns" | "gota" | "angina" | "zona" | "flu" | "gout" | "reflux")
        && (first == last)
        && !matches!(
            before.as_str(),
            "has" | "had" | "with" | "un" | "tiene" | "la" | "of" | "the" | "mit" | "eine" | "une" | "de" | "son"
        ))
        || (matches!(written.as_str(), "zona" | "gota" | "tumor" | "burns")
            && matches!(before.as_str(), "la" | "una" | "de" | "esta" | "the"))
}

/// Up to six words behind a label, or up to four behind words of a sentence.
fn labelled(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let bare = line.trim_start_matches([' ', '"', '\'']);
    let value = bare.strip_prefix([':', '=', '>']).map(|value| value.trim_start_matches([' ', '"', '\'']));
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let phrase = [" with", " from", " an", " de", " con", " por", " for"].iter().any(|end| label.ends_with(end))
        || label == "padece";
    let written = match value {
        Some(value) => value,
        None if phrase => bare,
        None => return None,
    };
    let end =
        written.find(|c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’'))).unwrap_or(written.len());
    let mut kept = written.get(..end)?;
    for stop in [
        " in ", " at ", " and ", " since ", " on ", " last ", " when ", " und ", " seit ", " et ", " depuis ", " y ",
        " desde ", " by ", " for ", " with ", " who ", " after ",
    ] {
        kept = kept.find(stop).and_then(|at| kept.get(..at)).unwrap_or(kept);
    }
    let kept = kept.trim_end();
    let words = kept.split(' ').count();
    let first = kept.chars().next()?;
    let medical = value.is_none() || first.is_uppercase();
    let plain = ["None", "Unknown", "Pending", "Normal", "New", "Good", "Stable", "See", "The", "Used", "N"]
        .iter()
        .any(|word| kept.split(' ').next() == Some(word));
    let from = seen.span.end - written.len();
    (kept.len() >= 4
        && words <= 6
        && medical
        && !plain
        && first.is_alphabetic()
        && !(label == "condition" && value.is_some() && words < 2))
        .then_some(from..from + kept.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn named(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &mut found);
        found.into_iter().map(|hit| &text[hit.span]).collect()
    }

    #[test]
    fn illnesses_with_what_belongs_to_them() {
        for (text, wanted) in [
            ("1) essential hypertension, uncontrolled", "essential hypertension"),
            ("confirmed acute cholecystitis. Lap", "acute cholecystitis"),
            ("He had Graves' disease in his", "Graves' disease"),
            ("with diabetes mellitus type 2. Please", "diabetes mellitus type 2"),
            ("Injury: spiral fracture of left tibia, conf", "spiral fracture of left tibia"),
            ("he had hepatitis C.", "hepatitis C"),
            ("that the complex regional pain syndrome predates", "complex regional pain syndrome"),
            ("Hx CKD stage 3, lives", "CKD stage 3"),
            ("- dekompensierte Herzinsuffizienz NYHA III", "dekompensierte Herzinsuffizienz NYHA III"),
            ("- chronische Niereninsuffizienz Stadium G3b", "chronische Niereninsuffizienz Stadium G3b"),
            ("la endométriose profonde. Sa", "endométriose profonde"),
            ("eu un cancer du sein à 47 ans", "cancer du sein"),
            ("con anemia ferropénica. V", "anemia ferropénica"),
            ("era alergia a la proteína de la leche", "alergia a la proteína de la leche"),
            ("sesiones, trastorno de pánico\n", "trastorno de pánico"),
            ("un traumatismo craneoencefálico leve. Ve", "traumatismo craneoencefálico leve"),
            ("new atrial fibrillation was", "atrial fibrillation"),
            ("mein kleiner hat bronchitis und", "bronchitis"),
        ] {
            assert_eq!(named(text), [wanted], "{text}");
        }
    }

    #[test]
    fn other_words_are_none() {
        for text in [
            "the diagnosis and prognosis of empathy in academia",
            "stroke width 2 px, brush stroke",
            "the Great Depression of 1929",
            "a disk failure, a network disorder",
            "Telepathie und Diagnose einer Störung",
            "la photosynthèse, une académie, la simpatía",
            "hypothesis testing, osmosis, a syndrome",
            "zona de Madrid, una gota",
        ] {
            assert_eq!(named(text), Vec::<&str>::new(), "{text}");
        }
    }
}
