//! People by what a sentence says of them: whose relative or colleague they are, what part they play, what they say and do, what
//! they are called. No list of names is needed for these; where one would be, the word must at least be no everyday word.
//! Titles, labels and greetings are in `person.rs`, letters and lists in `letter.rs`.

use std::ops::Range;

use super::Look::{Capital, Cue, Pattern};
use super::name::{self, Name};
use super::trigger::Need::Byte;
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
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-acting",
        reason: "a name before what people do",
        look: Cue(
            "said|says|told|tells|asked|asks|replied|replies|explained|explains|added|answered|whispered|shouted|insisted|\
                admitted|confirmed|denies|denied|testified|testifies|claims|claimed|complained|complains|phoned|rang|texted|\
                emailed|messaged|called|thinks|wants|wanted|lives|lived|works|worked|began|moved|married|died|joined|left|\
                resigned|retired|signed|agreed|attended|arrived|wrote|writes|paid|owes|owed|reports|reported|presented|\
                presents|was born|is a|was diagnosed|was admitted|was seen|was discharged|is allergic|takes|flew|knocked|knocks|\
                will be|has been|suffers|underwent|gave|had given|sent|sends|drives|drove|\
                sagte|sagt|meinte|erklärte|fragte|antwortete|wohnt|arbeitet|möchte|klagte|klagt|hat|ist|war|wurde|rief|schrieb|\
                bestätigte|wird|kam|\
                a dit|dit|explique|a expliqué|déclare|a déclaré|habite|travaille|souhaite|demande|a demandé|m'a|nous a|est née|\
                est né|a répondu|a signé|a été|se plaint|\
                dijo|dice|explicó|explica|pregunta|preguntó|vive|trabaja|declara|declaró|manifiesta|manifestó|refiere|solicita|\
                nació|firmó|llamó|llama|acude|presenta|quiere|ha sido|fue|está",
        ),
        check: acting,
        hits: &[
            ("Rashid said no", "Rashid"),
            ("Then Rashid read it. Oyelowo lives on the left", "Oyelowo"),
            ("Hijacinta Godina said", "Hijacinta Godina"),
            ("Zdeněk Hrubý arrived late", "Zdeněk Hrubý"),
            ("Lóa F Sigmundsdóttir lives at", "Lóa F Sigmundsdóttir"),
            ("Cayetana Quiroga vive en", "Cayetana Quiroga"),
        ],
        misses: &[
            "Everyone said so",
            "The Court said",
            "Customer Support called",
            "Nothing lives there",
            "Der Vertrag hat",
            "My Boss asked",
            "Kubernetes wants",
            "Docker Desktop is a",
            "Bonn hat",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-quoted",
        reason: "a name behind a word for speaking or making",
        look: Cue(
            "said|says|asked|replied|explained|added|told|met|meet|directed by|written by|produced by|starring|sung by|\
                performed by|composed by|painted by|arranged by|built by|seen by|examined by|treated by|reviewed by|signed by|witnessed by|\
                issued to|payable to|addressed to|registered to|belongs to|owned by|on behalf of|in the name of|accompanied by|\
                represented by|driven by|reported by|taken by|certify that|\
                sagte|meinte|vertreten durch|unterzeichnet von|ausgestellt auf|zugunsten von|in vertretung|\
                a dit|dit|au nom de|à l'attention de|à l’attention de|représenté par|représentée par|signé par|assisté de|\
                déposition de|\
                dijo|a nombre de|en nombre de|a favor de|representado por|representada por|asistido por|firmado por|a la atención de|\
                identificado como|identificada como|acredita ser|conducido por|conducida por",
        ),
        check: quoted,
        hits: &[
            ("\"so jealous!\" said Erle to", "Erle"),
            ("film directed by Wacława Adamska and", "Wacława Adamska"),
            ("issued to Folasade Ruth Olanrewaju, expiring", "Folasade Ruth Olanrewaju"),
            ("à l'attention de Bao Lefèvre", "Bao Lefèvre"),
            ("conducido por Noelia Cabeza de Vaca (", "Noelia Cabeza de Vaca"),
            ("quien acredita ser Xu Meiling,", "Xu Meiling"),
        ],
        misses: &[
            "he said Monday",
            "written by Customer Support",
            "reported by Machine Learning Team",
            "he told Them",
            "met Opera",
            "dit Non",
            "owned by Root",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-nickname",
        reason: "a name behind words for what somebody is called",
        look: Cue(
            "she's called|he's called|she’s called|he’s called|she is called|he is called|people call me|call me|calls him|calls her|i know as|know him as|know her as|knew him as|call him|\
                call her|call them|known as|goes by|nicknamed|alias|aka|a.k.a.|née|née:|geborene|nata|real name|preferred name|\
                name only as|man named|woman named|boy named|girl named|named|formerly|er heißt|sie heißt|heißt|namens|genannt|\
                nennen alle|nennen ihn|nennen sie|prénom|prénommé|prénommée|dénommé|dénommée|nommé|nommée|surnommé|surnommée|\
                s'appelle|s’appelle|s'appeler|se llama|llamado|llamada|que llaman|apodado|apodada|de nombre|se hace llamar",
        ),
        check: nickname,
        hits: &[
            ("One of them I know as Skip; he", "Skip"),
            ("She's called Hristina, please", "Hristina"),
            ("Bartholomew, née Eze)", "Eze"),
            ("un livreur, prénom Idriss, scooter", "Idriss"),
            ("al que llaman Rubio, despedido", "Rubio"),
            ("den nennen alle Keule.", "Keule"),
            ("a man named Torvald came", "Torvald"),
        ],
        misses: &[
            "known as Machine Learning",
            "a file named Config",
            "call me Monday",
            "heißt Brutto",
            "née le 3 mai",
            "se llama así",
            "aka The Best",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-small",
        reason: "a given name in small letters behind words for somebody",
        look: Cue(
            "this is|here is|hier is|hier ist|hier spricht|my name is|my name's|i'm|im|i am|ich bin|ich heiße|ich heisse|mein name ist|c'est|c’est|\
                je suis|je m'appelle|je m’appelle|soy|me llamo|mi nombre es|call me|tell|told|ask|asked|auntie|aunt|uncle|tante|onkel|tía|tío|\
                tata|hi|hey|hello|hallo|hola|salut|slt|coucou|my wife|my husband|my son|my daughter|my brother|my sister|my friend|my boss|\
                meine frau|mein mann|mein sohn|meine tochter|ma femme|mon mari|mon fils|ma fille|mi mujer|mi marido|mi hijo|mi hija|\
                mr|mrs|ms|dr|herr|frau|mme|señor|señora|sra|don|doña|thanks|cheers|regards|love|danke|gracias|merci|grüße|lg|bises|besos",
        ),
        check: small,
        hits: &[
            ("herr vogel hier is chantal aus", "chantal"),
            ("my name is gergő kovács", "gergő kovács"),
            ("hi samantha, can", "samantha"),
        ],
        misses: &[
            "this is great",
            "i'm sure",
            "ask me",
            "hi there",
            "im happy",
            "soy alto",
            "thanks again",
            "this is java",
            "frau ist",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-initials",
        reason: "a family name behind initials",
        look: Pattern(
            &[Byte(b'.')],
            r"(?:\p{Lu}\.[ \-]?){1,3}(?:(?:van|von|de|der|den|del|la|al|el|ter|du|di)[ ]){0,2}\p{Lu}[\p{L}\p{M}'’]+(?:-[\p{L}\p{M}'’]+)*(?:[ ](?:van|von|de|der|den)){0,2}(?:[ ]\p{Lu}\p{Ll}+)?(?-u:\b)",
        ),
        check: initials,
        hits: &[
            ("Sgd. P. K. Mensah", "P. K. Mensah"),
            ("Panel: J. Ferncastle, Umar", "J. Ferncastle"),
            ("ask W.J.M. Achterhuis-van der Berg", "W.J.M. Achterhuis-van der Berg"),
            ("Médico remitente: J. Zuluaga", "J. Zuluaga"),
        ],
        misses: &[
            "A. Introduction",
            "the U.S. Army",
            "E. Coli",
            "B. Methods and Results",
            "plan B. Then Monday",
            "vitamin D. Milk",
            "C. Xylophon",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-listed-name",
        reason: "two words with a capital, one of them a family or given name",
        look: Capital,
        check: listed,
        hits: &[
            ("we met Guadalupe Arriaga there", "Guadalupe Arriaga"),
            ("gegen Marko Pfennig, Inhaber", "Marko Pfennig"),
            ("with Umar Siddiq.", "Umar Siddiq"),
            ("asked Teofil Nowak", "Teofil Nowak"),
        ],
        misses: &[
            "the Washington Post",
            "San Francisco Bay",
            "Buenos Aires",
            "New Delhi",
            "Santa Monica",
            "Rio Grande",
            "Hamilton Road",
            "the Peterson Institute",
            "Lake Ontario",
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

/// Titles that may stand between a cue and the name, which go with it.
const TITLES: &[&str] = &[
    "Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Herr", "Herrn", "Frau", "Mme", "Mlle", "Monsieur", "Madame", "Sr",
    "Sra", "Srta", "Dra", "Don", "Doña", "Mag", "DI", "Ing", "Sgt", "PC", "DC", "PS",
];

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
    let titled = TITLES.contains(&first.trim_end_matches('.'));
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

/// The name that ends right before a place: walks back over words with a capital, initials and particles.
fn ending_at(text: &str, end: usize) -> Option<Name> {
    let head = super::before(text, end);
    let line =
        head.rsplit(['\n', '\r', '\t', '|', ':', ';', '"', '“', '«', '<', '>', '(', '=', ',', '.', '!', '?']).next()?;
    // An initial keeps its full stop, which ended the search: a name of two words is enough without it.
    let line_start = end - line.len();
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut at = line.trim_end_matches([' ', '\u{a0}']).len();
    if line.len() - at > 1 {
        return None;
    }
    while words.len() < 5 {
        let part = line.get(..at)?;
        let from = part.rfind([' ', '\u{a0}', '\'', '’', '*', '_', '-']).map_or(0, |gap| {
            let mark = part.get(gap..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            // A hyphen or an apostrophe within a word belongs to it.
            let within = part.get(gap..).is_some_and(|rest| !rest.starts_with([' ', '\u{a0}']));
            if within { part.rfind([' ', '\u{a0}']).map_or(0, |gap| gap + 1) } else { gap + mark }
        });
        let word = part.get(from..)?.trim_start_matches(['*', '_', '\'', '’', '-']);
        if word.is_empty() || !name::is_part(word) || name::word(word).len() != word.len() || name::is_no_name(word) {
            break;
        }
        words.push(line_start + at - word.len()..line_start + at);
        let Some(left) = part.get(..from).filter(|left| left.ends_with([' ', '\u{a0}'])) else { break };
        at = left.trim_end_matches([' ', '\u{a0}']).len();
        if from - at > 1 {
            break;
        }
    }
    // Particles and words of a sentence's beginning at the front are none of its own.
    while let Some(first) = words.last() {
        let written = text.get(first.clone())?;
        let opens =
            written.chars().next().is_some_and(char::is_lowercase) || !name::is_rare(written) && written.len() > 1;
        if !opens {
            break;
        }
        words.pop();
    }
    let (first, last) = (words.last()?, words.first()?);
    let given = name::is_given(text.get(first.clone())?);
    Some(Name { span: first.start..last.end, words: words.len(), given })
}

/// Words for doing that firms and programs do as well, or that are as often other words.
const WEAK: &[&str] = &[
    "is a",
    "has been",
    "will be",
    "hat",
    "ist",
    "war",
    "wird",
    "wurde",
    "fue",
    "está",
    "presenta",
    "presents",
    "presented",
    "reports",
    "reported",
    "wants",
    "takes",
    "works",
    "worked",
    "left",
    "called",
    "began",
    "moved",
    "joined",
    "signed",
    "sends",
    "sent",
    "gave",
    "confirmed",
    "claims",
    "claimed",
    "added",
    "explains",
    "explained",
    "says",
    "dit",
    "demande",
    "explique",
    "explica",
    "dice",
    "kam",
    "ha sido",
    "a été",
    "writes",
    "paid",
    "presenta",
    "llama",
    "refiere",
    "a dit",
    "thinks",
];

/// What only people do: one rare word before it is enough.
const HUMAN: &[&str] = &[
    "lives",
    "lived",
    "married",
    "died",
    "phoned",
    "rang",
    "texted",
    "whispered",
    "shouted",
    "testified",
    "was born",
    "was diagnosed",
    "was admitted",
    "was discharged",
    "is allergic",
    "knocked",
    "knocks",
    "wohnt",
    "habite",
    "vive",
    "nació",
    "est née",
    "est né",
];

fn acting(seen: &Seen<'_>) -> Option<Range<usize>> {
    let found = ending_at(seen.text, seen.whole.start)?;
    let written = seen.text.get(found.span.clone())?;
    let verb = seen.text.get(seen.whole.clone())?;
    if verb.chars().next().is_some_and(char::is_uppercase) || found.span.end == seen.whole.start {
        return None;
    }
    let (rare, count) = name::rare_words(written);
    let weak = WEAK.contains(&verb);
    let last = written.rsplit([' ', '\u{a0}']).next()?;
    let listed = written.split([' ', '\u{a0}']).any(name::is_listed);
    // A known name, or two words that no everyday text has; before what only people do, one such word.
    let small = last.chars().skip(1).any(char::is_lowercase) && last.chars().count() > 2;
    let proven = if count >= 2 {
        rare == count && (listed || !weak)
    } else {
        rare == 1 && (listed && (name::is_telling_given(last) || !weak) || small && HUMAN.contains(&verb))
    };
    let glued = seen.text.get(..found.span.start)?.ends_with(['_', '/', '@', '#', '`', '-']);
    (proven && !glued && fits(seen.text, &found)).then_some(found.span)
}

fn quoted(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    if line.starts_with([',', ':']) {
        return None;
    }
    let (at, _) = start(seen)?;
    let (found, from) = name_at(seen.text, at, seen.span.end)?;
    let written = seen.text.get(found.span.clone())?;
    let (rare, count) = name::rare_words(written);
    let verb = seen.text.get(seen.whole.clone())?.to_lowercase();
    let head = seen.text.get(..seen.whole.start)?.trim_end();
    let speech = ["said", "says", "asked", "replied", "added", "sagte", "meinte", "dit", "dijo"]
        .contains(&verb.as_str())
        && head.ends_with(['"', '”', '’', ',', '!', '?', '»', '“', '\'']);
    let listed = written.split([' ', '\u{a0}']).any(name::is_listed);
    let one = count == 1 && rare == 1 && (speech || listed && verb.contains(' '));
    let pair = count >= 2 && rare == count;
    (fits(seen.text, &found) && (one || pair || from < found.span.start)).then_some(from..found.span.end)
}

fn nickname(seen: &Seen<'_>) -> Option<Range<usize>> {
    let (at, _) = start(seen)?;
    let (found, from) = name_at(seen.text, at, seen.span.end)?;
    let written = seen.text.get(found.span.clone())?;
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    let (rare, count) = name::rare_words(written);
    // What things are called, too: the word has to be a known name.
    let things =
        ["known as", "named", "formerly", "heißt", "namens", "genannt", "alias", "aka", "a.k.a.", "nommé", "nommée"]
            .contains(&cue.as_str())
            || ["se llama", "llamado", "llamada", "s'appelle", "s’appelle"].contains(&cue.as_str());
    let listed = written.split([' ', '\u{a0}']).any(name::is_listed);
    let next = seen.text.get(found.span.end..)?;
    let ends = next.is_empty() || next.starts_with([',', '.', ';', ')', '"', '\n', '”', '»', '!', '?']);
    let one = count <= 1 && written.chars().count() > 2 && if things { rare == 1 && listed } else { ends || rare == 1 };
    (found.words <= 3 && fits(seen.text, &found) && (one || count >= 2 && rare == count && (listed || !things)))
        .then_some(from..found.span.end)
}

/// Given names in small letters that are little else, with a family name behind where one follows.
fn small(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let rest = line.trim_start_matches(['.', ',']).strip_prefix([' ', '\u{a0}'])?;
    let word = name::word(rest);
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    let titled = ["mr", "mrs", "ms", "dr", "herr", "frau", "mme", "señor", "señora", "sra", "don", "doña"]
        .contains(&cue.as_str());
    let known = name::is_small_given(word) || titled && name::is_listed(word);
    if !word.starts_with(char::is_lowercase) || !known {
        return None;
    }
    let from = seen.span.end - rest.len();
    let behind = rest.get(word.len()..)?;
    let next = behind.strip_prefix(' ').map(name::word).unwrap_or_default();
    let family = next.starts_with(char::is_lowercase) && name::is_listed(next);
    let end = from + word.len() + if family { 1 + next.len() } else { 0 };
    closed(seen.text, end).then_some(from..end)
}

fn initials(seen: &Seen<'_>) -> Option<Range<usize>> {
    let head = seen.text.get(..seen.span.start)?;
    if head.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '@')) {
        return None;
    }
    let written = seen.text.get(seen.span.clone())?;
    let dots = written.matches('.').count();
    let family = written.rsplit('.').next()?.trim();
    let last = family.split(' ').next_back()?;
    // The word behind may begin the next thing: it has to be a known name to count.
    let (mut end, mut kept) = (seen.span.end, family);
    if let Some((head, _)) = family.rsplit_once(' ').filter(|(head, _)| {
        !name::is_listed(last) && !head.ends_with(" der") && !head.ends_with(" van") && !head.ends_with(" de")
    }) {
        let shorter = head
            .trim_end_matches(" der")
            .trim_end_matches(" den")
            .trim_end_matches(" de")
            .trim_end_matches(" van")
            .trim_end_matches(" von");
        if shorter.chars().any(char::is_uppercase) {
            end -= family.len() - shorter.len();
            kept = shorter;
        }
    }
    let (rare, count) = name::rare_words(kept);
    let opens = head.trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|c| c == '\n');
    let listed = kept.split([' ', '-']).any(name::is_listed);
    let loud = !kept.chars().any(char::is_lowercase);
    let behind = seen.text.get(end..)?;
    let glued = behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '('));
    (rare == count
        && count > 0
        && kept.chars().count() > 2
        && !glued
        && (listed || !loud && (dots > 1 || !opens && head.trim_end().ends_with([':', ',', ';', '('])))
        && !name::ends_as_organisation(kept))
    .then_some(seen.span.start..end)
}

/// Words behind or before a name that make it a place or a house.
const PLACES: &[&str] = &[
    "street",
    "road",
    "avenue",
    "square",
    "park",
    "airport",
    "station",
    "bridge",
    "drive",
    "lane",
    "way",
    "place",
    "court",
    "boulevard",
    "terrace",
    "circle",
    "trail",
    "post",
    "times",
    "county",
    "city",
    "state",
    "river",
    "valley",
    "beach",
    "bay",
    "island",
    "islands",
    "hills",
    "hill",
    "creek",
    "grande",
    "straße",
    "strasse",
    "platz",
    "weg",
    "allee",
    "gasse",
    "airlines",
    "award",
    "prize",
    "medal",
    "test",
    "score",
    "scale",
    "syndrome",
    "disease",
    "theorem",
    "method",
    "law",
    "effect",
    "index",
];
const BEFORE_PLACES: &[&str] = &[
    "lake",
    "mount",
    "san",
    "santa",
    "saint",
    "st",
    "port",
    "fort",
    "new",
    "los",
    "las",
    "el",
    "rio",
    "sierra",
    "cape",
    "river",
    "calle",
    "avenida",
    "plaza",
    "rue",
    "via",
    "place",
    "hurricane",
    "rua",
];

fn listed(seen: &Seen<'_>) -> Option<Range<usize>> {
    let first = seen.text.get(seen.whole.clone())?;
    // Most words with a capital stand alone; asking the lists costs more than looking at the next word.
    let next = seen.text.get(seen.whole.end..seen.span.end)?.trim_start_matches([' ', '\u{a0}', '.']);
    if !next.starts_with(char::is_alphabetic)
        || first.chars().count() < 2
        || !first.chars().any(char::is_lowercase)
        || !name::is_rare(first)
    {
        return None;
    }
    let head = super::before(seen.text, seen.whole.start);
    if head
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’' | '/' | '@' | '#' | '.' | '`' | '&'))
    {
        return None;
    }
    let last = head.trim_end_matches([' ', '\u{a0}']).rsplit([' ', '\n', '\t', '(']).next().unwrap_or_default();
    // Within a longer run of words with a capital it may be part of anything.
    let run = last.chars().next().is_some_and(char::is_uppercase)
        && name::word(last).len() == last.len()
        && head.ends_with(' ');
    if run
        || BEFORE_PLACES.contains(&first.to_lowercase().as_str())
        || BEFORE_PLACES.contains(&last.to_lowercase().as_str())
    {
        return None;
    }
    let found = name::at(seen.text, &(seen.whole.start..seen.span.end)).filter(|found| found.words > 1)?;
    let written = seen.text.get(found.span.clone())?;
    let (rare, count) = name::rare_words(written);
    let given = name::is_telling_given(first);
    let listed = written.split([' ', '\u{a0}']).filter(|word| name::is_listed(word)).count();
    let next = name::word(seen.text.get(found.span.end..)?.trim_start_matches([' ', '\u{a0}'])).to_lowercase();
    let end = written.rsplit([' ', '\u{a0}']).next()?.to_lowercase();
    let place = PLACES.contains(&next.as_str()) || PLACES.contains(&end.as_str()) || name::is_house(&next);
    let opens = head.trim_end().ends_with(['.', '!', '?', ':', '\n']) || head.trim().is_empty();
    // At the beginning of a sentence the first word may be any: it has to be a name itself.
    let proven = given || name::is_listed(first) || (listed > 0 && !opens);
    ((2..=4).contains(&count) && rare == count && proven && !place && fits(seen.text, &found)).then_some(found.span)
}
