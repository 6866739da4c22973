//! Sums without a sign of currency behind a word for pay, rent or a balance, and sums in rarer currencies.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::number::{Exact, SPACED};
use super::sight::{Sight, Words};
use super::{Measure, Quantity, each, each_in, pattern, push};
use crate::text::pattern::Regex;

const WORDS: &str = r"(?i:salary|wages?|pay|paid|pays|earns?|earning|income|compensation|withheld|gross|net|bonus|rent|pension|deposit|balance|premium|gehalt|bruttogehalt|lohn|brutto|netto|bruttolohn|bezüge|miete|kaltmiete|warmmiete|rente|kaution|betrag|salaire|loyer|rémunération|brut|prime|retraite|solde|sueldo|salario|nómina|bruto|neto|alquiler|pensión|fianza|saldo|cuota|importe|montant|amount|due|total|summe|offen|gross_salary|net_salary|base_salary|jahresbrutto|monatsbrutto|stundenlohn|rend|package|offer|on)";
/// Words of [`WORDS`], so that a text without any costs nothing.
static CUES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = [
        "salary",
        "wage",
        "pay",
        "paid",
        "earn",
        "income",
        "compensation",
        "withheld",
        "gross",
        "net",
        "bonus",
        "rent",
        "pension",
        "deposit",
        "balance",
        "premium",
        "gehalt",
        "lohn",
        "brutto",
        "bezüge",
        "miete",
        "kaution",
        "betrag",
        "salaire",
        "loyer",
        "rémunération",
        "brut",
        "prime",
        "retraite",
        "solde",
        "sueldo",
        "salario",
        "nómina",
        "alquiler",
        "pensión",
        "amount",
        "total",
        "montant",
        "summe",
        " due",
        "fianza",
        "saldo",
        "cuota",
        "importe",
        "package",
        "kalt",
        "warm",
        "charges",
        "offer",
        "k ",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});
/// `salary: 52000`, `compensation   38,114.62`, `Bruttogehalt beträgt 3.240,-`, `52k`.
static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?-u:\b){WORDS}(?:[\x22']?\s?[:=]\s?[\x22']?|[ \t]{{2,20}}|[ ](?:is|was|of|at|c|c'est|est|de|es|beträgt|ist|von|about|around|approx\.?|ca\.?|circa|tax|up to|mensuel|mensual|anual|annual|monthly|base|a|pw|pcm)[ ]|[ ])(?<n>{SPACED})(?<x>[kK](?-u:\b))?(?:,-|,--|\.-)?"
    ))
});
/// `780 kalt`, `540 charges comprises`, `52k plus`, `3k brut`.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?<n>{SPACED})(?:(?<x>[kK])(?:[ ](?:plus|a year|per year|p\.a\.|pa|base|brut|bruto|brutto|net|netto|gross|basic|OTE|anuales|par an|im Jahr|package))?|[ ](?:kalt|warm|charges comprises|hors charges|CC|HC|brutos?|netos?|bruts?|nets?|brutto|netto|p\.[ ]?a\.|pcm|p\.[ ]?m\.|gross|a month|per month|per annum|al mes|mensuales|im Monat|par mois))(?-u:\b)"
    ))
});
/// Other currencies by their codes, and sums that end in `,-`.
static CODES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:(?<cur>CHF|S/|RD\$|MX\$|GHS|NGN|ZAR|KES|AED|SAR|TRY|HUF|RON|BGN|RSD|UAH|RUB|ILS|THB|SGD|HKD|NZD|PHP|IDR|MYR|ARS|CLP|COP|PEN|UYU|MAD|TND|XOF|EGP|TZS|UGX|KRW|TWD|VND|ISK|HRK|DM|RM)[ ]?(?<n>{SPACED})(?:,-|\.-|,--)?|(?<n2>{SPACED})(?:,-|,--|\.-)?[ ]?(?<cur2>GHS|NGN|ZAR|KES|AED|SAR|TRY|HUF|RON|BGN|RSD|UAH|RUB|ILS|THB|SGD|HKD|NZD|PHP|IDR|MYR|ARS|CLP|COP|PEN|UYU|MAD|TND|XOF|EGP|DM|€|EUR|Euro|eur|EURO|quid|Franken|pesos|soles|reales|libras)(?-u:\b|$))"
    ))
});

/// The currencies of [`CODES`].
static CODE_WORDS: Words = Words::new(|| {
    let words = "CHF|S/|RD$|MX$|GHS|NGN|ZAR|KES|AED|SAR|TRY|HUF|RON|BGN|RSD|UAH|RUB|ILS|THB|SGD|HKD|NZD|PHP|IDR|MYR|ARS|CLP|COP|PEN|UYU|\
        MAD|TND|XOF|EGP|TZS|UGX|KRW|TWD|VND|ISK|HRK|DM|RM|€|EUR|Euro|eur|EURO|quid|Franken|pesos|soles|reales|libras";
    AhoCorasick::builder().match_kind(aho_corasick::MatchKind::LeftmostLongest).build(words.split('|')).ok()
});

/// What belongs to a sum of pay behind it: before or after tax, for how long.
static TAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:/(?:mes|mois|mo|Monat|yr|hr|h|wk|an|año|Jahr|Std)(?-u:\b))?[ \x{a0}]?(?:/)?(?:(?:brutos?|netos?|bruts?|nets?|brutto|netto|gross|net|before tax|after tax|OTE|TTC|HT)(?-u:\b)[ ]?)?(?:(?:anuales|al año|mensuales|al mes|mensuels?|annuels?|par an|par mois|im Monat|monatlich|jährlich|im Jahr|per annum|p\.?[ ]?a\.|p\.?[ ]?m\.|pcm|pw|a month|a year|an hour|a week|a day|per month|per year|per hour|per week|la hora|l'heure|de l'heure|die Stunde|en 14 pagas|en 12 pagas|al trimestre)(?-u:\b)?)?",
    )
});

/// Makes sums longer by what belongs to them (`23.400 euros brutos anuales`).
fn tails(text: &str, found: &mut [Quantity]) {
    let Some(regex) = TAIL.as_ref() else { return };
    for quantity in found.iter_mut().filter(|quantity| quantity.measure == Measure::Money) {
        let end = text.floor_char_boundary(quantity.end + 40);
        let tail = text.get(quantity.end..end).unwrap_or_default();
        let length = regex.find_at(tail, 0).map_or(0, |tail| tail.as_str().trim_end_matches([' ', '\u{a0}']).len());
        if length > 1 {
            quantity.end += length;
            text.get(quantity.start..quantity.end).unwrap_or_default().clone_into(&mut quantity.text);
        }
    }
}

/// Every such sum.
pub(super) fn find(text: &str, sight: &Sight, found: &mut Vec<Quantity>) {
    sums(text, sight, found);
    tails(text, found);
}

fn sums(text: &str, sight: &Sight, found: &mut Vec<Quantity>) {
    let codes = CODE_WORDS.all_in(text);
    // A sum begins at its currency, or at the number before that.
    let before = |code: &Range<usize>| {
        let next = sight.numbers.partition_point(|number| number.end <= code.start);
        let number =
            next.checked_sub(1).and_then(|at| sight.numbers.get(at)).filter(|number| code.start - number.end < 6);
        number.map_or(code.start, |number| number.start)..code.end
    };
    each_in(CODES.as_ref(), text, codes.iter().map(before), |captures| {
        let (Some(whole), Some(n)) = (captures.get(0), captures.name("n").or_else(|| captures.name("n2"))) else {
            return false;
        };
        let Some(code) = captures.name("cur").or_else(|| captures.name("cur2")) else { return false };
        let Some(value) = Exact::parse(n.as_str()) else { return false };
        let code = match code.as_str() {
            "€" | "Euro" => "EUR",
            other => other,
        };
        push(found, text, whole.range(), Measure::Money, format!("{value} {code}"));
        true
    });
    if !CUES.as_ref().is_some_and(|cues| cues.is_match(text)) {
        return;
    }
    each(BEHIND.as_ref(), text, |captures| {
        let (Some(whole), Some(n)) = (captures.get(0), captures.name("n")) else { return false };
        let written = n.as_str();
        let thousands = captures.name("x").is_some();
        let cue = text.get(whole.start()..n.start()).unwrap_or_default();
        let marked = cue.contains([':', '=']) || cue.contains("  ");
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        let cents = written.rsplit(['.', ',']).next().is_some_and(|tail| tail.len() == 2) && written.len() > 3;
        let weak = cue.trim_start().to_lowercase().starts_with("on ")
            || cue.to_lowercase().starts_with("net")
            || cue.to_lowercase().starts_with("offer")
            || cue.to_lowercase().starts_with('p');
        let next = text.get(whole.end()..).unwrap_or_default();
        let word = next.trim_start().chars().next();
        let counted = next.starts_with(' ') && word.is_some_and(char::is_alphabetic) && !marked && !cents && !thousands;
        let year = digits == 4 && written.len() == 4 && (written.starts_with("19") || written.starts_with("20"));
        let fits =
            thousands || cents || (marked && digits >= 3 && !year) || (!weak && digits >= 3 && !year && !counted);
        let goes_on = next.starts_with(['%', '/', ':', '°', '-']) || next.trim_start().starts_with('%');
        if !fits || goes_on {
            return false;
        }
        let Some(value) = Exact::parse(written).and_then(|value| value.times(if thousands { 1000 } else { 1 }, 1))
        else {
            return false;
        };
        push(found, text, n.start()..whole.end(), Measure::Money, format!("{value} money"));
        true
    });
    each(BEFORE.as_ref(), text, |captures| {
        let (Some(whole), Some(n)) = (captures.get(0), captures.name("n")) else { return false };
        let thousands = captures.name("x").is_some();
        // `10k steps`: a bare `k` says nothing of money.
        if thousands && whole.end() == captures.name("x").map_or(0, |x| x.end()) {
            return false;
        }
        let digits = n.as_str().bytes().filter(u8::is_ascii_digit).count();
        if !thousands && digits < 3 {
            return false;
        }
        let Some(value) = Exact::parse(n.as_str()).and_then(|value| value.times(if thousands { 1000 } else { 1 }, 1))
        else {
            return false;
        };
        let end = captures.name("x").map_or(n.end(), |x| x.end());
        let end =
            if text.get(n.end()..whole.end()).is_some_and(|tail| tail.trim_start().starts_with(['k', 'w', 'b', 'n']))
                && !thousands
            {
                whole.end()
            } else {
                end
            };
        push(found, text, n.start()..end, Measure::Money, format!("{value} money"));
        true
    });
}

#[cfg(test)]
mod tests {
    use super::super::{Measure, find};

    fn sums(text: &str) -> Vec<String> {
        find(text).into_iter().filter(|q| q.measure == Measure::Money).map(|q| q.text).collect()
    }

    #[test]
    fn every_pattern_compiles() {
        for regex in [&super::BEHIND, &super::BEFORE, &super::CODES] {
            assert!(regex.is_some());
        }
    }

    #[test]
    fn sums_without_a_sign() {
        for (text, sum) in [
            ("1 Wages, tips, other compensation   38,114.62", "38,114.62"),
            ("2 Federal income tax withheld   2,906.11", "2,906.11"),
            ("a final salary of\nGHS 2,850.00 per", "GHS 2,850.00"),
            ("starts aug 12, 52k plus they", "52k"),
            ("Bruttogehalt beträgt 3.240,- EUR und", "3.240,- EUR"),
            ("ich zahl 780 kalt für", "780 kalt"),
            ("le loyer c 540 charges comprises", "540"),
            ("salary: 52000", "52000"),
        ] {
            assert!(sums(text).iter().any(|found| found == sum), "{text}: {:?}", sums(text));
        }
        for text in [
            "pay 3 people",
            "net 2024",
            "on 100 occasions",
            "10k steps",
            "rent 2 cars",
            "gross 12",
            "paid 20 %",
            "offer 100 seats",
            "pay 2020 attention",
        ] {
            assert_eq!(sums(text), Vec::<String>::new(), "{text}");
        }
    }
}
