//! Numbers said in words, as a voice message written down has them: a telephone number, the code of a door. English, German, French and
//! Spanish. What the words come to is not needed here: see `view/spoken.rs` for that.

use std::ops::Range;

use super::Look::Pattern;
use super::check::{context, value};
use super::trigger::Need::Words;
use super::{Row, Seen};
use crate::boundary::finding::Class::{Identifier, Secret};

/// A run of three or more words for numbers.
macro_rules! run {
    () => {
        concat!(
            r"(?i)(?-u:\b)(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|double|triple|hundred|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|null|eins|ein|zwo|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und(?:zwan|drei|vier|fünf|sech|sieb|acht|neun)(?:zig|ßig)|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|veinti(?:uno|dós|trés|cuatro|cinco|séis|siete|ocho|nueve))",
            r"(?:[ -](?:oh|zero|one|two|three|four|five|six|seven|eight|nine|double|triple|hundred|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|null|eins|zwo|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und(?:zwan|drei|vier|fünf|sech|sieb|acht|neun)(?:zig|ßig)|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|et|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|veinti(?:uno|dós|trés|cuatro|cinco|séis|siete|ocho|nueve)|y|[a-z](?-u:\b))){1,24}(?-u:\b)"
        )
    };
}

/// Without one of these no text has such a run.
const TRIGGERS: &[&str] = &[
    "zero", "three", "seven", "eight", "nine", "double", "null", "drei", "sieben", "acht", "neun", "zéro", "quatre",
    "sept", "huit", "neuf", "cero", "cinco", "siete", "ocho", "nueve", "four", "five", "treize", "vingt", "veinti",
    "vier", "zwei",
];

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "PHONE",
        class: Identifier,
        name: "phone-said",
        reason: "a telephone number said in words",
        look: Pattern(&[Words(TRIGGERS)], run!()),
        check: |seen| {
            let span = trimmed(seen)?;
            let count = count(seen.text.get(span.clone())?);
            let told = context(
                seen,
                60,
                &[
                    "phone",
                    "number",
                    "call",
                    "text",
                    "ring",
                    "reach",
                    "mobile",
                    "cell",
                    "tel",
                    "nummer",
                    "handy",
                    "telefon",
                    "ruf",
                    "erreichbar",
                    "unter",
                    "portable",
                    "numéro",
                    "num",
                    "téléphone",
                    "rappel",
                    "móvil",
                    "teléfono",
                    "número",
                    "llama",
                ],
            );
            (count >= 9 || count >= 6 && told).then_some(span)
        },
        hits: &[
            (
                "she's on oh seven seven double oh nine hundred three one four and",
                "oh seven seven double oh nine hundred three one four",
            ),
            (
                "unter null acht neun fünf fünf fünf sieben eins zwei tschüss",
                "null acht neun fünf fünf fünf sieben eins zwei",
            ),
            (
                "móvil el seis cuatro cuatro cinco cinco cinco dos uno cero y dile",
                "seis cuatro cuatro cinco cinco cinco dos uno cero",
            ),
            (
                "c'est le zéro six trente-neuf quatre-vingt-dix-huit zéro deux seize le badge",
                "zéro six trente-neuf quatre-vingt-dix-huit zéro deux seize",
            ),
        ],
        misses: &[
            "one two three four five six seven eight nine ten",
            "one, two or three people",
            "two hundred and fifty three",
            "a null one",
            "eins zwei drei vier fünf sechs sieben acht neun",
        ],
    },
    Row {
        kind: "CODE",
        class: Secret,
        name: "code-said",
        reason: "a code said in words behind a word for one",
        look: Pattern(&[Words(TRIGGERS), Words(TRIGGERS)], run!()),
        check: |seen| {
            let span = trimmed(seen)?;
            let written = seen.text.get(span.clone())?;
            let words = written.split([' ', '-']).count();
            let told = context(
                seen,
                32,
                &[
                    "code",
                    "pin",
                    "combination",
                    "combo",
                    "passcode",
                    "código",
                    "clave",
                    "geheimzahl",
                    "kombination",
                    "digicode",
                    "cadenas",
                ],
            );
            (told && words >= 2 && (3..=8).contains(&count(written))).then_some(span)
        },
        hits: &[
            ("the alarm code is four four nine one oh and", "four four nine one oh"),
            ("der code vom tresor ist eins neun sieben vier ach", "eins neun sieben vier"),
            ("le code d'entrée c'est treize A vingt-deux comme", "treize A vingt-deux"),
            ("el código del portal ahora es veintiocho sesenta que", "veintiocho sesenta"),
        ],
        misses: &["code in one or two places", "four four nine one", "the code has three parts", "pin one three, two"],
    },
];

/// The run without what only stands between numbers at its ends.
fn trimmed(seen: &Seen<'_>) -> Option<Range<usize>> {
    let mut kept = value(seen);
    loop {
        let last = kept.rsplit([' ', '-']).next()?;
        let linking =
            matches!(last.to_lowercase().as_str(), "et" | "y" | "un" | "ein" | "a") || last.chars().count() == 1;
        if !linking || last.len() == kept.len() {
            break;
        }
        kept = kept.get(..kept.len() - last.len() - 1)?;
    }
    (!counting(kept)).then(|| seen.span.start..seen.span.start + kept.len())
}

const UNITS: [&[&str]; 10] = [
    &["zero", "oh", "null", "zéro", "cero"],
    &["one", "eins", "un", "uno"],
    &["two", "zwei", "zwo", "deux", "dos"],
    &["three", "drei", "trois", "tres"],
    &["four", "vier", "quatre", "cuatro"],
    &["five", "fünf", "cinq", "cinco"],
    &["six", "sechs", "seis"],
    &["seven", "sieben", "sept", "siete"],
    &["eight", "acht", "huit", "ocho"],
    &["nine", "neun", "neuf", "nueve"],
];

fn unit(word: &str) -> Option<usize> {
    UNITS.iter().position(|names| names.contains(&word))
}

/// Whether somebody only counts: each number the one behind the last.
fn counting(run: &str) -> bool {
    let lower = run.to_lowercase();
    let units: Vec<usize> = lower.split([' ', '-']).filter_map(unit).collect();
    units.len() > 2 && units.windows(2).filter(|pair| matches!(pair, [a, b] if *b == a + 1)).count() + 2 >= units.len()
}

/// How many digits a run comes to, about.
fn count(run: &str) -> usize {
    let lower = run.to_lowercase();
    let mut count = 0;
    for part in lower.split(' ') {
        count += match part {
            "double" | "dos." => 1,
            "triple" | "hundred" => 2,
            "et" | "y" => 0,
            part if unit(part).is_some() || part.chars().count() == 1 => 1,
            // A ten, a teen or both in one word.
            _ => 2,
        };
    }
    count
}
