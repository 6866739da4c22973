//! People by what a sentence says of them: whose relative or colleague they are, what part they play, what they say and do, what
//! they are called. No list of names is needed for these; where one would be, the word must at least be no everyday word.
//! Titles, labels and greetings are in `person.rs`, letters and lists in `letter.rs`.

pub(super) mod acting;
pub(super) mod called;
pub(super) mod office;

use std::ops::Range;

use super::Look::Cue;
use super::name::{self, Name};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-kin",
        reason: "a name behind a word for somebody's relative or friend",
        look: Cue(
            "wife|husband|partner|fiancé|fiancée|fiance|fiancee|son|daughter|brother|sister|mother|father|mum|mom|dad|aunt|\
                auntie|uncle|cousin|nephew|niece|grandson|granddaughter|grandmother|grandfather|grandma|grandpa|gran|granny|nan|\
                girlfriend|boyfriend|gf|bf|bff|bestie|sis|bro|friend|mate|colleague|coworker|co-worker|boss|manager|supervisor|assistant|neighbour|\
                neighbor|roommate|flatmate|housemate|landlord|landlady|teacher|tutor|doctor|therapist|counsellor|lawyer|solicitor|\
                nanny|carer|caregiver|stepson|stepdaughter|stepfather|stepmother|ex|ex-husband|ex-wife|baby|toddler|kid|child|\
                boy|girl|twin|buddy|lad|client|employee|tenant|student|pupil|patient|nurse|\
                frau|mann|sohn|tochter|bruder|schwester|mutter|vater|mama|papa|oma|opa|tante|onkel|cousine|neffe|nichte|enkel|\
                enkelin|freund|freundin|kollege|kollegin|kollegen|chef|chefin|nachbar|nachbarin|mitbewohner|mitbewohnerin|\
                vermieter|vermieterin|lebensgefährte|lebensgefährtin|partnerin|schwager|schwägerin|schwiegermutter|\
                schwiegervater|kleiner|kleine|mandant|mandantin|patientin|\
                femme|mari|épouse|époux|conjoint|conjointe|compagnon|compagne|fils|fille|frère|sœur|soeur|mère|père|maman|tante|\
                oncle|cousin|cousine|neveu|nièce|petit-fils|petite-fille|grand-mère|grand-père|copain|copine|ami|amie|collègue|\
                patron|patronne|voisin|voisine|colocataire|propriétaire|beau-père|belle-mère|associé|associée|cliente|patiente|\
                esposa|esposo|marido|mujer|hijo|hija|hermano|hermana|madre|padre|mamá|papá|tía|tío|primo|prima|sobrino|\
                sobrina|nieto|nieta|abuelo|abuela|novio|novia|amigo|amiga|compañero|compañera|jefe|jefa|vecino|vecina|pareja|\
                cuñado|cuñada|suegro|suegra|casero|casera|cliente|paciente|alumno|alumna|socio|socia",
        ),
        check: kin,
        hits: &[
            ("His nephew Aubrey (017", "Aubrey"),
            ("Wants his friend Happy called", "Happy"),
            ("Sa nièce Aurore passera", "Aurore"),
            ("Llama su hijo Chema desde", "Chema"),
            ("d'appeler ma colocataire, Prune, je", "Prune"),
            ("mein Kollege Wladek sagt", "Wladek"),
            ("our landlady Mrs Pruitt", "Pruitt"),
        ],
        misses: &[
            "my friend I went",
            "his son in law",
            "mein Freund Musik hört",
            "the boss Level",
            "my partner, Monday works",
            "her doctor English speaks",
            "your child Protection plan",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-role",
        reason: "a name behind what somebody does or is in a case",
        look: Cue(
            "producer|director|songwriter|singer|author|writer|actor|actress|artist|architect|journalist|reporter|editor|\
                photographer|engineer|developer|consultant|analyst|accountant|auditor|broker|adviser|advisor|officer|constable|\
                sergeant|inspector|detective|lieutenant|brigadier|paramedic|midwife|physio|physiotherapist|pharmacist|surgeon|\
                anaesthetist|anesthesiologist|cardiologist|neurologist|oncologist|gp|registrar|resident|consultant|dietitian|\
                nurse|matron|driver|owner|keeper|aggrieved|victim|suspect|accused|complainant|informant|witness|claimant|\
                plaintiff|defendant|petitioner|respondent|appellant|applicant|decedent|deceased|executor|executrix|trustee|\
                guardian|ward|minor|minors|tenant|tenants|lessee|lessor|landlord|buyer|seller|borrower|guarantor|beneficiary|\
                insured|policyholder|passenger|cyclist|pedestrian|rider|chairman|chairwoman|chair|secretary|treasurer|\
                president|principal|headteacher|coach|captain|pastor|rabbi|imam|reverend|councillor|clerk|counsel|\
                attorney|solicitor|barrister|caseworker|social worker|employee|trainee|apprentice|intern|candidate|client|\
                customer|patient|student|pupil|player|entrepreneur|founder|ceo|cto|cfo|coo|\
                zeuge|zeugin|geschädigte|geschädigter|beschuldigte|beschuldigter|angeklagte|angeklagter|betroffene|betroffener|\
                kläger|klägerin|beklagte|beklagter|beklagten|mieter|mieterin|vermieter|vermieterin|käufer|verkäufer|fahrer|fahrerin|halter|\
                halterin|patient|patientin|schüler|schülerin|bewerber|bewerberin|mitarbeiter|mitarbeiterin|kunde|kundin|\
                rechtsanwalt|rechtsanwältin|richter|richterin|notar|notarin|steuerberater|steuerberaterin|oberarzt|oberärztin|\
                chefarzt|chefärztin|hausarzt|hausärztin|pfleger|geschäftsführer|geschäftsführerin|leiter|leiterin|trainer|\
                auszubildende|auszubildender|erblasser|erblasserin|versicherte|versicherter|antragsteller|antragstellerin|\
                témoin|plaignant|plaignante|prévenu|prévenue|victime|mis en cause|locataire|bailleur|salarié|salariée|gérant|\
                gérante|directeur|directrice|conseiller|conseillère|infirmier|infirmière|médecin|chirurgien|chirurgienne|\
                avocat|avocate|notaire|juge|greffier|greffière|conducteur|conductrice|assuré|assurée|soussigné|soussignée|\
                élève|étudiant|étudiante|stagiaire|candidat|candidate|acquéreur|vendeur|bénéficiaire|livreur|brigadier|gardien|\
                testigo|denunciante|denunciado|denunciada|demandante|demandado|demandada|acusado|acusada|imputado|imputada|\
                víctima|perjudicado|perjudicada|arrendador|arrendadora|arrendatario|arrendataria|comprador|compradora|\
                vendedor|vendedora|trabajador|trabajadora|empleado|empleada|conductor|conductora|asegurado|asegurada|titular|\
                paciente|médico|médica|enfermero|enfermera|doctor|doctora|abogado|abogada|letrado|letrada|procurador|\
                procuradora|notario|notaria|juez|jueza|magistrado|magistrada|administrador|administradora|gerente|director|\
                directora|profesor|profesora|alumno|alumna|menor|finado|finada|causante|albacea|heredero|heredera|solicitante|abajo firmante",
        ),
        check: role,
        hits: &[
            ("The aggrieved, Kwabena Asante-Mills (1", "Kwabena Asante-Mills"),
            ("Producer Liviana Palerma explained", "Liviana Palerma"),
            ("Der Zeuge Teofil Nowak ist", "Teofil Nowak"),
            ("Je soussignée Odile Roussel, gérante", "Odile Roussel"),
            ("Notre conseillère : Mélusine Garrec", "Mélusine Garrec"),
            ("Nous, brigadier Castaing, recevons", "Castaing"),
            ("driver Vartan Hovhannisyan, employer", "Vartan Hovhannisyan"),
            ("La demandada Xiomara Pedraza alega", "Xiomara Pedraza"),
        ],
        misses: &[
            "Product Owner writes",
            "the patient Education Leaflet",
            "Senior Backend Engineer Position",
            "der Mieter Kaution zahlt",
            "customer Success Team",
            "driver Error",
            "the author Robert",
            "client Hello Message",
        ],
    },
];

/// Words before a relative that say whose.
const WHOSE: &[&str] = &[
    "my", "his", "her", "their", "your", "our", "mein", "meine", "meiner", "meinem", "meinen", "sein", "seine",
    "seiner", "seinem", "seinen", "ihr", "ihre", "ihrer", "ihrem", "ihren", "unser", "unsere", "unserer", "unserem",
    "deine", "dein", "mon", "ma", "mes", "son", "sa", "ses", "notre", "nos", "votre", "vos", "leur", "leurs", "ton",
    "ta", "mi", "mis", "su", "sus", "tu", "tus", "nuestro", "nuestra", "new", "late", "older", "younger", "elder",
    "eldest", "youngest", "old", "little",
];

/// Titles that may stand between a cue and the name, which go with it, beside [`name::TITLES`].
const RANKS: &[&str] = &["PC", "DC", "PS"];

/// What follows the cue in its line: the start of a name, behind spaces and at most one comma or colon. Whether a mark stands
/// between them.
fn start(seen: &Seen<'_>) -> Option<(usize, bool)> {
    let line = seen.text.get(seen.span.clone())?;
    let bare = line.trim_start_matches([' ', '\u{a0}']);
    let marked = bare.starts_with([',', ':']);
    let rest = bare.strip_prefix([',', ':']).unwrap_or(bare).trim_start_matches([' ', '\u{a0}', '"', '“', '«']);
    (rest.len() < line.len()).then_some((seen.span.end - rest.len(), marked))
}

/// The name at a place with a title before it, if one stands there.
fn name_at(text: &str, at: usize, end: usize) -> Option<(Name, usize)> {
    let rest = text.get(at..end)?;
    let first = name::word(rest);
    let title = first.trim_end_matches('.');
    let titled = name::TITLES.contains(&title) || RANKS.contains(&title);
    if !titled {
        return name::at(text, &(at..end)).map(|name| (name, at));
    }
    let behind = rest.get(first.len()..)?;
    let gap = behind.len() - behind.trim_start_matches(['.', ' ', '\u{a0}']).len();
    // The title itself is told, not acted on (`beside.rs`).
    name::at(text, &(at + first.len() + gap..end)).map(|name| {
        let start = name.span.start;
        (name, start)
    })
}

/// The word before a place, in small letters.
fn before(text: &str, at: usize) -> String {
    let head = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\u{a0}']);
    let word = head.rsplit(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or_default();
    word.to_lowercase()
}

/// Whether nothing goes on behind a name that would make it part of a longer one.
fn closed(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    !rest.starts_with(['/', '\\', '_', '@']) && !rest.starts_with("::") && !rest.starts_with("()")
}

fn fits(text: &str, found: &Name) -> bool {
    let written = text.get(found.span.clone()).unwrap_or_default();
    !name::ends_as_organisation(written) && closed(text, found.span.end)
}

fn kin(seen: &Seen<'_>) -> Option<Range<usize>> {
    let whose = before(seen.text, seen.whole.start);
    if !WHOSE.contains(&whose.as_str()) {
        return None;
    }
    let (at, marked) = start(seen)?;
    let small = name::word(seen.text.get(at..seen.span.end)?);
    if small.starts_with(char::is_lowercase) && name::is_small_given(small) && !marked {
        return Some(at..at + small.len());
    }
    let (found, from) = name_at(seen.text, at, seen.span.end)?;
    let written = seen.text.get(found.span.clone())?;
    let (rare, count) = name::rare_words(written);
    // German writes every noun with a capital: there only a rare word is a name. Behind a comma anything may begin.
    let german = ["ein", "ihr", "unser", "sein"].iter().any(|stem| whose.contains(stem));
    let plain = !(german || marked);
    let next = seen.text.get(found.span.end..)?;
    let set_off = !marked || next.starts_with([',', '.', ';', ')', '!', '?', '\n', ' ']) || next.is_empty();
    let known = from < found.span.start || rare == count && count > 0;
    let thing = ["tion", "ment", "ing", "ity", "ship", "ance", "ence"].iter().any(|end| written.ends_with(end));
    let one =
        plain && found.words == 1 && !next.trim_start().starts_with(char::is_uppercase) && written != "I" && !thing;
    (found.words <= 3 && set_off && (known || one) && fits(seen.text, &found)).then_some(from..found.span.end)
}

fn role(seen: &Seen<'_>) -> Option<Range<usize>> {
    let (at, _) = start(seen)?;
    let (found, from) = name_at(seen.text, at, seen.span.end)?;
    let written = seen.text.get(found.span.clone())?;
    let (rare, count) = name::rare_words(written);
    let next = seen.text.get(found.span.end..)?;
    let small = seen.text.get(seen.whole.clone())?.chars().next()?.is_lowercase();
    // One word is enough where the part is written small and set off: `brigadier Castaing, …`.
    let alone =
        count == 1 && rare == 1 && small && from == at && next.starts_with([',', ')']) && !next.starts_with(", ,");
    let pair = count >= 2 && rare == count;
    (fits(seen.text, &found) && (pair || alone || from < found.span.start)).then_some(from..found.span.end)
}
