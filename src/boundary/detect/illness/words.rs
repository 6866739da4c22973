//! The words of illnesses: what they are called (`conditions.txt`), how their names end, what goes with them. Lists only: how
//! they are read in a text is in the files beside this one.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::super::name;

pub(super) static LEXICON: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut map: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    for phrase in include_str!("../conditions.txt").lines().filter(|line| !line.is_empty()) {
        let first = phrase.split(' ').next().unwrap_or(phrase).trim_end_matches('\'');
        map.entry(first).or_default().push(phrase);
    }
    for phrases in map.values_mut() {
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    }
    map
});

/// What stands in the first word of every illness, in lower case as far as it is ASCII.
pub(super) static STEMS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut stems: Vec<String> = LEXICON.keys().copied().chain(SHORT.split('|')).map(str::to_owned).collect();
    let lists = [ENDINGS, INJURED, LIMBS, ENOUGH, NEEDS_MORE];
    stems.extend(lists.into_iter().flatten().map(|stem| (*stem).to_owned()));
    // ASCII letters are looked for in a text in lower case, which is built in half the time.
    let loud: Vec<String> = stems.iter().filter(|stem| !stem.is_ascii()).map(|stem| stem.to_uppercase()).collect();
    let capital = |stem: &String| {
        let mut chars = stem.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>())
    };
    let capitals: Vec<String> = stems.iter().filter(|stem| !stem.is_ascii()).filter_map(capital).collect();
    let mut all: Vec<String> = stems.into_iter().chain(loud).chain(capitals).collect();
    for stem in &mut all {
        stem.make_ascii_lowercase();
    }
    AhoCorasick::new(all).ok()
});

/// Abbreviations of notes, written in just this way.
pub(super) const SHORT: &str = "COPD|HIV|AIDS|CHF|CKD|PTSD|ADHD|ADHS|OCD|IBS|IBD|GERD|GORD|TIA|CVA|STEMI|NSTEMI|AFib|DVT|UTI|URTI|LRTI|MRSA|T2DM|T1DM|DM2|DM1|\
    HTN|CAD|PVD|CLL|AML|CML|NHL|BPH|PCOS|SLE|CRPS|BPCO|EPOC|HTA|VIH|SIDA|TDAH|TEPT|TOC|KHK|pAVK|PAVK|VHF|GBS|NAFLD|NASH|HFrEF|HFpEF|ESRD|AKI|\
    ARDS|OSA|SAOS|GAD|MDD|ASD|TVT|AVC|ACV|PTBS|SSPT|ITU|IAM|COVID|COVID-19|SARS-CoV-2|TBC|RSV|HPV|EDS|POTS|PBC|PSC|HCC|NSCLC|SCLC|TNBC|LADA|MND|ALS|FASD|SOPK|ELA|LRS";
pub(super) static ABBREVIATIONS: LazyLock<name::Set> = LazyLock::new(|| name::set(SHORT));

/// How names of illnesses end.
pub(super) const ENDINGS: &[&str] = &[
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
pub(super) const OTHERS: &str = "diagnosis|prognosis|hypnosis|dosis|metamorphosis|mitosis|meiosis|osmosis|symbiosis|apotheosis|hipnosis|simbiosis|sobredosis|academia|\
    epidemia|pandemia|bohemia|academía|telepathy|empathy|homeopathy|homoeopathy|osteopathy|naturopathy|psychopathy|nostalgia|nostalgie|empathie|sympathie|telepathie|homöopathie|\
    homéopathie|simpatía|empatía|académie|epidemie|pandemie|akademie|störung|betriebsstörung|signalstörung|ruhestörung|netzstörung|empfangsstörung|besitzstörung|erkrankung|sucht|ruptur|photosynthesis|biosynthesis|\
    paresis|chemia|alchemia|diagnosis|osteopathie|osteopatía|homeopatía|syndrom|eifersucht|sehnsucht|rachsucht|herrschsucht|ablenkung|kernfusion|depression|antithesis|hypothesis|infekt|kosmosis|embolie|algia|distorsion|intoleranz|verzerrung|vergnügungssucht|spielsucht|\
    funkstörung|störungserkrankung|kommunikationsstörung|bildstörung|tonstörung|datenbankstörung|serverstörung|leitungsstörung|verkehrsstörung|diagenesis|internetstörung|telefonstörung|anlagenstörung";
pub(super) static NOT: LazyLock<name::Set> = LazyLock::new(|| name::set(OTHERS));

/// What happens to limbs, and limbs.
pub(super) const INJURED: &[&str] = &[
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
pub(super) const LIMBS: &[&str] = &[
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

/// Heads that say little alone, though each is an illness: the words before or behind them belong to them.
const ENOUGH: &[&str] = &[
    "fracture",
    "infection",
    "cancer",
    "infarct",
    "infarction",
    "allergy",
    "ulcer",
    "infección",
    "fractura",
    "traumatismo",
    "traumatisme",
    "tumeur",
];
/// Heads that are no illness by themselves.
pub(super) const NEEDS_MORE: &[&str] = &[
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

/// Whether a word in small letters is a head to which the words beside it belong.
pub(super) fn is_generic(word: &str) -> bool {
    ENOUGH.contains(&word) || NEEDS_MORE.contains(&word)
}

/// What makes a failure one of a body.
pub(super) const BODY: &str = "heart|kidney|renal|liver|hepatic|cardiac|respiratory|lung|pulmonary|brain|spinal|head|knee|back|shoulder|vitamin|iron|immune|adrenal|venous|mitral|aortic|anxiety|mood|eating|personality|panic|bipolar|conduct|sleep|substance|opioid|alcohol|\
    depressive|obsessive-compulsive|stress|autoimmune|chronic|coronary|vascular|artery|valve|thyroid|inflammatory|irritable|carpal|pain|fatigue|post-traumatic|work-related|occupational|nerve|muscle|genetic|rare|sexually|crohn's|graves'|lyme|parkinson's|celiac|coeliac|gastroesophageal|complex|regional|polycystic|\
    metabolic|nephrotic|restless|tourette|abdominal|chest|neck|pelvic|joint|traumatic|rheumatic|ischaemic|ischemic|cerebrovascular|peripheral|hip|ankle|wrist|acl|rotator|mental|neurological|skin|kidneys|bowel";
pub(super) static PARTS: LazyLock<name::Set> = LazyLock::new(|| name::set(BODY));

/// Words that may stand before an illness and belong to it.
pub(super) const BEFORE: &str = "acute|chronic|severe|mild|moderate|essential|primary|secondary|recurrent|metastatic|malignant|benign|bilateral|left|right|upper|lower|early|late|end-stage|congenital|juvenile|gestational|postnatal|post-natal|postpartum|seasonal|\
    generalised|generalized|rheumatoid|atopic|bacterial|viral|fungal|community-acquired|hospital-acquired|aspiration|iron|deficiency|type|stage|advanced|uncontrolled|poorly|controlled|spiral|open|closed|displaced|comminuted|hairline|stress|compression|hip|wrist|\
    rib|ankle|skull|breast|lung|prostate|colon|bowel|ovarian|cervical|skin|pancreatic|thyroid|bladder|testicular|kidney|liver|stomach|throat|brain|bone|peanut|nut|latex|penicillin|milk|egg|gluten|pollen|drug|urinary|tract|chest|ear|eye|throat|\
    wound|respiratory|heart|renal|cardiac|pulmonary|paroxysmal|persistent|ischaemic|ischemic|haemorrhagic|hemorrhagic|MCA|PE|anterior|posterior|lateral|medial|inferior|superior|plantar|complex|regional|irritable|polycystic|post-traumatic|\
    obsessive-compulsive|borderline|bipolar|clinical|major|treatment-resistant|high-functioning|low|triple|negative|stage|mittelgradige|schwere|leichte|non-small|cell|small|squamous|basal|hodgkin's|non-hodgkin|t-cell|b-cell|temporal|focal|absence|grand|mal|tonic-clonic|familial|hereditary|autoimmune|\
    ulcerative|peptic|duodenal|gastric|deep|vein|carpal|tunnel|frozen|lumbar|thoracic|work-related|sickle|relapsing|remitting|relapsing-remitting|progressive|macular|wet|dry|insulin-dependent|non-insulin-dependent|juveniler|juvenile|idiopathic|active|latent|suspected|pain|sleep|obstructive|social|health|panic|eating|stroke|food|kidney|head|spinal|knee|back|shoulder|traumatic|fatigue|vitamin|d|b12|immune|inflammatory|pelvic|valve|valvular|coronary|artery|vascular|alcohol|opioid|personality|mood|depressive|anxiety|seizure|febrile|allergic|contact|seborrhoeic|nodular|prurigo|membranous|lupus|glomerular|acute-on-chronic|perforated|strangulated|inguinal|umbilical|hiatus|incisional";
pub(super) static MODIFIERS: LazyLock<name::Set> = LazyLock::new(|| name::set(BEFORE));

/// Adjectives behind an illness in French and Spanish, beside those with an ending of [`ADJECTIVES`].
pub(super) const BEHIND: &str = "grave|leve|sévère|severo|severa|profonde|profunda|débutante|moderado|moderada|modéré|modérée|aguda|agudo|aiguë|aigu|crónica|crónico|chronique|mellitus|tipo|type|typ|leger|légère|léger|bilatéral|gauche|droit|droite|izquierdo|izquierda|derecho|derecha|maligno|maligna|bénin|bénigne|\
    links|rechts|beidseits|bds|beidseitig|mittelgradig|leichtgradig|positive|positiv|positif|reumatoide|rhumatoïde|generalizada|generalizado|bifida|gravis|pectoris|vulgaris|erythematosus|zoster|simplex|nervosa|mineur|fébrile|disorder|syndrome|disease|tear|infection";
pub(super) const ADJECTIVES: &[&str] = &[
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
