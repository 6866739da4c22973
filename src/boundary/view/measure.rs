//! Quantities in phrases, rewritten as figures: `6¼ %`, `six and a quarter percent`, `an hour and 35 minutes`, `62.5 ‰`,
//! `the 17 of March, 19 86`, `3,48 Tsd. kWh`.
//!
//! Runs behind [`super::spoken`], which has read number words already. English, German, French and Spanish, months of a few
//! languages more. Only where one of its words or signs stands in the text. Not for comparing.

use std::ops::Range;
use std::sync::LazyLock;

use super::Derived;
use super::fold::fold;
use crate::text::pattern::{Captures, Regex, compile};

type Pattern = LazyLock<Option<Regex>>;

/// One look that tells most texts apart: none of the patterns below matches without one of these.
static SIGN: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)[¼½¾⅓⅔⅛⅜⅝⅞‰年]|[0-9]\s?(?:h[0-9]|[hk]\b)|[0-9]\s(?:hr|bp)|[0-9][\s-]?(?:mo|mth?s?|wk|yr|mte|wo|sem)s?\b|[0-9](?:st|nd|rd|th)?\sof\s|\bPT[0-9]|hour|heure|stunde|\bstd|\bhora|half|halves|halb|demi|quart|viertel|third|drittel|tiers|eighth|achtel|watt|cent\b|cento\b|ciento|procent|\bv\.?\s?h\b|mille|basis|bps\b|the\s[0-9]|[0-9]\s?de\s|\s(?:1/[2348]|[23]/[34])|(?:le|el|am)\s[0-9]|tsd|thousand|tausend|\bmio|million|menos|media\b|\b0[.,][0-9]{3}|[0-9][./\s-](?:i|v|x)+[./\s-][0-9]|quadratm|square\s?met|carr[ée]|stundenk|kilomet|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|[0-9]d\b|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|stycz|luteg|marca|kwie|maja|czerw|lipca|sierp|wrze|pa[zź]dz|listop|grud|januari|februari|maart|mei\b|augustus|ocak|[sş]ubat|mart\b|nisan|may[iı]s|haziran|temmuz|a[gğ]ustos|eyl[uü]l|ekim|kas[iı]m|aral[iı]k|janeiro|fevereiro|mar[cç]o|maio|junho|julho|setembro|outubro|novembro|dezembro",
    )
});

static WATT_HOURS: Pattern =
    LazyLock::new(|| compile(r"(?i)\b(?<p>kilo|mega|giga)?[\s-]?watt[\s-]?(?:hours?|stunden?|heures?)\b"));
static PERCENT: Pattern =
    LazyLock::new(|| compile(r"(?i)\b(?:per\scent|pour\scent|por\sciento|per\scento|procent|v\.\s?h\.|vom\shundert)"));
static PER_MILLE: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)(?<n>\d+(?:[.,]\d+)?)\s?(?:(?<b>bps\b|bp\b|basis\spoints?|basispunkten?|points?\sde\sbase)|‰|per\smille?\b|promille\b|pour\smille\b)",
    )
});
static FRACTION: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)(?<n>\d+)(?:\s?(?<sign>[¼½¾⅓⅔⅛⅜⅝⅞])|\s(?:(?:and|und|et)\s)?(?<over>1/2|1/4|3/4|1/3|2/3|1/8)\b|[\s-](?:(?:and|und|et|y)[\s-])?(?:(?:an?|one|ein|einem|un|une|(?<k>[1-7]))[\s-])?(?<word>half|halves|halbe?s?|demie?|quarters?|viertel|quarts?|thirds?|drittel|tiers|eighths?|achtel|media|cuarto)\b)",
    )
});
static GERMAN_FRACTION: Pattern = LazyLock::new(|| {
    compile(r"(?i)\b(?:(?<n>\p{L}{3,40}?)(?<word>einhalb|einviertel|dreiviertel)|(?<one>anderthalb|eineinhalb))\b")
});
static HOURS: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:(?<h>\d{1,3})\s?|(?<one>an|one|eine|einer|une|una)\s)(?:hours?|heures?|horas?|stunden?|std\.?|hrs?|h)(?:[\s,]*(?:and\s|und\s|et\s|y\s)?(?:(?<m>\d{1,2})\b(?:\s?(?:m|min|mins|minutes?|minuten?|minutos)\b\.?)?|(?<part>an?\shalf|half|demie?|an?\squarter|quart|un\squart|ein(?:e|er)?\shalbe|ein(?:e)?\sviertel|media)\b)|\b)",
    )
});
static PART_OF_HOUR: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:(?<half>half\san\shour|an?\shalf[\s-]hour|(?:eine[rn]?\s)?halbe[rn]?\sstunde|(?:une\s)?demi[\s-]heure|media\shora)|(?<three>(?:three|3)\squarters\sof\san\shour|dreiviertelstunde|(?:trois|3)\squarts\sd['’]heure)|(?<quarter>an?\squarter\sof\san\shour|viertelstunde|(?:un\s)?quart\sd['’]heure))\b",
    )
});
static SQUARE: Pattern = LazyLock::new(|| {
    compile(r"(?i)\b(?:square\s?met(?:er|re)s?|quadratmetern?|m[èe]tres?\scarr[ée]s?|sq\.?\s?m|qm)\b")
});
static SPEED: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:stundenkilometern?|(?:kilomet(?:er|re)s?|km)\s?(?:per|an|pro|par|in\sder|à\sl['’]|[aà]\sl['’])\s?(?:hour|stunde|heure))\b",
    )
});
static PERIOD: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:(?<n>\d{1,3})|an?|one|eine[mnrs]?|une?|un)\s(?<u>years?|months?|weeks?|days?|jahre?n?|monate?n?|wochen?|tage?n?|ans?|ann[ée]es?|mois|semaines?|jours?)\s(?:(?:and|und|et|y)\s)?(?:an?\shalf|one\shalf|half|ein(?:e|en|er|em)?\shalbe?[snrm]?|demie?|medio|media)\b",
    )
});
static SHORT_PERIOD: Pattern =
    LazyLock::new(|| compile(r"(?i)\b(?<n>\d{1,3})[\s-]?(?<u>mos?|mth?s?|wks?|yrs?|mon|mte|wo|sem|d)\b\.?"));
static DAY_OF_MONTH: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:the\s|den\s|am\s|le\s)?(?<d>\d{1,2})(?:st|nd|rd|th|er|\.)?\s(?:day\s)?of\s(?:the\s)?(?<m>\d{1,2})(?:st|nd|rd|th)?(?:\smonth)?,?\s(?:of\s|in\s)?(?<y>[12]\d{3}|'?\d{2}(?:\s\d{2})?)\b",
    )
});
static CLOCK_HOURS: Pattern = LazyLock::new(|| {
    compile(r"(?i)\b(?<h>\d{1,2}):(?<m>[0-5]\d)\s?(?:h\b|hrs?\b|hours?\b|std\b\.?|stunden\b|heures\b)")
});
static ISO: Pattern = LazyLock::new(|| compile(r"\bPT(?:(?<h>\d{1,3})H)?(?:(?<m>\d{1,4})M)?(?:0+S)?\b"));
static SCALE: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)(?<n>\d+(?:[.,]\d+)?)\s?(?<s>k|tsd\.?|thousand|tausend|mille|mio\.?|million(?:en|s)?)\s?(?<u>[kmg]?wh|km|kg|m|g|l|kilowattstunden|liter|litres?|kilometers?|kilometres?|tonn?e[ns]?)\b",
    )
});
static DAY: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:(?:the|le|el|il|am|dem|den|dia)\s)?(?<d>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?\s?(?:day\s)?(?:of\s|de\s|di\s)?(?<month>\p{L}{3,12})\.?,?\s?(?:of\s|de\s|del\s|in\s)?(?<y>[12]\d{3}|'?\d{2}(?:\s\d{2})?)\b",
    )
});
static ROMAN: Pattern =
    LazyLock::new(|| compile(r"\b(?<d>\d{1,2})[./\s-]\s?(?<r>[IVXivx]{1,4})[./\s-]\s?(?<y>(?:[12]\d)?\d{2})\b"));
static HAN: Pattern = LazyLock::new(|| compile(r"(?<y>\d{4})\s?年\s?(?<m>\d{1,2})\s?月\s?(?<d>\d{1,2})\s?日"));
static AROUND_HALF: Pattern =
    LazyLock::new(|| compile(r"(?i)\b(?<m>\d{1,2})\s(?<way>nach|vor)\shalb\s(?<h>\d{1,2})\b"));
static SPANISH: Pattern =
    LazyLock::new(|| compile(r"(?i)\b(?<h>\d{1,2})\s(?:menos\s(?<minus>cuarto|\d{1,2})|y\s(?<plus>cuarto|media))\b"));
static DECIMAL: Pattern = LazyLock::new(|| compile(r"\b0[.,](?<n>\d{3,6})\b"));
static SHARE: Pattern = LazyLock::new(|| {
    compile(
        r"(?i)share|stake|equity|ratio|quota|\brate|fraction|portion|percent|\bpct|interest|\btax|discount|margin|anteil|quote|satz|zins|rabatt|beteiligung|\bparts?\b|taux|remise|steuer",
    )
});

/// The text with its phrases as figures; `None` if it has none.
pub(crate) fn read(text: &str) -> Option<Derived> {
    if !SIGN.as_ref()?.is_match(text) {
        return None;
    }
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut each = |pattern: &Pattern, rewrite: &dyn Fn(&Captures<'_>) -> Option<String>| {
        let Some(regex) = pattern.as_ref() else { return };
        for captures in regex.captures_iter(text) {
            if let (Some(whole), Some(said)) = (captures.get(0), rewrite(&captures)) {
                found.push((whole.range(), said));
            }
        }
    };
    each(&PART_OF_HOUR, &|c| {
        let minutes = if c.name("half").is_some() {
            30
        } else if c.name("three").is_some() {
            45
        } else {
            15
        };
        Some(format!("{minutes} minutes"))
    });
    each(&CLOCK_HOURS, &|c| Some(format!("{} minutes", figure(c, "h")? * 60 + figure(c, "m")?)));
    each(&ISO, &|c| {
        let (hours, minutes) = (figure(c, "h"), figure(c, "m"));
        (hours.is_some() || minutes.is_some())
            .then(|| format!("{} minutes", hours.unwrap_or(0) * 60 + minutes.unwrap_or(0)))
    });
    each(&HOURS, &hours);
    each(&SQUARE, &|_| Some("m²".to_owned()));
    each(&SPEED, &|_| Some("km/h".to_owned()));
    each(&PERIOD, &|c| {
        let whole = if c.name("n").is_some() { figure(c, "n")? } else { 1 };
        Some(format!("{whole}.5 {}", c.name("u")?.as_str()))
    });
    each(&SHORT_PERIOD, &|c| {
        let unit = match c.name("u")?.as_str().to_lowercase().get(..1)? {
            "y" => "years",
            "w" | "s" => "weeks",
            "d" => "days",
            _ => "months",
        };
        Some(format!("{} {unit}", figure(c, "n")?))
    });
    each(&DAY_OF_MONTH, &|c| {
        let year: String = c.name("y")?.as_str().chars().filter(char::is_ascii_digit).collect();
        Some(format!("{}.{}.{year}", figure(c, "d")?, figure(c, "m")?))
    });
    each(&FRACTION, &fraction);
    each(&GERMAN_FRACTION, &german_fraction);
    each(&PER_MILLE, &|c| {
        let divisor = if c.name("b").is_some() { 100 } else { 10 };
        Some(format!("{} %", decimal(millionths(c.name("n")?.as_str())? / divisor)))
    });
    each(&WATT_HOURS, &|c| {
        let prefix = c.name("p").map(|p| p.as_str().to_lowercase()).unwrap_or_default();
        Some(
            match prefix.as_str() {
                "kilo" => "kWh",
                "mega" => "MWh",
                "giga" => "GWh",
                _ => "Wh",
            }
            .to_owned(),
        )
    });
    each(&PERCENT, &|_| Some("%".to_owned()));
    each(&SCALE, &|c| {
        let scale = c.name("s")?.as_str().to_lowercase();
        let factor = if scale.starts_with("mi") && scale != "mille" { 1_000_000 } else { 1_000 };
        let number = millionths(c.name("n")?.as_str())?.checked_mul(factor)?;
        Some(format!("{} {}", decimal(number), c.name("u")?.as_str()))
    });
    each(&HAN, &|c| Some(format!("{}-{:02}-{:02}", figure(c, "y")?, figure(c, "m")?, figure(c, "d")?)));
    each(&ROMAN, &|c| {
        const ROMANS: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
        let roman = c.name("r")?.as_str().to_lowercase();
        let month = ROMANS.iter().position(|other| *other == roman)? + 1;
        Some(format!("{}.{month}.{}", figure(c, "d")?, c.name("y")?.as_str()))
    });
    each(&DAY, &|c| {
        let month = month(&fold(c.name("month")?.as_str()))?;
        let year: String = c.name("y")?.as_str().chars().filter(char::is_ascii_digit).collect();
        Some(format!("{} {month} {year}", figure(c, "d")?))
    });
    each(&AROUND_HALF, &|c| {
        let minutes = figure(c, "m").filter(|minutes| *minutes < 30)?;
        let before = if c.name("way")?.as_str().eq_ignore_ascii_case("nach") { 30 - minutes } else { 30 + minutes };
        Some(format!("{before} to {}", figure(c, "h")?))
    });
    each(&SPANISH, &|c| {
        let hour = figure(c, "h")?;
        let minutes = |name: &str| c.name(name).map(|part| part.as_str().to_lowercase());
        match (minutes("minus").as_deref(), minutes("plus").as_deref()) {
            (Some("cuarto"), _) => Some(format!("quarter to {hour}")),
            (Some(minutes), _) => Some(format!("{minutes} to {hour}")),
            (_, Some("cuarto")) => Some(format!("quarter past {hour}")),
            (_, Some(_)) => Some(format!("half past {hour}")),
            _ => None,
        }
    });
    each(&DECIMAL, &|c| {
        let whole = c.get(0)?;
        let next = text.get(whole.end()..).unwrap_or_default().trim_start();
        let next = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if super::quantity::unit(next).is_some() {
            return None;
        }
        let near = around(text, &whole.range(), 40);
        let share = SHARE.as_ref()?.is_match(near);
        share.then(|| Some(format!("{} %", decimal(millionths(whole.as_str())?.checked_mul(100)?))))?
    });
    rewritten(text, found)
}

/// The text with some of its spans said otherwise; the first of those that overlap stands.
fn rewritten(text: &str, mut spans: Vec<(Range<usize>, String)>) -> Option<Derived> {
    if spans.is_empty() {
        return None;
    }
    spans.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut out = Derived::with_capacity(text.len());
    let mut at = 0;
    for (span, said) in &spans {
        if span.start < at {
            continue;
        }
        out.keep(text.get(at..span.start).unwrap_or_default(), at);
        out.push(said, span);
        at = span.end;
    }
    out.keep(text.get(at..).unwrap_or_default(), at);
    Some(out)
}

fn around<'t>(text: &'t str, span: &Range<usize>, reach: usize) -> &'t str {
    let (mut from, mut to) = (span.start.saturating_sub(reach), (span.end + reach).min(text.len()));
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    text.get(from..to).unwrap_or_default()
}

fn figure(c: &Captures<'_>, name: &str) -> Option<u32> {
    c.name(name)?.as_str().parse().ok()
}

fn hours(c: &Captures<'_>) -> Option<String> {
    let hours = if c.name("one").is_some() { 1 } else { figure(c, "h")? };
    let minutes = match (figure(c, "m"), c.name("part").map(|part| part.as_str().to_lowercase())) {
        (Some(minutes), _) => minutes,
        (None, Some(part)) if part.contains("quart") || part.contains("viertel") => 15,
        (None, Some(_)) => 30,
        // A number of hours alone is read as it stands.
        (None, None) => return c.name("one").map(|_| "60 minutes".to_owned()),
    };
    (minutes < 60).then(|| format!("{} minutes", hours * 60 + minutes))
}

fn fraction(c: &Captures<'_>) -> Option<String> {
    let whole = i128::from(figure(c, "n")?) * 1_000_000;
    let times = i128::from(figure(c, "k").unwrap_or(1));
    let part = if let Some(sign) = c.name("sign") {
        match sign.as_str() {
            "¼" => 250_000,
            "½" => 500_000,
            "¾" => 750_000,
            "⅓" => 333_333,
            "⅔" => 666_667,
            "⅛" => 125_000,
            "⅜" => 375_000,
            "⅝" => 625_000,
            _ => 875_000,
        }
    } else if let Some(over) = c.name("over") {
        let (above, below) = over.as_str().split_once('/')?;
        above.parse::<i128>().ok()? * 1_000_000 / below.parse::<i128>().ok()?
    } else {
        let word = c.name("word")?.as_str().to_lowercase();
        let one = match word.get(..3)? {
            "hal" | "dem" | "med" => 500_000,
            "qua" | "vie" | "cua" => 250_000,
            "thi" | "dri" | "tie" => 333_333,
            _ => 125_000,
        };
        one * times
    };
    (part < 1_000_000).then(|| decimal(whole + part))
}

fn german_fraction(c: &Captures<'_>) -> Option<String> {
    if c.name("one").is_some() {
        return Some("1.5".to_owned());
    }
    let whole = i128::from(super::spoken::german(&fold(c.name("n")?.as_str()))?);
    let part = match c.name("word")?.as_str().to_lowercase().as_str() {
        "einhalb" => 500_000,
        "einviertel" => 250_000,
        _ => 750_000,
    };
    Some(decimal(whole * 1_000_000 + part))
}

/// A written number in millionths; its last mark is the decimal one.
fn millionths(text: &str) -> Option<i128> {
    let (head, tail) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if head.len() > 12 || tail.len() > 6 {
        return None;
    }
    let head: i128 = if head.is_empty() { 0 } else { head.parse().ok()? };
    let padded = format!("{tail:0<6}");
    Some(head * 1_000_000 + padded.parse::<i128>().ok()?)
}

/// Millionths as a number without zeros at its end.
fn decimal(millionths: i128) -> String {
    let (whole, part) = (millionths / 1_000_000, millionths % 1_000_000);
    if part == 0 {
        return whole.to_string();
    }
    format!("{whole}.{}", format!("{part:06}").trim_end_matches('0'))
}

/// A month's English name, from its folded name in any of some languages.
fn month(name: &str) -> Option<&'static str> {
    const MONTHS: [(&str, &[&str]); 12] = [
        (
            "January",
            &["january", "januar", "janvier", "enero", "gennaio", "stycznia", "januari", "ocak", "janeiro", "ledna"],
        ),
        (
            "February",
            &["february", "februar", "fevrier", "febrero", "febbraio", "lutego", "februari", "subat", "fevereiro"],
        ),
        ("March", &["march", "marz", "maerz", "mars", "marzo", "marca", "maart", "mart", "marco"]),
        ("April", &["april", "avril", "abril", "aprile", "kwietnia", "nisan"]),
        ("May", &["may", "mai", "mayo", "maggio", "maja", "mei", "mayis", "maio"]),
        ("June", &["june", "juni", "juin", "junio", "giugno", "czerwca", "haziran", "junho"]),
        ("July", &["july", "juli", "juillet", "julio", "luglio", "lipca", "temmuz", "julho"]),
        ("August", &["august", "aout", "agosto", "sierpnia", "augustus", "agustos"]),
        ("September", &["september", "septembre", "septiembre", "settembre", "wrzesnia", "eylul", "setembro"]),
        ("October", &["october", "oktober", "octobre", "octubre", "ottobre", "pazdziernika", "ekim", "outubro"]),
        ("November", &["november", "novembre", "noviembre", "listopada", "kasim", "novembro"]),
        ("December", &["december", "dezember", "decembre", "diciembre", "dicembre", "grudnia", "aralik", "dezembro"]),
    ];
    MONTHS.iter().find(|(_, names)| names.contains(&name)).map(|(english, _)| *english)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        read(text).map(|derived| derived.text.to_string()).unwrap_or_default()
    }

    #[test]
    fn rewrites_phrases_as_figures() {
        for (text, expected) in [
            ("a stake of 6¼ %", "a stake of 6.25 %"),
            ("6 and a quarter percent", "6.25 percent"),
            ("6 1/4 percent", "6.25 percent"),
            ("sechseinviertel Prozent", "6.25 Prozent"),
            ("6 3 quarters", "6.75"),
            ("62.5 ‰ of it", "6.25 % of it"),
            ("625 basis points", "6.25 %"),
            ("share = 0.0625", "share = 6.25 %"),
            ("an hour and 35 minutes", "95 minutes"),
            ("1 h 35 aller", "95 minutes aller"),
            ("eine Stunde und 35 Minuten", "95 minutes"),
            ("PT1H35M", "95 minutes"),
            ("1:35 h", "95 minutes"),
            ("half an hour", "30 minutes"),
            ("84 square metres", "84 m²"),
            ("132 Stundenkilometer", "132 km/h"),
            ("a year and a half", "1.5 year"),
            ("18 mos. in all", "18 months in all"),
            ("the 4 of the 12, 87", "4.12.87"),
            ("vierundsechzigeinhalb Kilo", "64.5 Kilo"),
            ("1h35", "95 minutes"),
            ("anderthalb Stunden", "1.5 Stunden"),
            ("3480 kilowatt-hours", "3480 kWh"),
            ("3,48 Tsd. kWh", "3480 kWh"),
            ("born the 17 of March, 19 86", "born 17 March 1986"),
            ("17 de marzo de 1986", "17 March 1986"),
            ("17 marca 1986", "17 March 1986"),
            ("17/III/1986", "17.3.1986"),
            ("1986年3月17日", "1986-03-17"),
            ("las 7 menos cuarto", "las quarter to 7"),
            ("10 nach halb 6", "20 to 6"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
        for text in ["half of them", "0.0625 m wide", "the 12 of us", "24 hours a day", "two quarters", "an honest man"]
        {
            assert_eq!(said(text), "", "{text}");
        }
    }
}
