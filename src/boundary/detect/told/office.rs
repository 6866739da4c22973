//! People by their office, rank or trade right before the name, with nothing between: `Notar Tammen`, `Physio Saoirse`, `le technicien
//! Sofiane`; behind a greeting in the middle of a line; behind `a certain`. One word is enough here, so it has to be one that
//! can hardly be anything but a name. What takes two words is in `told.rs`.

use std::ops::Range;

use super::super::Look::Cue;
use super::super::name;
use super::super::{Row, Seen};
use super::{before, fits, name_at, start};
use crate::boundary::finding::Class::Identifier;

pub(in super::super) const ROWS: &[Row] = &[
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-office",
        reason: "a name right behind an office, a rank or a trade",
        look: Cue(
            "notar|notarin|rechtspfleger|rechtspflegerin|richter|richterin|staatsanwalt|staatsanwältin|kommissar|kommissarin|wachtmeister|\
                phm|phmin|phk|phkin|pok|pokin|pkin|khk|khkin|kok|kokin|ehk|oberarzt|oberärztin|chefarzt|chefärztin|stationsarzt|\
                stationsärztin|assistenzarzt|assistenzärztin|notarzt|notärztin|hausarzt|hausärztin|zahnarzt|zahnärztin|tierarzt|tierärztin|\
                gutachter|gutachterin|kollege|kollegin|kollegen|monteur|monteurin|techniker|technikerin|polier|vorarbeiter|meister|\
                bauleiter|bauleiterin|hausmeister|hausmeisterin|fahrer|fahrerin|sanitäter|sanitäterin|pfleger|pflegerin|schwester|pflegekraft|\
                betreuer|betreuerin|begleiter|begleiterin|schulbegleiter|schulbegleiterin|erzieher|erzieherin|lehrer|lehrerin|\
                klassenlehrer|klassenlehrerin|schulleiter|schulleiterin|trainer|trainerin|torwart|kapitän|sachbearbeiter|\
                sachbearbeiterin|ansprechpartner|ansprechpartnerin|therapeut|therapeutin|hebamme|azubi|praktikant|praktikantin|\
                geschäftsführer|geschäftsführerin|teamleiter|teamleiterin|abteilungsleiter|abteilungsleiterin|vorsitzender|vorsitzende|\
                pfarrer|pfarrerin|pastor|pastorin|bürgermeister|bürgermeisterin|detektiv|zeuge|zeugin|nachbar|nachbarin|mitbewohner|\
                mitbewohnerin|ehepaar|eheleute|familie|fam|bruder|onkel|tante|oma|opa|enkel|enkelin|neffe|nichte|cousin|cousine|säugling|\
                kindsmutter|kindsvater|kindesmutter|kindesvater|tochter|sohn|ehemann|ehefrau|schwager|schwägerin|pate|patin|gattin|gatte|\
                physio|hca|paramedic|constable|pc|dc|ds|dci|sergeant|sgt|inspector|detective|marshal|deputy|trooper|sheriff|officer|lieutenant|\
                corporal|private|major|commander|coach|counsellor|counselor|councillor|nurse|sister|matron|midwife|registrar|consultant|\
                surgeon|gp|dietitian|pharmacist|hygienist|handler|dog handler|team lead|team leader|line manager|caseworker|social worker|\
                probation officer|support worker|teaching assistant|class teacher|headteacher|head teacher|tutor|colleague|neighbour|neighbor|\
                plumber|electrician|builder|technician|engineer|mechanic|foreman|driver|babysitter|childminder|nanny|carer|keyworker|\
                key worker|loan officer|estate agent|agent|adjuster|broker|solicitor|auntie|aunt|uncle|cousin|grandma|grandpa|gran|nana|nan|\
                brigadier|gendarme|adjudant|capitaine|lieutenant|commissaire|greffier|greffière|huissier|notaire|technicien|technicienne|plombier|\
                chauffagiste|électricien|livreur|livreuse|gardien|gardienne|concierge|infirmier|infirmière|aide-soignant|aide-soignante|\
                sage-femme|kiné|orthophoniste|psychologue|interne|instit|maîtresse|maître|prof|conseiller|conseillère|collègue|voisin|\
                voisine|cousin|cousine|tonton|tata|tatie|papi|papy|mamie|frère|sœur|ex-compagnon|ex-compagne|ex-mari|ex-femme|copain|\
                copine|petit|petite|famille|époux|technico|agent|agente|syndic|\
                fontanero|fontanera|electricista|técnico|técnica|auxiliar|enfermero|enfermera|podólogo|podóloga|fisio|celador|celadora|\
                orientador|orientadora|tutor|tutora|profe|profesor|profesora|maestro|maestra|monitor|monitora|entrenador|entrenadora|gestor|\
                gestora|administrador|administradora|inspector|inspectora|agente|cabo|sargento|teniente|comisario|comisaria|guardia|\
                letrado|letrada|procurador|procuradora|vecino|vecina|compañero|compañera|primo|prima|tío|tía|abuelo|abuela|familia|\
                trabajador social|trabajadora social|cuidador|cuidadora|casero|casera|conserje|portero|portera|repartidor|repartidora",
        ),
        check: office,
        hits: &[
            ("Beurkundung durch Notar Tammen.", "Tammen"),
            ("Der Polier Zoran weiß Bescheid", "Zoran"),
            ("stellten PHM Schröter und", "Schröter"),
            ("Physio Saoirse mobilised her", "Saoirse"),
            ("Schwester Ifeoma hat", "Ifeoma"),
            ("bei Familie van der Ploeg.", "van der Ploeg"),
            ("le technicien Sofiane est", "Sofiane"),
            ("avisar a la podóloga Yolanda el", "Yolanda"),
            ("Fire Marshal Lindgren red-tags", "Lindgren"),
            ("Trabajadora social: Begoña.", "Begoña"),
        ],
        misses: &[
            "Techniker Krankenkasse zahlt",
            "der Meister Handwerk sagt",
            "Familie Leben heute",
            "the Driver Update failed",
            "Agent Framework for Rust",
            "Private Key missing",
            "Major Release notes",
            "Notar Beurkundung und",
            "Coach Carter Movie Night",
            "the engineer Kubernetes needs",
            "petit Paris",
            "Officer Training",
            "user agent Mozilla",
            "agent OpenAI",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-hailed",
        reason: "a name behind a greeting in the middle of a line",
        look: Cue(
            "hi|hello|hey|hallo|hola|bonjour|salut|coucou|moin|servus|ciao|ave|buenas|danke|gracias|merci|thanks|thank you|cheers|congrats",
        ),
        check: hailed,
        hits: &[
            ("Brightwater Dental: Hi Oyelaran, your", "Oyelaran"),
            ("Gracias, Ximena!", "Ximena"),
            ("und dann: Moin Onno, kommst", "Onno"),
        ],
        misses: &[
            "Hi ChatGPT, write",
            "Hello World, this",
            "Hi Team, please",
            "hey Siri, play",
            "Thanks, Everyone!",
            "Hello Kubernetes",
            "Hi There, how",
            "Hallo Forum, mein",
            "Gracias, Señor!",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-certain",
        reason: "a name behind words for somebody one hardly knows",
        look: Cue(
            "un tal|una tal|un certain|une certaine|ein gewisser|eine gewisse|einem gewissen|einer gewissen|einen gewissen|a certain|some guy called|\
                this guy|this girl|this woman|this bloke|some bloke called|somebody called|someone called|jemand namens|alguien llamado|\
                quelqu'un du nom de|du nom de|de nombre|by the name of|answers to|pet name",
        ),
        check: certain,
        hits: &[
            ("Su gestor, un tal Urrutikoetxea de Fincas", "Urrutikoetxea"),
            ("un certain Anders Lindholm (r", "Anders Lindholm"),
            ("eine gewisse Frau Tammen", "Tammen"),
            ("a man by the name of Oyelaran", "Oyelaran"),
        ],
        misses: &[
            "a certain Age",
            "un certain Nombre",
            "ein gewisser Grad an",
            "eine gewisse Zeit",
            "a certain Monday",
            "this guy Just left",
        ],
    },
];

/// Cues behind which the name itself has to be a known one: the word stands before other nouns as well.
const WEAK: &[&str] = &[
    "techniker",
    "meister",
    "trainer",
    "fahrer",
    "zeuge",
    "torwart",
    "kapitän",
    "familie",
    "private",
    "major",
    "agent",
    "engineer",
    "driver",
    "coach",
    "sister",
    "consultant",
    "inspector",
    "handler",
    "detective",
    "petit",
    "petite",
    "prof",
    "interne",
    "monitor",
    "tutor",
    "guardia",
    "familia",
    "famille",
    "corporal",
    "commander",
    "deputy",
    "marshal",
    "sheriff",
    "builder",
    "broker",
    "pc",
    "dc",
    "ds",
    "gp",
    "nan",
    "gran",
    "nana",
    "auxiliar",
    "técnico",
    "técnica",
    "agente",
    "concierge",
    "maître",
    "registrar",
    "officer",
    "technician",
    "adjuster",
    "syndic",
    "portero",
    "cabo",
    "schwester",
    "bruder",
    "pate",
    "onkel",
    "tante",
    "pastor",
    "kollegen",
    "team lead",
    "azubi",
    "major",
    "betreuer",
    "begleiter",
    "administrador",
    "administradora",
    "gestor",
    "capitaine",
    "lieutenant",
    "mechanic",
    "hygienist",
    "sohn",
    "tochter",
    "cousin",
    "cousine",
    "monteur",
    "detektiv",
    "lehrer",
    "richter",
    "neffe",
    "nichte",
    "enkel",
    "maestro",
    "maestra",
    "conserje",
];

fn office(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let cue = seen.text.get(seen.whole.clone())?;
    let lower = cue.to_lowercase();
    // `Fam.`; a comma sets the office off, which `told.rs` reads.
    let line = line.strip_prefix('.').filter(|_| lower == "fam").unwrap_or(line);
    let bare = line.trim_start_matches([' ', '\u{a0}']);
    let spaced = bare.len() < line.len();
    let bare = bare.strip_prefix(": ").unwrap_or(bare);
    if bare.starts_with([',', ':']) || !spaced && !line.starts_with(": ") {
        return None;
    }
    let at = seen.span.end - bare.len();
    // `el administrador de Debian`: what somebody is in charge of.
    let lead = if bare.starts_with(['d', 'D']) { 0 } else { name::lead(bare) };
    let (mut found, from) = name_at(seen.text, at + lead, seen.span.end)?;
    if from == at + lead {
        found.span.start = at;
    }
    let written = seen.text.get(found.span.clone())?;
    let (rare, count) = name::rare_words(written);
    let word = written.get(lead..).unwrap_or(written);
    let first = name::word(word);
    // Written in capitals throughout only behind an office that is; `iPhone`, `OpenAI` are no names.
    let loud = |text: &str| text.len() > 1 && !text.chars().any(char::is_lowercase);
    let inner = word.split([' ', '-', '\'', '’']).any(|part| {
        !(part.starts_with("Mc") || part.starts_with("Mac") || part.starts_with("De"))
            && part.chars().any(char::is_lowercase)
            && part.chars().skip(1).any(char::is_uppercase)
    });
    // The lists of what is rare take words in capitals for headings.
    let rare = if loud(word) && !crate::boundary::words::is_everyday(&crate::boundary::view::fold::fold(first)) {
        count
    } else {
        rare
    };
    if rare != count || count == 0 || found.words > 3 || inner || (loud(word) && !(loud(cue) && cue.len() > 4)) {
        return None;
    }
    let next = name::word(seen.text.get(found.span.end..)?.trim_start_matches([' ', '\u{a0}']));
    let goes_on = count == 1 && next.chars().next().is_some_and(char::is_uppercase) && !name::is_rare(next);
    let listed = word.split([' ', '\u{a0}']).any(name::is_listed);
    // A compound (`Notartermin`) is no name, nor are nouns made of verbs and adjectives.
    let noun = ["ung", "heit", "keit", "schaft", "tion", "ment", "ing", "kasse", "plan", "tag", "zeit", "haus", "amt"]
        .iter()
        .any(|end| first.to_lowercase().ends_with(end));
    let weak = WEAK.contains(&lower.as_str());
    let known = if weak { lead > 0 || name::is_given(first) || listed && !noun } else { listed || !noun };
    // Languages that write nouns small have only names with a capital; but a heading has capitals on everything.
    let title = cue.chars().next().is_some_and(char::is_uppercase) && count == 1 && !listed && weak && lead == 0;
    (known && !title && !goes_on && !super::super::goes_on::is_country(word) && fits(seen.text, &found))
        .then_some(found.span)
}

fn hailed(seen: &Seen<'_>) -> Option<Range<usize>> {
    let (at, marked) = start(seen)?;
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    let (found, _) = name_at(seen.text, at, seen.span.end)?;
    let written = seen.text.get(found.span.clone())?;
    let (rare, count) = name::rare_words(written);
    let next = seen.text.get(found.span.end..)?;
    let ends = next.is_empty() || next.starts_with([',', '!', '\n', '\r']) || (marked && next.starts_with('.'));
    let inner = written.chars().skip(1).any(char::is_uppercase) && count == 1 && !written.contains(['-', '\'', '’']);
    let listed = written.split([' ', '\u{a0}']).any(name::is_listed);
    let thanks = matches!(cue.as_str(), "danke" | "gracias" | "merci" | "thanks" | "thank you" | "cheers" | "congrats");
    let known = listed || !thanks && crate::boundary::view::fold::fold(written).len() > 3;
    let plain = [
        "siri",
        "alexa",
        "claude",
        "gemini",
        "forum",
        "google",
        "bixby",
        "cortana",
        "chat",
        "world",
        "leute",
        "kubernetes",
    ]
    .contains(&written.to_lowercase().as_str());
    (rare == count && (1..=2).contains(&count) && ends && !inner && known && !plain && fits(seen.text, &found))
        .then_some(found.span)
}

fn certain(seen: &Seen<'_>) -> Option<Range<usize>> {
    let (at, marked) = start(seen)?;
    let (mut found, from) = name_at(seen.text, at, seen.span.end)?;
    // `un tal Urrutikoetxea de Fincas Abra`: where somebody is from.
    if let Some(of) = seen.text.get(found.span.clone())?.find(" de ") {
        found.span.end = found.span.start + of;
    }
    let written = seen.text.get(found.span.clone())?;
    let cue = seen.text.get(seen.whole.clone())?;
    let (rare, count) = name::rare_words(written);
    let german = cue.contains("gewiss");
    let listed = from > at || written.split([' ', '\u{a0}']).any(name::is_listed);
    let thing = before(seen.text, seen.whole.start) == "de";
    (rare == count && count > 0 && found.words <= 3 && !marked && !thing && (listed || !german))
        .then_some(found.span)
        .filter(|span| fits(seen.text, &name::Name { span: span.clone(), words: count, given: false }))
}
