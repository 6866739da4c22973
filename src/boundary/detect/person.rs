//! People who are announced: by a title, a label of a form, a greeting or a phrase. Not for given names that need none of these
//! (`person/given.rs`). Everything else about names is for a model.

pub(super) mod given;
pub(super) mod key;
pub(super) mod shape;

use std::ops::Range;

use super::Look::Cue;
use super::name::{self, Name};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

/// Words for the part somebody plays, behind which a form (or a sentence) puts the name.
const PARTS: &str = "patient|patient name|patientin|patiente|paciente|name|full name|fullname|employee|employee name|\
    employee record|claimant|customer|customer name|client|client name|insured|policyholder|policy holder|\
    applicant|contact|contact person|contact name|to|from|cc|bcc|attn|attention|physician|doctor|attending|\
    attending physician|referring physician|surgeon|nurse|therapist|dentist|provider|provider name|witness|\
    plaintiff|defendant|petitioner|respondent|appellant|appellee|tenant|landlord|lessor|lessee|buyer|seller|\
    borrower|lender|guarantor|trustee|grantor|grantee|beneficiary|executor|testator|counsel|attorney|judge|notary|\
    mediator|arbitrator|signed|signed by|signature|author|prepared by|reported by|submitted by|approved by|\
    reviewed by|requested by|created by|assigned to|assignee|reporter|owner|user|username|user profile|\
    account holder|account name|cardholder|card holder|cardholder name|name on card|manager|supervisor|\
    emergency contact|next of kin|mother|father|spouse|husband|wife|guardian|student|teacher|professor|guest|\
    guest name|passenger|driver|candidate|recipient|sender|ship to|bill to|sold to|payee|payer|holder|subscriber|\
    member|member name|resident|occupant|maiden name|first name|last name|surname|first_name|last_name|firstname|\
    lastname|given_name|family_name|full_name|middle_name|patient_name|customer_name|employee_name|client_name|\
    contact_name|account_holder|cardholder_name|given name|family name|middle name|partner|representative|agent|\
    interviewer|interviewee|instructor|coach|author name|vorname|nachname|familienname|geburtsname|mitarbeiter|\
    mitarbeiterin|kunde|kundin|versicherter|versicherte|versicherungsnehmer|antragsteller|antragstellerin|kläger|\
    klägerin|beklagter|beklagte|mieter|mieterin|vermieter|vermieterin|arzt|ärztin|hausarzt|ansprechpartner|\
    ansprechpartnerin|zeuge|zeugin|geschäftsführer|gez.|empfänger|absender|kontoinhaber|karteninhaber|inhaber|an|\
    von|schüler|bewerber|bewerberin|käufer|verkäufer|rechnung an|nom|nom complet|prénom|prénoms|nom de famille|\
    salarié|salariée|employé|employée|cliente|assuré|assurée|demandeur|demanderesse|défendeur|défenderesse|\
    locataire|bailleur|médecin|médecin traitant|témoin|signataire|destinataire|expéditeur|titulaire|bénéficiaire|\
    acheteur|vendeur|responsable|à|de|nombre|nombre completo|nombre y apellidos|apellido|apellidos|empleado|\
    empleada|asegurado|asegurada|titular|médico|médica|demandante|demandado|demandada|testigo|arrendador|\
    arrendatario|arrendataria|firmado|firma|destinatario|remitente|solicitante|trabajador|trabajadora|comprador|\
    vendedor|contacto|beneficiario|para|tomador";

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-titled",
        reason: "a name behind a title",
        look: Cue(
            "mr|mrs|ms|miss|mx|dr|prof|rev|hon|sgt|capt|lt|col|gen|sen|rep|gov|sir|lady|judge|justice|officer|detective|\
                nurse|professor|doctor|hr|fr|herr|herrn|frau|dipl.-ing|ing|mme|mlle|m|monsieur|madame|mademoiselle|maître|me|\
                docteur|sr|sra|srta|dña|don|doña|señor|señora|señorita|doctora|dra|signor|signora|sig",
        ),
        check: titled,
        hits: &[
            ("Mr. Smith left", "Smith"),
            ("Frau Dr. Anna Müller ist da", "Anna Müller"),
            ("Mme Dupont-Moretti arrive", "Dupont-Moretti"),
            ("la Sra. García López dijo", "García López"),
            ("Dr. med. Klaus Weber", "Klaus Weber"),
            ("M. Lefèvre est venu", "Lefèvre"),
            ("Mrs Jane O'Neil-Brown", "Jane O'Neil-Brown"),
            ("le docteur Lesueur", "Lesueur"),
            ("Herr von der Heyde wurde", "von der Heyde"),
            ("Mme Le Goff sera", "Le Goff"),
            ("Miss Ó Dochartaigh keeps", "Ó Dochartaigh"),
            ("her oncologist is dr Featherstone, very", "Featherstone"),
        ],
        misses: &[
            "Mr. and Mrs.",
            "the Dr. said",
            "5 m Kabel",
            "Dear Sir or Madam",
            "no me Gusta",
            "MS Windows Registry",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-labelled",
        reason: "a name behind the part somebody plays",
        look: Cue(PARTS),
        check: labelled,
        hits: &[
            ("Patient: John Q. Public", "John Q. Public"),
            ("Patient Matthew Jones, SSN", "Matthew Jones"),
            ("{\"patient_name\": \"Ana Pérez\"}", "Ana Pérez"),
            ("<name>Wei Zhang</name>", "Wei Zhang"),
            ("<patient name=\"Olga Ivanova\" x>", "Olga Ivanova"),
            ("&name=Anna+Schmidt&x", "Anna+Schmidt"),
            ("?name=Anna%20Schmidt&x", "Anna%20Schmidt"),
            ("Nom : Lefèvre, Marie", "Lefèvre, Marie"),
            ("Kläger: Heinz Bauer", "Heinz Bauer"),
            ("Signed, Thomas Reed", "Thomas Reed"),
            ("user=\"Jennifer\"", "Jennifer"),
            ("Last Name: Okonkwo", "Okonkwo"),
            ("The defendant, Marcus Bell, denies", "Marcus Bell"),
            ("El paciente Evaristo Pinilla ingresó", "Evaristo Pinilla"),
        ],
        misses: &[
            "Patient: stable",
            "Contact: Support Team",
            "Customer Service Team",
            "name: Deploy",
            "From: Acme Tools Inc",
            "To: All Staff",
            "patient has Type 2 Diabetes",
            "User: what is it?",
            "Owner: Platform Engineering Department",
            "to Berlin",
            "Client Hello",
            "name = String::new()",
            "von Hamburg",
        ],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-introduced",
        reason: "a name behind the words that introduce somebody",
        look: Cue(
            "my name is|name's|mein name ist|ich heiße|ich heisse|je m'appelle|je m’appelle|mon nom est|me llamo|\
                mi nombre es|mi chiamo|maiden name is|his name is|her name is|their name is|whose name is|under the name|\
                name of|patient is not|belong to|belongs to|deposition of|testimony of|affidavit of|estate of|declaration of|\
                everyone calls me|friends call me|je suis|soy",
        ),
        check: |seen| introduced(seen, false),
        hits: &[
            ("My name is Rubija", "Rubija"),
            ("Hallo, ich heiße Jörg Krüger.", "Jörg Krüger"),
            ("je m'appelle Chloé", "Chloé"),
            ("Me llamo Íñigo Montoya", "Íñigo Montoya"),
            ("Bonjour, je suis Maëlys Gauthier, née", "Maëlys Gauthier"),
            ("the deposition of Folasade Adeyemi was", "Folasade Adeyemi"),
        ],
        misses: &["my name is on the list", "my name is Not important", "in the name of science"],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-known",
        reason: "a given name behind words for somebody",
        look: Cue(
            "i am|i'm|i’m|this is|ich bin|je suis|soy|meet|called|named|by|said|told|asked|with|thanks|regards|best|cheers|\
                sincerely|grüße|grüßen|cordialement|atentamente|saludos|von|für|mit|avec|pour|con|por|for|and|to|from|my wife|\
                my husband|my son|my daughter|my brother|my sister|my mother|my father|my boss|my friend|my partner|\
                my colleague|her husband|his wife|her brother|his brother|her sister|his sister|her mother|his mother|her father|\
                his father|her daughter|his daughter|her son|his son|ma voisine|mon voisin|mi vecina|mi vecino|su esposa|\
                su marido|sa fille|son fils|sa femme|son mari|ihr mann|seine frau|seine tochter|ihre tochter|my kid|my child|my neighbour|my neighbor|my girlfriend|my boyfriend|meine frau|mein mann|\
                mein sohn|meine tochter|mein chef|ma femme|mon mari|mon fils|ma fille|mi mujer|mi marido|mi hijo|mi hija|\
                daughter|son|wife|husband|mother|father|sister|brother|tochter|sohn|ehefrau|ehemann|mutter|vater|hijo|hija|\
                esposa|esposo|fils|fille|gruß|lg|vg|mfg|un saludo|bien à vous|amitiés|partner's name|wife's name|\
                husband's name|hi|hello|hey|hallo|bonjour|hola",
        ),
        check: |seen| introduced(seen, true),
        hits: &[
            ("I'm Sandra, originally from", "Sandra"),
            ("my son Matteo is ill", "Matteo"),
            ("her brother Evander died", "Evander"),
            ("Su esposa, Amparo, autoriza", "Amparo"),
            ("Hi Jennifer, thanks", "Jennifer"),
            ("Thanks, Gregory", "Gregory"),
        ],
        misses: &["I am German", "this is Java", "by Monday", "my son Is ill", "hello World", "to Paris"],
    },
    Row {
        kind: "PERSON",
        class: Identifier,
        name: "person-greeted",
        reason: "a name behind a greeting of a letter",
        look: Cue("dear|liebe|lieber|cher|chère|estimado|estimada|querido|querida|caro|cara"),
        check: greeted,
        hits: &[
            ("Dear Rukmini,", "Rukmini"),
            ("Liebe Ingeborg, wie geht", "Ingeborg"),
            ("Estimada Lucía Fernández:", "Lucía Fernández"),
        ],
        misses: &[
            "Dear Sir or Madam,",
            "Dear Hiring Manager,",
            "Dear Customer,",
            "Oh dear, Paris again",
            "Cher Monsieur,",
            "Liebe Kolleginnen und Kollegen,",
        ],
    },
];

/// Whether the cue is written with a capital, as titles and labels are.
fn capital(seen: &Seen<'_>) -> bool {
    seen.text.get(seen.whole.clone()).and_then(|cue| cue.chars().next()).is_some_and(char::is_uppercase)
}

/// The span without what `skip` eats at its beginning.
fn behind(seen: &Seen<'_>, skip: impl FnOnce(&str) -> &str) -> Range<usize> {
    let line = seen.text.get(seen.span.clone()).unwrap_or_default();
    seen.span.end - skip(line).len()..seen.span.end
}

fn titled(seen: &Seen<'_>) -> Option<Range<usize>> {
    let title = seen.text.get(seen.whole.clone())?;
    let lower = title.to_lowercase();
    let line = seen.text.get(seen.span.clone())?;
    let dotted = line.starts_with('.');
    let spelled_out = ["docteur", "docteure", "doctora", "señor", "señora", "monsieur", "madame", "maître", "herrn"]
        .contains(&lower.as_str());
    // `is dr Featherstone`: small, and what follows is hardly anything but a name.
    let small = matches!(lower.as_str(), "dr" | "mr" | "mrs" | "ms")
        && line
            .trim_start_matches('.')
            .strip_prefix(' ')
            .map(name::word)
            .is_some_and(|next| next.chars().next().is_some_and(char::is_uppercase) && name::is_rare(next));
    if (!capital(seen) && !spelled_out && !small)
        || (matches!(
            lower.as_str(),
            "m" | "me" | "hr" | "fr" | "don" | "sig" | "col" | "gen" | "rep" | "ing" | "hon" | "lt"
        ) && !dotted)
    {
        return None;
    }
    // `MS Windows`: a title in capitals has a name in capitals behind it, or a full stop.
    let loud = |text: &str| text.len() > 1 && text.chars().all(char::is_uppercase);
    if loud(title) && !dotted && !loud(name::word(line.trim_start())) {
        return None;
    }
    let mut from = behind(seen, |line| line.trim_start_matches(['.']).trim_start_matches([' ', '\u{a0}']));
    if from.start == seen.span.start {
        return None;
    }
    // `Frau Dr. med. Weber`, `Herr Prof. Weber`.
    for _ in 0..3 {
        let rest = seen.text.get(from.clone())?;
        let Some(skipped) = [
            "Dr.",
            "Dr",
            "Prof.",
            "Prof",
            "med.",
            "jur.",
            "phil.",
            "rer.",
            "nat.",
            "h.c.",
            "Dipl.-Ing.",
            "Ing.",
            "Dra.",
            "Dott.",
        ]
        .iter()
        .find_map(|title| rest.strip_prefix(title)?.strip_prefix([' ', '\u{a0}'])) else {
            break;
        };
        from = from.end - skipped.len()..from.end;
    }
    // `Herr von der Heyde`, `Mme Le Goff`: small words before a family name belong to it.
    let lead = seen.text.get(from.clone()).map_or(0, name::lead);
    let mut found = name::at(seen.text, &(from.start + lead..from.end))?;
    found.span.start = from.start;
    let written = seen.text.get(found.span.clone())?;
    // `Judge Judy` is fine, `Officer Training`, `Nurse Practitioner` are not.
    let weak = matches!(
        lower.as_str(),
        "judge"
            | "justice"
            | "officer"
            | "detective"
            | "nurse"
            | "professor"
            | "doctor"
            | "sir"
            | "lady"
            | "miss"
            | "docteur"
    );
    let fits = !weak
        || found.given
        || (found.words == 1 && !written.ends_with("ing") && !written.ends_with("er"))
        || lower == "professor";
    (fits && !name::ends_as_organisation(written)).then_some(found.span)
}

/// What a label is set apart by from its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `:`, `=`, a quote or a tag.
    Strong,
    /// A comma: `Signed, Thomas Reed`; `the defendant, Marcus Bell,`.
    Comma,
    /// Nothing but a space.
    Space,
}

fn labelled(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let (mark, value) = mark(line)?;
    let from = seen.span.end - value.len()..seen.span.end;
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let before = super::before(seen.text, seen.whole.start).trim_end().chars().next_back();
    let small = [
        "to", "from", "an", "von", "à", "de", "para", "name", "nom", "nombre", "user", "owner", "username", "agent",
        "partner", "member",
    ]
    .contains(&label.as_str());
    if let Some(encoded) = encoded(value).filter(|_| mark == Mark::Strong && matches!(before, Some('?' | '&' | '_'))) {
        return Some(from.start..from.start + encoded.len());
    }
    if mark == Mark::Strong
        && let Some(span) = name::reversed(seen.text, &from)
    {
        return Some(span);
    }
    let found = name::at(seen.text, &from)?;
    let written = seen.text.get(found.span.clone())?;
    if name::ends_as_organisation(written) || written.contains("::") {
        return None;
    }
    let next = seen.text.get(found.span.end..)?.chars().next();
    let closed = next.is_none_or(|c| !matches!(c, ':' | '.' | '/' | '\\' | '*'))
        || seen.text.get(found.span.end..)?.starts_with(['.']);
    let Name { words, given, span } = found;
    // `app_name`, `host-name`: the name of a thing, unless it is one of a person.
    let of_a_thing = small && matches!(before, Some('_' | '-'));
    let fits = match mark {
        Mark::Strong if of_a_thing && !given => false,
        Mark::Strong => (given || words >= 2 || names_one(&label)) && !(small && !given && !looks_personal(written)),
        Mark::Comma => label == "signed" || (words >= 2 && given),
        // `el paciente Evaristo Pinilla`: a part in small letters and a name of two words, where nouns have no capital.
        Mark::Space => {
            let told = !capital(seen)
                && [
                    "patient",
                    "patiente",
                    "paciente",
                    "defendant",
                    "plaintiff",
                    "claimant",
                    "tenant",
                    "landlord",
                    "witness",
                    "cliente",
                    "asegurado",
                    "demandante",
                    "demandado",
                    "locataire",
                    "demandeur",
                    "défendeur",
                ]
                .contains(&label.as_str())
                && words >= 2
                && looks_personal(written);
            ((given || told) && words >= 2 && !small) || name::is_uncased(written)
        }
    };
    (fits && closed).then_some(span)
}

/// Labels behind which one word is enough, whatever it is.
fn names_one(label: &str) -> bool {
    let label = label.replace('_', " ");
    [
        "first name",
        "last name",
        "surname",
        "given name",
        "family name",
        "maiden name",
        "vorname",
        "nachname",
        "familienname",
        "geburtsname",
        "prénom",
        "prénoms",
        "nom de famille",
        "apellido",
        "apellidos",
        "patient name",
        "full name",
        "firstname",
        "lastname",
        "middle name",
    ]
    .contains(&label.as_str())
}

/// Two or three words, none of them a word of programs or forms.
fn looks_personal(written: &str) -> bool {
    let words: Vec<&str> = written.split([' ', '\u{a0}']).collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| {
            let loud = word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
            !(word.ends_with("ing") || word.ends_with("tion") || loud)
        })
}

fn mark(line: &str) -> Option<(Mark, &str)> {
    let bare = line.trim_start_matches([' ', '\t', '\u{a0}']);
    let strong = bare.trim_start_matches(['"', '\'', '`', '*', '_']).trim_start_matches([' ', '\t']);
    if let Some(value) = strong.strip_prefix("=>").or_else(|| strong.strip_prefix([':', '=', '>', '|'])) {
        let value = value.trim_start_matches([' ', '\t', '\u{a0}', '"', '\'', '`', '*', '[', '\\']);
        return (!value.is_empty()).then_some((Mark::Strong, value));
    }
    if let Some(value) = bare.strip_prefix(", ") {
        return Some((Mark::Comma, value));
    }
    if bare.len() == line.len() {
        return None;
    }
    for verb in ["is ", "was ", "ist ", "est ", "es "] {
        if let Some(value) = bare.strip_prefix(verb) {
            return Some((Mark::Space, value));
        }
    }
    Some((Mark::Space, bare))
}

/// `Anna+Schmidt`, `Anna%20Schmidt` at the beginning of a query's value.
fn encoded(value: &str) -> Option<&str> {
    let end = value.find(['&', ' ', '"', '\'', '<', '#', '\n']).unwrap_or(value.len());
    let kept = value.get(..end)?;
    let plain = kept.replace("%20", " ").replace('+', " ");
    (plain.contains(' ') && plain.split(' ').all(|word| word.chars().next().is_some_and(char::is_uppercase)))
        .then_some(kept)
}

/// How cues for a relative begin, in languages that write other nouns small.
const KIN: &[&str] = &["her ", "his ", "my ", "ma ", "mon ", "mi ", "su ", "sa ", "son "];

fn introduced(seen: &Seen<'_>, known: bool) -> Option<Range<usize>> {
    let from = behind(seen, |line| line.trim_start_matches([' ', '\u{a0}', ',', ':', '"', '\'']));
    if from.start == seen.span.start {
        return None;
    }
    let found = name::at(seen.text, &from)?;
    let written = seen.text.get(found.span.clone())?;
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    // Words for a relative have a name behind them, known or not; German ones any noun.
    let kin = KIN.iter().any(|word| cue.starts_with(word)) && found.words <= 2;
    // `je suis Maëlys Gauthier`: two words, as in no other sentence of these languages.
    let pair = matches!(cue.as_str(), "je suis" | "soy") && found.words >= 2 && looks_personal(written);
    let open = !known && !matches!(cue.as_str(), "je suis" | "soy");
    let fits = found.given || (open && found.words <= 3) || kin || pair;
    (fits && !name::ends_as_organisation(written)).then_some(found.span)
}

fn greeted(seen: &Seen<'_>) -> Option<Range<usize>> {
    let from = behind(seen, |line| line.trim_start_matches([' ', '\u{a0}']));
    if from.start == seen.span.start || !capital(seen) {
        return None;
    }
    let found = name::at(seen.text, &from)?;
    let next = seen.text.get(found.span.end..)?.chars().next();
    let ends = next.is_none_or(|c| matches!(c, ',' | ':' | '!' | '\n' | '\r' | '-' | '–' | '.'));
    (found.words <= 3 && (found.given || ends)).then_some(found.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_lower_case_and_stand_once() {
        let mut seen = std::collections::HashSet::new();
        for part in PARTS.split('|') {
            assert!(seen.insert(part), "{part} twice");
            assert!(!part.chars().any(char::is_uppercase), "{part}");
        }
    }
}
