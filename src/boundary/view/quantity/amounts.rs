//! Amounts of money, numbers, and numbers with a unit. Not for deciding which of several readings is meant.

use std::ops::Range;
use std::sync::LazyLock;

use super::{each, near_end, number};
use crate::boundary::view::fold::fold;
use crate::text::pattern::{Regex, compile};

/// An amount as it may be read, in millionths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) millionths: Vec<i128>,
    /// The currency's letters; `CENT` for the hundredth part of any.
    pub(crate) currency: Option<&'static str>,
    /// What it is paid for, folded: `kwh`, `month`.
    pub(crate) per: Option<String>,
    /// Digits written.
    pub(crate) digits: usize,
    /// No word follows that the number could count.
    pub(crate) bare: bool,
}

const NUMBER: &str =
    r"(?:\d+[.,]\d{4,6}|\d{1,3}(?:[\x20\x{a0}\x{202f}\x{2009}'’.,_]\d{3})+(?:[.,]\d{1,6})?|\d+(?:[.,]\d+)?|[.,]\d+)";
static AMOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const NAMES: &str = r"us[-\s]?dollars?|us\s?\$|€|\$|£|¥|zł|eur(?:os?)?|usd|dollars?|gbp|pounds?(?:\ssterling)?|pfund|livres?(?:\ssterling)?|chf|sfr|(?:schweizer\s)?franken|(?:swiss\s)?francs?(?:\ssuisses?)?|fr|pln|zloty|złoty(?:ch)?|sek|nok|dkk|kronen|kroner|kronor|try|lira|jpy|yen";
    const CENTS: &str = r"cents?|ct|cts|centimes?|pence|rappen|groszy|öre|c|p";
    compile(&format!(
        r"(?i)(?:(?<before>{NAMES})\.?\s?)?(?<n>{NUMBER})(?:[.,][-–—]{{1,2}})?(?:\s?(?<times>k(?-u:\b)|k(?:€|\$|£|eur)|tsd(?-u:\b)\.?|t(?:€|eur)|thousand(?-u:\b)|tausend(?-u:\b)|mille(?-u:\b)|mio(?-u:\b)\.?|million(?:en|s)?(?-u:\b)|mn(?-u:\b)|mln(?-u:\b)|bn(?-u:\b)|billion(?-u:\b)|mrd(?-u:\b)\.?|milliarden?(?-u:\b)|milliards?(?-u:\b)|m(?-u:\b)|grand(?-u:\b)))?(?:[\s\x{{a0}}\x{{202f}}-]?(?:d['’]\s?|de\s)?(?<after>€|\$|£|¥|¢|(?:{NAMES}|{CENTS}|bucks|quid)(?-u:\b))(?<rest>\s?(?:(?:and|und|et|y)\s)?(?<cents>\d{{1,2}}(?-u:\b))(?:\s?(?:cents?|ct|centimes?|pence)(?-u:\b))?)?)?(?:\s?(?:/|(?-u:\b)per(?-u:\b)|(?-u:\b)pro(?-u:\b)|(?-u:\b)par(?-u:\b)|(?-u:\b)je(?-u:\b)|(?-u:\b)por(?-u:\b)|(?-u:\b)an?(?-u:\b)|(?-u:\b)le(?-u:\b)|(?-u:\b)la(?-u:\b)|(?-u:\b)(?:à\s|de\s)?l['’]|(?-u:\b)die(?-u:\b)|(?-u:\b)das(?-u:\b)|(?-u:\b)der(?-u:\b)|(?-u:\b)im(?-u:\b))\s?(?<per>\p{{L}}+)|\s(?<often>monatlich|monthly|mensuels?|j[äa]hrlich|yearly|annually|annuels?|w[öo]chentlich|weekly|t[äa]glich|daily|st[üu]ndlich|hourly)(?-u:\b)|\s(?<one>each|apiece|pi[èe]ce|a\spop|p\.?\s?p\.?|ea)(?-u:\b))?"
    ))
});

/// Every reading of a number or an amount of money.
pub(crate) fn amounts(text: &str) -> Vec<(Range<usize>, Amount)> {
    let mut found = Vec::new();
    each(&AMOUNT, text, |c, span| {
        let Some(n) = c.name("n") else { return };
        let times = c.name("times").map(|times| times.as_str().to_lowercase()).unwrap_or_default();
        let factor = match times.get(..1) {
            None | Some("") => 1,
            Some("k" | "t" | "g") => 1000,
            Some("m") if times == "mille" => 1000,
            Some("b") => 1_000_000_000,
            Some("m") if times.starts_with("mrd") || times.starts_with("milliard") => 1_000_000_000,
            _ => 1_000_000,
        };
        // `k€`: the sign is glued to the letter.
        let glued = times.strip_prefix(['k', 't']).filter(|rest| matches!(*rest, "€" | "$" | "£" | "eur"));
        let after = c.name("after").map(|after| after.as_str());
        // A single small letter is a currency only in front of what is paid for.
        let after = after.filter(|after| {
            !matches!(*after, "c" | "p" | "C" | "P")
                || c.name("per").is_some_and(|per| is_paid_for(&fold(per.as_str())))
        });
        let currency = c.name("before").map(|before| before.as_str()).or(after).or(glued).and_then(currency);
        let cent = after.and_then(self::currency) == Some("CENT");
        let read = numbers(n.as_str());
        let millionths: Vec<i128> = read
            .into_iter()
            .filter_map(|number| number.checked_mul(factor).map(|number| if cent { number / 100 } else { number }))
            .collect();
        // `314 EUR/MWh` is 0.314 EUR/kWh.
        let large = c.name("per").is_some_and(|per| fold(per.as_str()) == "mwh");
        let millionths: Vec<i128> =
            if large { millionths.into_iter().map(|number| number / 1_000).collect() } else { millionths };
        let per = c.name("per").map(|per| if large { "kwh".to_owned() } else { paid_for(&fold(per.as_str())) });
        let per = per.or_else(|| c.name("often").map(|often| paid_for(&fold(often.as_str()))));
        let per = per.or_else(|| c.name("one").map(|_| "unit".to_owned()));
        let tail = text.get(n.end()..).unwrap_or_default();
        let next = tail.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let bare = next.is_empty()
            || [
                "a", "per", "pro", "par", "and", "und", "et", "is", "ist", "was", "im", "in", "on", "or", "oder", "ou",
                "each", "apiece", "for", "fur", "pour", "brutto", "netto", "gross", "net", "brut", "auf", "to", "from",
                "von", "bis", // What joins the number to what is said of it counts nothing either.
                "as", "at", "with", "by", "into", "but", "then", "so", "because", "if", "when", "not", "instead",
                "are", "has", "will", "would", "should", "plus", "minus", "als", "mit", "bei", "an", "aber", "dann",
                "weil", "wenn", "nicht", "statt", "sind", "hat", "wird", "sein", "ins", "zu", "comme", "avec", "mais",
                "puis", "que", "si", "pas", "dans", "sur", "sont", "est", "sera", "en", "au", "moins", "ein", "vor",
                "ab", "aus",
            ]
            .contains(&fold(next).as_str());
        let bare = bare && !tail.trim_start().starts_with(['%', '°']);
        let digits = n.as_str().bytes().filter(u8::is_ascii_digit).count();
        // `amount_cents: 4825000`: only the name of its field tells.
        if currency.is_none() && digits >= 4 && is_in_cents(text, n.start()) {
            let millionths = millionths.iter().map(|number| number / 100).collect();
            found.push((n.range(), Amount { millionths, currency: Some("CENT"), per: None, digits, bare }));
        }
        // `4 dollars and 25 cents`, `1 € 25`: what follows may also be another number.
        if let (Some(cents), Some(rest)) = (number(c, "cents").filter(|_| !cent), c.name("rest")) {
            let both = millionths.iter().map(|whole| whole + i128::from(cents) * 10_000).collect();
            found.push((span.clone(), Amount { millionths: both, per: per.clone(), currency, digits, bare }));
            found.push((span.start..rest.start(), Amount { millionths, currency, per: None, digits, bare }));
            return;
        }
        // The number alone where what follows is no currency of it.
        let end = if currency.is_none() && per.is_none() && times.is_empty() { n.start()..n.end() } else { span };
        found.push((end, Amount { millionths, currency, per, digits, bare }));
    });
    found
}

/// Whether the name of a field in front says that a number counts the hundredth part of a currency: `price_cents = `.
fn is_in_cents(text: &str, at: usize) -> bool {
    let before = near_end(text.get(..at).unwrap_or_default(), 48);
    let head = before.trim_end_matches([' ', ':', '=', '"', '\'', '(', '>']);
    let name = head.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).next().unwrap_or_default();
    head.len() < before.len()
        && name.len() <= 40
        && name.split(|c: char| !c.is_alphabetic()).any(|piece| {
            let piece = fold(piece);
            ["cent", "cents", "pence", "rappen", "centimes", "minor", "groszy"].iter().any(|unit| piece.ends_with(unit))
        })
}

fn currency(text: &str) -> Option<&'static str> {
    let said = text.to_lowercase();
    Some(match said.split([' ', '\u{a0}']).next().unwrap_or_default() {
        "€" | "eur" | "euro" | "euros" => "EUR",
        "$" | "us$" | "us" | "usd" | "dollar" | "dollars" | "bucks" => "USD",
        "£" | "gbp" | "pound" | "pounds" | "quid" | "pfund" | "livre" | "livres" => "GBP",
        "¥" | "jpy" | "yen" => "JPY",
        "chf" | "sfr" | "fr" | "swiss" | "schweizer" | "franken" | "franc" | "francs" => "CHF",
        "zł" | "pln" | "zloty" | "złoty" | "złotych" => "PLN",
        "sek" | "nok" | "dkk" | "kronen" | "kroner" | "kronor" => "KR",
        "try" | "lira" => "TRY",
        "cent" | "cents" | "ct" | "cts" | "centime" | "centimes" | "c" | "¢" | "p" | "pence" | "rappen" | "groszy"
        | "öre" => "CENT",
        other if other.starts_with("us") => "USD",
        _ => return None,
    })
}

fn is_paid_for(word: &str) -> bool {
    const UNITS: &[&str] = &[
        "kwh", "month", "year", "hour", "day", "week", "night", "unit", "person", "km", "kg", "l", "mile", "minute",
        "page", "word", "session",
    ];
    UNITS.contains(&paid_for(word).as_str())
}

/// What something is paid per, in one word for all languages.
fn paid_for(word: &str) -> String {
    match word {
        "kwh" | "kw" | "kilowatt" | "kilowattstunde" | "kilowattstunden" | "kilowattheure" | "kilowatthour"
        | "kilowattheures" | "kilowatthours" => "kwh",
        "month" | "mo" | "monat" | "mois" | "mth" | "monatlich" | "monthly" | "mensuel" | "mensuels" => "month",
        "year" | "yr" | "annum" | "jahr" | "an" | "annee" | "jahrlich" | "yearly" | "annually" | "annuel"
        | "annuels" => "year",
        "hour" | "hr" | "h" | "stunde" | "std" | "heure" | "stundlich" | "hourly" => "hour",
        "day" | "tag" | "jour" | "taglich" | "daily" => "day",
        "week" | "woche" | "semaine" | "wochentlich" | "weekly" => "week",
        "night" | "nacht" | "nuit" => "night",
        "unit" | "units" | "unite" | "einheit" | "piece" | "pieces" | "pc" | "pcs" | "item" | "each" | "stuck"
        | "stueck" | "stk" | "ea" | "unidad" | "pieza" | "szt" | "exemplar" | "exemplaire" => "unit",
        "person" | "personne" | "persona" | "kopf" | "head" | "pax" | "tete" | "teilnehmer" | "participant" => "person",
        "km" | "kilometer" | "kilometre" | "kilometers" | "kilometres" | "kilometro" => "km",
        "kg" | "kilo" | "kilogramm" | "kilogram" | "kilogramme" | "kilos" | "kilograms" => "kg",
        "l" | "liter" | "litre" | "litro" | "litres" | "liters" => "l",
        "mile" | "mi" | "meile" => "mile",
        "minute" | "min" | "minuten" => "minute",
        "page" | "seite" | "pagina" => "page",
        "word" | "wort" | "mot" => "word",
        "session" | "sitzung" | "seance" => "session",
        other => other,
    }
    .to_owned()
}

/// A number with its unit as it may be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measured {
    pub(crate) bytes: Range<usize>,
    /// In the unit.
    pub(crate) millionths: Vec<i128>,
    /// The unit that others of its sort are counted in (`wh` for `kWh`); `None` for a number alone.
    pub(crate) unit: Option<String>,
    /// How many of it the written unit is.
    pub(crate) factor: i128,
    /// Digits written.
    pub(crate) digits: usize,
}

impl Measured {
    /// Whether it was written in this unit.
    pub(crate) fn is_in(&self, unit: &str, factor: i128) -> bool {
        self.unit.as_deref() == Some(unit) && self.factor == factor
    }
}

static MEASURED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)(?<n>(?:\d+[.,]\d{4,6}|\d{1,3}(?:[\x20\x{a0}\x{202f}\x{2009}'’.,_]\d{3})+(?:[.,]\d{1,6})?|\d+(?:[.,]\d+)?|[.,]\d+)(?<e>e[+-]?\d{1,2})?)(?:[\x20\x{a0}\x{202f}\x{2009}-]?(?<u>\p{L}+))?",
    )
});

/// Every number with the unit behind it; one whose next word is no unit stands alone, and counts in every unit.
pub(crate) fn measured(text: &str) -> Vec<Measured> {
    let mut found = Vec::new();
    each(&MEASURED, text, |c, span| {
        let Some(n) = c.name("n") else { return };
        let exponent = c.name("e").map(|e| e.as_str());
        let mantissa = n.as_str().strip_suffix(exponent.unwrap_or_default()).unwrap_or_default();
        let power = exponent.and_then(|e| e.get(1..)).map_or(Some(0), |power| power.parse::<i32>().ok());
        let unit = c.name("u").and_then(|word| unit(word.as_str()));
        let Some(power) = power.filter(|power| power.abs() <= 15) else { return };
        let shift = 10_i128.pow(power.unsigned_abs());
        let (sort, factor) = unit.map_or((None, 1), |(sort, factor)| (Some(sort), factor));
        let scaled = |number: i128| {
            let number = if power < 0 { Some(number / shift) } else { number.checked_mul(shift) };
            number.and_then(|number| number.checked_mul(factor))
        };
        let millionths = numbers(mantissa).into_iter().filter_map(scaled).collect();
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
        let bytes = if sort.is_some() { span } else { n.range() };
        found.push(Measured { bytes, millionths, unit: sort, factor, digits });
    });
    found
}

/// What a unit is counted in, and how many of that it is. `None` for a word that is no unit.
pub(crate) fn unit(word: &str) -> Option<(String, i128)> {
    let folded = fold(word);
    let known = |unit: &str, factor: i128| Some((unit.to_owned(), factor));
    // Prices per kilowatt mean the hour; a number of kilowatts does not.
    if folded == "kw" {
        return known("w", 1_000);
    }
    match paid_for(&folded).as_str() {
        "wh" => known("wh", 1),
        "kwh" => known("wh", 1_000),
        "mwh" | "megawattstunden" | "megawattstunde" | "megawattheures" => known("wh", 1_000_000),
        "gwh" => known("wh", 1_000_000_000),
        "w" | "watt" | "watts" => known("w", 1),
        "mg" | "milligramm" | "milligrams" | "milligrammes" => known("mg", 1),
        "g" | "gramm" | "grams" | "grammes" => known("mg", 1_000),
        "kg" | "kilo" | "kilos" | "kilogramm" | "kilograms" => known("mg", 1_000_000),
        "mm" => known("mm", 1),
        "cm" => known("mm", 10),
        "m" | "meter" | "metres" | "meters" | "metre" => known("mm", 1_000),
        "km" | "kilometer" | "kilometers" | "kilometres" => known("mm", 1_000_000),
        "ml" => known("ml", 1),
        "cl" => known("ml", 10),
        "l" | "liter" | "litre" | "litres" | "liters" => known("ml", 1_000),
        _ => None,
    }
}

/// What a written number may mean, in millionths: `1.200` is twelve hundred or one and a fifth.
pub(crate) fn numbers(text: &str) -> Vec<i128> {
    let plain: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let marks: Vec<char> = plain.chars().filter(|c| !c.is_ascii_digit()).collect();
    let whole = || value(&plain.replace(['.', ','], ""), "");
    let decimal = || plain.rsplit_once(['.', ',']).and_then(|(head, tail)| value(&head.replace(['.', ','], ""), tail));
    let mut found = Vec::new();
    match marks.as_slice() {
        [] => found.extend(whole()),
        [_] => {
            let (head, tail) = plain.split_once(['.', ',']).unwrap_or_default();
            found.extend(decimal());
            if tail.len() == 3 && (1..=3).contains(&head.len()) && !head.starts_with('0') {
                found.insert(0, whole().unwrap_or_default());
            }
        }
        [.., before, last] if before == last => found.extend(whole()),
        _ => found.extend(decimal()),
    }
    found
}

fn value(head: &str, tail: &str) -> Option<i128> {
    if head.len() > 15 || tail.len() > 6 {
        return None;
    }
    let head: i128 = if head.is_empty() { 0 } else { head.parse().ok()? };
    let padded = format!("{tail:0<6}");
    Some(head * 1_000_000 + padded.parse::<i128>().ok()?)
}
