//! Towns that belong to somebody: where a person lives, was born, is or comes from; behind a label; beside the date of a letter.
//! A town alone is left: questions are about towns. Countries are left as well, but where somebody comes from.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::trigger::Need::{Digits, Words};
use super::{Row, Seen, goes_on, name};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "CITY",
        class: Identifier,
        name: "city-of-somebody",
        reason: "a town behind words for where somebody is or comes from",
        look: Cue(
            "i'm in|i’m in|im in|i am in|we're in|we are in|he's in|she's in|i'm from|i’m from|im from|i am from|he's from|\
                she's from|he’s from|she’s from|he is from|she is from|we're from|we are from|they're from|was born in|born in|\
                were born in|raised in|based in|resides in|reside in|residing in|resident of|hometown of|stationed in|stuck in|\
                arrived in|arrived at|driving down from|driving up from|drove down from|drove up from|driving from|travelling to|\
                traveling to|returned to|moved to|moved from|moving to|moving from|relocated to|relocating to|relocated from|\
                moved here from|originally from|grew up in|my sister in|my brother in|my mother in|my parents in|my father in|\
                her sister in|his sister in|her brother in|his brother in|her mother in|his mother in|family in|sister in|\
                brother in|depot in|branch in|live near|living near|commute from|commutes from|train from|bus from|flat in|\
                wohnhaft in|gemeldet in|geboren in|ich bin in|komme aus|kommt aus|kommen aus|er ist aus|sie ist aus|stammt aus|\
                gezogen nach|ziehe nach|zieht nach|zog nach|ansässig in|filiale in|werkstatt in|\
                je suis à|je viens de|il vient de|elle vient de|originaire de|installé à|installée à|domicilié à|domiciliée à|\
                demeurant à|réside à|résidant à|muté à|mutée à|déménagé à|au départ de|retour prévu à|à l'entrée de|à l’entrée de|\
                soy de|vengo de|viene de|es de|estoy en|está en|reside en|residente en|vecino de|vecina de|natural de|procedente de|\
                me mudé a|se mudó a|empadronado en|empadronada en|domiciliado en|domiciliada en|destinado en|destinada en|desde",
        ),
        check: somebodys,
        hits: &[
            ("because she is driving down from Kirkcudbright.", "Kirkcudbright"),
            ("I'm with my sister in Shreveport. Before", "Shreveport"),
            ("he's from Zhytomyr)", "Zhytomyr"),
            ("gemeldet in Halle, ausgewiesen", "Halle"),
            ("Que reside en Parla. Que", "Parla"),
            ("hijo Chema desde Ponferrada, dice", "Ponferrada"),
            ("I'm originally from Norway", "Norway"),
            ("im in falmouth!!", "falmouth"),
            ("voyage au départ de Mulhouse, dossier", "Mulhouse"),
        ],
        misses: &[
            "I'm in Love with it",
            "we moved to Kubernetes",
            "he's from Accounting",
            "I'm in IT",
            "desde Enero",
            "desde luego",
            "im in trouble",
            "the app is based in Germany",
            "moved from Python 2 to 3",
            "arrived at Gate 5",
        ],
    },
    Row {
        kind: "CITY",
        class: Identifier,
        name: "city-labelled",
        reason: "a town behind a label for one",
        look: Cue(
            "city|town|place of birth|birthplace|birth place|hometown|registration district|ort|wohnort|geburtsort|stadt|ville|\
                commune|lieu de naissance|ciudad|municipio|localidad|población|lugar de nacimiento|comune|luogo di nascita|cidade",
        ),
        check: labelled,
        hits: &[
            ("\"city\":\"Oshawa\",\"postal\"", "Oshawa"),
            ("place of birth Ormskirk", "Ormskirk"),
            ("Wohnort: Bad Homburg", "Bad Homburg"),
            ("Lieu de naissance : Vaulx-en-Velin", "Vaulx-en-Velin"),
            ("Registration district Harrow", "Harrow"),
        ],
        misses: &["city: String", "the city Council", "Town Hall", "ville : oui", "city = None", "Ort und Zeit"],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-canadian",
        reason: "a Canadian postcode",
        look: Pattern(&[Digits(3)], r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ ]\d[ABCEGHJ-NPRSTV-Z]\d"),
        check: super::check::alone,
        hits: &[("\"postal\":\"L1H 4R2\"", "L1H 4R2"), ("Toronto, ON M5V 2T6", "M5V 2T6")],
        misses: &["L1H4R2", "W1A 1A1", "D1A 1A1"],
    },
    Row {
        kind: "POSTCODE",
        class: Identifier,
        name: "postcode-with-town",
        reason: "a postcode with its town",
        look: Pattern(
            &[Digits(5)],
            r"(?:(?:[Ii]n|[Aa]us|[Àà]|[Ee]n|[Aa]|[Nn]ach|[Ff]rom)[ ]|(?:^|[\n(|:;\x22'])[ ]?)(?<v>(?:D-|F-|E-)?\d{5}[ ]\p{Lu}\p{Ll}[\p{L}\p{M}'’-]+(?:[ ](?:am|an der|im|ob der|sur|de|del|la)[ ]\p{Lu}[\p{L}\p{M}'’-]+|[ -]\p{Lu}\p{Ll}[\p{L}\p{M}'’-]+){0,2})",
        ),
        check: |seen| {
            let town = seen.text.get(seen.span.clone())?.split(' ').nth(1)?;
            // `12345 Euro`: things counted are everyday words.
            let thing = ["Euro", "Euros", "Dollar", "Dollars", "Einwohner", "Kunden"].contains(&town)
                || crate::boundary::words::is_common(&crate::boundary::view::fold::fold(town))
                || name::is_no_name(town);
            (!thing).then(|| seen.span.clone())
        },
        hits: &[("wohnt in 83458 Schneizlreuth und", "83458 Schneizlreuth"), ("Str.\n53111 Bonn\nTel", "53111 Bonn")],
        misses: &["in 12345 Euro", "kostet 12345 Dollar", "a 10000 Users limit", "in 2024 Berlin"],
    },
    Row {
        kind: "CITY",
        class: Identifier,
        name: "city-dated",
        reason: "a town before the date of a letter",
        look: Pattern(
            &[Digits(1), Words(&[", den ", ", le ", ", a ", ", am ", ", lì "])],
            r"(?:(?:^|[\n,;][ ]?)(?:En |en |à )?|(?:Fait|fait|Signé|signé)[ ]à[ ])(?<v>\p{Lu}[\p{L}\p{M}'’-]+(?:[ -](?:\p{Lu}|de |la |am |an |sur )[\p{L}\p{M}'’-]*){0,3}),[ ](?:(?:den|am|lì)[ ]\d{1,2}\.|(?:le|a)[ ]\d{1,2}(?:er)?[ ](?:de )?\p{Ll}{3,})",
        ),
        check: |seen| {
            let town = seen.text.get(seen.span.clone())?;
            (!name::is_no_name(town.split(' ').next()?) && !goes_on::is_country(town)).then(|| seen.span.clone())
        },
        hits: &[
            ("bedauern.\n\nPassau, den 31.03.2024", "Passau"),
            ("ce que de droit, à Olivet, le 18 juin 2024.", "Olivet"),
            ("dicho.\nEn Valdepeñas, a 3 de mayo", "Valdepeñas"),
        ],
        misses: &["Kontakt, den 3 Kunden", "and so, a 3 day trip", "Monday, le 3"],
    },
    Row {
        kind: "CITY",
        class: Identifier,
        name: "city-of-birth",
        reason: "a town behind a date of birth",
        look: Pattern(
            &[Digits(1), Words(&["geboren", "geb.", "born", "né le", "née le", "nacid"])],
            r"(?:[Gg]eboren am|[Gg]eb\.(?: am)?|[Bb]orn(?: on)?|[Nn]ée? le|[Nn]acid[oa] el)[ ][\p{L}\d ./-]{6,24}?[ ](?:in|à|en|at)[ ](?<v>\p{Lu}[\p{L}\p{M}'’-]+(?:[ ]\p{Lu}[\p{L}\p{M}'’-]+){0,2})",
        ),
        check: |seen| {
            let town = seen.text.get(seen.span.clone())?;
            (!name::is_no_name(town.split(' ').next()?)).then(|| seen.span.clone())
        },
        hits: &[
            ("geboren am 9. Februar 1983 in Novi Sad, war", "Novi Sad"),
            ("née le 3 mai 1990 à Givors", "Givors"),
            ("born 3 May 1990 in Leeds", "Leeds"),
        ],
        misses: &["born to run in Paris", "geboren am Montag", "born in Leeds"],
    },
];

/// Who may move: `we moved to Leeds`, not `the service moved to Kubernetes`.
const MOVERS: &[&str] = &[
    "i", "we", "he", "she", "they", "have", "has", "had", "ve", "just", "recently", "parents", "family", "sister",
    "brother", "mother", "father", "wife", "husband", "son", "daughter", "am", "m", "is", "was", "be", "were", "are",
    "re", "s", "and", "who",
];

/// What stands behind `in` and is no town.
const NO_TOWNS: &str = "love|trouble|it|hr|accounting|sales|marketing|engineering|finance|legal|gate|terminal|room|ward|bed|year|grade|bewegung|\
    arbeit|ordnung|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|luego|hoy|ayer|siempre|\
    entonces|ahora|python|java|kubernetes|postgres|docker|aws|azure|linux|windows|github|gitlab|react|excel|english|german|french|\
    spanish|italian|god|heaven|hell|europe|africa|asia|america|elternzeit|rente|teilzeit|vollzeit|kurzarbeit|urlaub";

/// Cues behind which a country counts as well: somebody comes from it.
const COMES_FROM: &[&str] = &[
    "originally from",
    "moved here from",
    "i'm from",
    "i’m from",
    "i am from",
    "was born in",
    "grew up in",
    "traveling to",
    "travelling to",
];

/// The town at the beginning of `span`: up to three words with a capital, `St.` and small words within.
fn town(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let rest = text.get(span.clone())?;
    let saint = ["St. ", "Bad ", "Ste. ", "La ", "Los ", "Las ", "El ", "Le ", "Les ", "Den ", "A "]
        .iter()
        .find(|word| rest.starts_with(**word))
        .map_or(0, |word| word.len());
    let found = name::at(text, &(span.start + saint..span.end))?;
    let behind = text.get(found.span.end..)?;
    let numbered = behind.strip_prefix(' ').is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    (found.words <= 3 && !numbered && !behind.starts_with(['/', '_', '@', '('])).then_some(span.start..found.span.end)
}

fn somebodys(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let bare = line.strip_prefix([' ', '\u{a0}'])?;
    let from = seen.span.end - bare.len()..seen.span.end;
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    if ["mov", "relocat", "based", "raised", "returned", "arrived"].iter().any(|verb| cue.starts_with(verb)) {
        let head = seen.text.get(..seen.whole.start)?.trim_end();
        let who = head.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        // A name before it moves as well.
        let named = who.chars().next().is_some_and(char::is_uppercase) && name::is_rare(who);
        if !named && !MOVERS.contains(&who.to_lowercase().as_str()) {
            return None;
        }
    }
    let word = name::word(bare);
    if NO_TOWNS.split('|').any(|other| other == word.to_lowercase()) {
        return None;
    }
    if word.starts_with(char::is_lowercase) {
        // `im in falmouth`: where everything is small, a word that is none of the everyday ones.
        let chatty = ["im in", "im from", "i'm in", "i'm from"].contains(&cue.as_str());
        let rest = bare.get(word.len()..)?;
        let ends = rest.is_empty() || rest.starts_with(['!', '.', ',', '?', '\n']);
        return (chatty && ends && word.len() > 4 && name::is_rare(word))
            .then_some(from.start..from.start + word.len());
    }
    let span = town(seen.text, &from)?;
    let written = seen.text.get(span.clone())?;
    let loud = !written.chars().any(char::is_lowercase) && written.len() < 5;
    let doing = ["ing", "tion", "ment", "ung", "ción"].iter().any(|end| written.ends_with(end));
    let country = goes_on::is_country(written) && !COMES_FROM.contains(&cue.as_str());
    // German writes every noun with a capital, French and Spanish sentences have few: there any word will do.
    let german = cue.ends_with(" in") && cue.contains(['ä', 'ö'])
        || ["gemeldet in", "ich bin in", "werkstatt in", "filiale in"].contains(&cue.as_str());
    let noun = german
        && !written.contains([' ', '-'])
        && crate::boundary::words::is_common(&written.to_lowercase())
        && written.len() > 6;
    (!loud && !doing && !country && !noun).then_some(span)
}

fn labelled(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let bare = line.trim_start_matches([' ', '\t', '"', '\'', '*', '\u{a0}']);
    let marked = bare.starts_with([':', '=']);
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    let spoken = cue.contains(' ') && line.starts_with(' ');
    if !marked && !spoken {
        return None;
    }
    let value = bare.trim_start_matches([':', '=', ' ', '"', '\'', '\t', '\u{a0}', '*']);
    let span = town(seen.text, &(seen.span.end - value.len()..seen.span.end))?;
    let written = seen.text.get(span.clone())?;
    let next = seen.text.get(span.end..)?;
    let ends = next.is_empty()
        || next.starts_with(['\n', '\r', ',', ';', '"', '\'', '<', '.', ')', '|', ' ', '\t', '»', '”', '}']);
    let typed = ["None", "String", "Unknown", "True", "False", "Null", "Hall", "Name", "Council"].contains(&written);
    (ends && !typed && !goes_on::is_country(written)).then_some(span)
}
