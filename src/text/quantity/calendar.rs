//! Dates in the looser ways people write them: with a weekday before, a day and a month alone, a year behind a word of time,
//! small letters, boxes of a form, weeks, feast days.
//!
//! Each of them is something else as often as not (`12/20` is a mark, `may` a verb), so each asks for a sign: a word of time before
//! it, a leading zero, an ordinal. `date.rs` has the forms that need none.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::sight::Sight;
use super::{Measure, Quantity, each, pattern, push};
use crate::text::pattern::{Captures, Regex};

/// Month names in any case; `may`, `mar` and `march` are left to the patterns that ask for more.
const LOOSE: &str = r"(?i:january|jänner|jan|feber|february|feb|fév|april|apr|june|july|august|aug|september|sept|sep|october|oct|november|nov|december|dec|januar|februar|märz|juni|juli|oktober|okt|dezember|dez|janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|ene|abr|ago|dic)";
const STRICT: &str = r"(?i:may|mar|march|mai|mars|jun|jul)";
const WEEKDAYS: &str = r"(?i:mon|tues?|wed|thurs?|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)";
/// Words behind which a day and a month stand.
const WHEN: &str = r"(?i:on|by|since|until|till|from|to|before|after|dated|due|starting|starts|ends|ending|expires|of|du|le|au|dès|depuis|jusqu'au|el|del|al|desde|hasta|día|vom|am|bis|ab|seit|zum|den|dem|dos[ei]|adm|admitted|seen|dc)";

/// `aug 12`, `3rd of march`, `19. Jänner`, `4 de julio`.
static SMALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?<d>\d{{1,2}})(?:(?i:st|nd|rd|th|er|º)?\.?\s(?:of\s|de\s)?(?<m>{LOOSE})|(?i:st|nd|rd|th|er)\s(?:of\s)?(?<m2>{STRICT}))(?-u:\b)\.?(?:,?\s(?:del?\s)?(?<y>(?:19|20)\d{{2}}))?|(?<m3>{LOOSE})\.?\s(?<d3>\d{{1,2}})(?:st|nd|rd|th)?(?-u:\b)(?:,?\s(?<y3>(?:19|20)\d{{2}}))?|(?<m4>{STRICT})\s(?<d4>\d{{1,2}})(?:st|nd|rd|th)(?:,?\s(?<y4>(?:19|20)\d{{2}}))?"
    ))
});
/// `12 Mar 62`, `4-Mar-62`, `12 March '24`.
static SHORT_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?<d>\d{{1,2}})(?:st|nd|rd|th|\.)?[ -](?<m>{LOOSE}|{STRICT})\.?[ -](?:['’](?<y>\d{{2}})|(?<y2>\d{{2}}))(?-u:\b)"
    ))
});
/// `27 and 28 September`, `3.-5. Mai 2024`, `12.–19.03.2024`: the first day borrows the month of the second.
static TWO_DAYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?<a>\d{{1,2}})(?:st|nd|rd|th|\.)?[ ]?(?:[-–—/]|and|und|et|y|to|bis|au|al|&|or|oder|ou|o)[ ]?(?<d>\d{{1,2}})(?:(?:st|nd|rd|th|\.)?[ ](?:of |de )?(?<m>{LOOSE}|{STRICT})(?-u:\b)(?:,?[ ](?:de )?(?<y>(?:19|20)\d{{2}}))?|\.(?<n>\d{{1,2}})\.(?<y2>(?:19|20)?\d{{2}})?)"
    ))
});
/// `02/18`, `14/02`, `Sunday 5/12`, `on 4/6`: a day and a month with a stroke.
static STROKE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(r"(?:(?<cue>{WHEN}|{WEEKDAYS})[ ,]{{1,2}})?(?<date>(?<a>\d{{1,2}})/(?<b>\d{{1,2}}))"))
});
/// `03.04.`, `am 3.4.`: a day and a month with full stops.
static DOTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:(?<cue>(?i:am|vom|bis|zum|ab|seit|den|dem|und|on|il|le|el))[ ])?(?<date>(?<a>\d{1,2})\.[ ]?(?<b>\d{1,2})\.)",
    )
});
/// `6 / 17 / 1993`, `3 .11. 22`, `01 09 2022`: the boxes of a form, or a scan.
static BOXES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?<a>\d{1,2})(?:[ ]/[ ]?|/[ ])(?<b>\d{1,2})[ ]?/[ ]?(?<y>(?:19|20)?\d{2})(?-u:\b)|(?<a2>\d{1,2})(?:[ ]\.[ ]?(?<b2>\d{1,2})[ ]?\.[ ]?|\.[ ]?(?<b4>\d{1,2})[ ]\.[ ]?)(?<y2>(?:19|20)?\d{2})(?-u:\b)|(?<a3>\d{2})[ ](?<b3>\d{2})[ ](?<y3>(?:19|20)\d{2})",
    )
});
/// `in 2016`, `seit 2018`, `summer 2021`, `mid-2019`.
static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:(?-u:\b)(?i:in|between|entre|zwischen|from|since|until|till|during|year|seit|bis|anno|jahr|jahre|en|depuis|dès|année|desde|hasta|año|spring|summer|autumn|fall|winter|frühjahr|frühling|sommer|herbst|été|printemps|automne|hiver|verano|otoño|primavera|invierno|early|late|anfang|mitte|ende|début|fin|finales[ ]de|principios[ ]de|mediados[ ]de|q[1-4])[ ]|mid-|Mid-)(?<y>(?:19\d|20[0-4])\d)",
    )
});
/// `2015 and 2018`, `2011-2014` behind a word of time or in brackets.
static YEARS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:(?-u:\b)(?i:between|entre|zwischen|from|de|von|desde|depuis|in|years|jahre|années|años)[ ]|\()(?<y>(?:19\d|20[0-4])\d)(?:[ ]?[-–—/][ ]?|[ ](?:and|to|until|y|et|und|bis|a|à|al)[ ])(?<z>(?:19\d|20[0-4])\d)",
    )
});
/// `05MAR2024`, `5 MARS 2024`, `08/Mar/2024`, `9 mar 2024`, `Stand: 03/2024`, `first of June`.
static OTHERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?<d>\d{{1,2}})(?:[-/. ]?)(?<m>{LOOSE}|{STRICT})\.?[-/ ]?(?:de )?(?<y>(?:19|20)\d{{2}})|(?i:first|second|third) of (?<m2>{LOOSE}|{STRICT})(?-u:\b)"
    ))
});
static MONTH_OF_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:(?:{WHEN}|(?i:stand|gültig|valid|exp|date|fecha|datum))[: ]{{1,2}}|: )(?<date>(?<m>0[1-9]|1[0-2])/(?<y>(?:19|20)\d{{2}}))"
    ))
});
/// `mid-March 2023`, `Ende März`, `in March`, `en mayo`.
static MONTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:(?-u:\b)(?i:in|im|since|until|till|during|last|next|this|early|late|mid|end of|start of|seit|anfang|mitte|ende|en|depuis|dès|début|mi|fin|desde|hasta|finales de|principios de|mediados de)[ -])(?<date>(?<m>{LOOSE}|{STRICT})(?-u:\b)\.?(?:[ ](?:de[ ])?(?<y>(?:19|20)\d{{2}}))?)"
    ))
});
/// `2024-W12`, `KW 12/2024`, `CW 12`.
static WEEK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?<y>20\d{2})-W(?<w>[0-5]\d)(?:-[1-7])?|(?:KW|CW)[ ]?(?<w2>[0-5]?\d)(?:[ ]?/[ ]?(?<y2>20\d{2}))?")
});
static FEAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?<d0101>(?i:new year['’]s day|neujahr|jour de l['’]an|año nuevo))|(?<d1231>(?i:new year['’]s eve|hogmanay|silvester|saint-sylvestre|nochevieja))|(?<d1224>(?i:christmas eve|heiligabend|heilig abend|réveillon de noël|nochebuena))|(?<d1225>(?i:christmas day|weihnachtstag|jour de noël|día de navidad))|(?<d1226>(?i:boxing day|st\.? stephen['’]s day))|(?<easter>(?i:good friday|easter (?:sunday|monday)|karfreitag|ostermontag|ostersonntag|pfingstmontag|lundi de pâques|viernes santo|ash wednesday|whit monday|thanksgiving day|aschermittwoch|rosenmontag|fronleichnam))",
    )
});
static FEASTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = [
        "new year",
        "neujahr",
        "jour de",
        "año nuevo",
        "hogmanay",
        "silvester",
        "sylvestre",
        "noche",
        "christmas",
        "heilig",
        "réveillon",
        "weihnacht",
        "navidad",
        "boxing",
        "stephen",
        "good friday",
        "easter",
        "freitag",
        "montag",
        "sonntag",
        "pâques",
        "santo",
        "wednesday",
        "monday",
        "thanksgiving",
        "mittwoch",
        "fronleichnam",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});
/// Beginnings of months in any case.
static STEMS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = [
        "jan", "jän", "feb", "fév", "apr", "avr", "abr", "mar", "mär", "may", "mai", "jun", "jui", "jul", "aug", "aoû",
        "ago", "sep", "oct", "okt", "nov", "dec", "dez", "déc", "dic", "ene",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});

/// Feast days and months, which need no digits.
pub(super) fn words(text: &str, found: &mut Vec<Quantity>) {
    if STEMS.as_ref().is_some_and(|stems| stems.is_match(text)) {
        month_alone(text, found);
    }
    if !FEASTS.as_ref().is_some_and(|words| words.is_match(text)) {
        return;
    }
    each(FEAST.as_ref(), text, |captures| {
        let day =
            ["0101", "1231", "1224", "1225", "1226"].iter().find(|day| captures.name(&format!("d{day}")).is_some());
        let canonical = match day {
            Some(day) => format!("--{}-{}", day.get(..2).unwrap_or_default(), day.get(2..).unwrap_or_default()),
            None => whole(captures, text).to_lowercase(),
        };
        push(found, text, span(captures), Measure::Date, canonical);
        true
    });
}

/// A month behind a word of time, with its year if it has one.
fn month_alone(text: &str, found: &mut Vec<Quantity>) {
    each(MONTH.as_ref(), text, |captures| {
        let (Some(written), Some(month)) = (captures.name("date"), month(captures, &["m"])) else { return false };
        let end = written.start() + written.as_str().trim_end_matches('.').len();
        let canonical =
            number(captures, &["y"]).map_or_else(|| format!("--{month:02}"), |year| format!("{year}-{month:02}"));
        // A name in small letters that is also a verb (`it may`, `we march`) and a month of one's own.
        let own = written.as_str().chars().next().is_some_and(char::is_uppercase)
            || !matches!(
                captures.name("m").map(|m| m.as_str()),
                Some(
                    "may"
                        | "mar"
                        | "march"
                        | "mai"
                        | "mars"
                        | "sep"
                        | "dec"
                        | "jan"
                        | "apr"
                        | "jun"
                        | "jul"
                        | "ago"
                        | "ene"
                        | "dic"
                )
            );
        let long = captures
            .name("m")
            .is_some_and(|m| m.as_str().chars().count() > 3 || m.as_str() == "May" || m.as_str() == "Mai")
            || captures.name("y").is_some();
        if own && long {
            push(found, text, written.start()..end, Measure::Date, canonical);
        }
        own && long
    });
}

/// Every such date with digits.
pub(super) fn find(text: &str, sight: &Sight, found: &mut Vec<Quantity>) {
    if STEMS.as_ref().is_some_and(|stems| stems.is_match(text)) {
        months(text, found);
    }
    if sight.slash {
        each(STROKE.as_ref(), text, |captures| stroke(text, captures, found));
    }
    if text.contains('.') && !sight.parts.is_empty() {
        each(DOTS.as_ref(), text, |captures| dots(text, captures, found));
        each(TWO_DAYS.as_ref(), text, |captures| two_days(text, captures, found));
    }
    if sight.numbers.len() > 2 {
        each(BOXES.as_ref(), text, |captures| boxes(text, captures, found));
    }
    let year_stands = sight.runs.iter().any(|run| run.len() == 4);
    if year_stands {
        each(YEAR.as_ref(), text, |captures| year(text, captures, found));
    }
    if year_stands {
        each(YEARS.as_ref(), text, |captures| {
            let (Some(first), Some(second)) = (captures.name("y"), captures.name("z")) else { return false };
            let order = first.as_str() < second.as_str();
            if order {
                push(found, text, first.range(), Measure::Date, first.as_str().to_owned());
                push(found, text, second.range(), Measure::Date, second.as_str().to_owned());
            }
            order
        });
    }
    if sight.slash {
        each(MONTH_OF_YEAR.as_ref(), text, |captures| {
            let (Some(written), Some(month), Some(year)) =
                (captures.name("date"), number(captures, &["m"]), number(captures, &["y"]))
            else {
                return false;
            };
            push(found, text, written.range(), Measure::Date, format!("{year}-{month:02}"));
            true
        });
    }
    if text.contains('W') {
        each(WEEK.as_ref(), text, |captures| {
            let Some(week) = number(captures, &["w", "w2"]).filter(|week| (1..=53).contains(week)) else {
                return false;
            };
            let year = ["y", "y2"]
                .iter()
                .find_map(|name| captures.name(name))
                .map_or(String::from("-"), |year| year.as_str().to_owned());
            push(found, text, span(captures), Measure::Date, format!("{year}-W{week:02}"));
            true
        });
    }
    weekdays(text, found);
}

fn months(text: &str, found: &mut Vec<Quantity>) {
    each(SMALL.as_ref(), text, |captures| {
        let (Some(day), Some(month)) =
            (number(captures, &["d", "d3", "d4"]), month(captures, &["m", "m2", "m3", "m4"]))
        else {
            return false;
        };
        date(text, span(captures), number(captures, &["y", "y3", "y4"]), month, day, found)
    });
    each(SHORT_YEAR.as_ref(), text, |captures| {
        let (Some(day), Some(month), Some(year)) =
            (number(captures, &["d"]), month(captures, &["m"]), number(captures, &["y", "y2"]))
        else {
            return false;
        };
        // `12 Mar 10:30`: a time follows.
        let next = text.get(span(captures).end..).and_then(|rest| rest.chars().next());
        !matches!(next, Some(':' | '.' | 'h')) && date(text, span(captures), Some(long(year)), month, day, found)
    });
    each(TWO_DAYS.as_ref(), text, |captures| two_days(text, captures, found));
    each(OTHERS.as_ref(), text, |captures| {
        let Some(month) = month(captures, &["m", "m2"]) else { return false };
        let ordinal =
            ["first", "second", "third"].iter().position(|word| whole(captures, text).to_lowercase().starts_with(word));
        let Some(day) = number(captures, &["d"]).or_else(|| ordinal.and_then(|place| u32::try_from(place + 1).ok()))
        else {
            return false;
        };
        date(text, span(captures), number(captures, &["y"]), month, day, found)
    });
}

fn two_days(text: &str, captures: &Captures<'_>, found: &mut Vec<Quantity>) -> bool {
    let (Some(first), Some(a), Some(d)) = (captures.name("a"), number(captures, &["a"]), number(captures, &["d"]))
    else {
        return false;
    };
    let Some(month) = month(captures, &["m"]).or_else(|| number(captures, &["n"])) else { return false };
    let year = number(captures, &["y", "y2"]).map(long);
    let Some(second) = captures.name("d") else { return false };
    let numeric = captures.name("n").is_some();
    // `3.-5.6.` needs a first day before the second.
    if a >= d || (numeric && captures.name("y2").is_none() && first.len() < 2) {
        return false;
    }
    let end = span(captures).end;
    date(text, first.range(), year, month, a, found) && date(text, second.start()..end, year, month, d, found)
}

/// With a word of time or a leading zero; a mark (`12/20`) has neither.
fn stroke(text: &str, captures: &Captures<'_>, found: &mut Vec<Quantity>) -> bool {
    let (Some(written), Some(first), Some(second)) = (captures.name("date"), captures.name("a"), captures.name("b"))
    else {
        return false;
    };
    let (Some(a), Some(b)) = (number(captures, &["a"]), number(captures, &["b"])) else { return false };
    let cue = captures.name("cue").map(|cue| cue.as_str().to_lowercase());
    let zero =
        first.len() == 2 && second.len() == 2 && (first.as_str().starts_with('0') || second.as_str().starts_with('0'));
    let weak = cue.as_deref().is_some_and(|cue| {
        matches!(
            cue,
            "of" | "to" | "from" | "after" | "before" | "au" | "al" | "do" | "so" | "mi" | "di" | "mar" | "sun" | "sat"
        )
    });
    let next = text.get(written.end()..).unwrap_or_default();
    let other =
        next.trim_start().starts_with(['%', '/']) || next.trim_start().starts_with("mm") || next.starts_with('-');
    if other || !(zero || (cue.is_some() && !weak)) || a == 0 || b == 0 {
        return false;
    }
    let (month, day) = if a <= 12 && b > 12 {
        (a, b)
    } else if b <= 12 {
        (b, a)
    } else {
        return false;
    };
    date(text, written.range(), None, month, day, found)
}

fn dots(text: &str, captures: &Captures<'_>, found: &mut Vec<Quantity>) -> bool {
    let (Some(written), Some(first), Some(second)) = (captures.name("date"), captures.name("a"), captures.name("b"))
    else {
        return false;
    };
    let (Some(a), Some(b)) = (number(captures, &["a"]), number(captures, &["b"])) else { return false };
    let two = first.len() == 2 && second.len() == 2 && !written.as_str().contains(' ');
    let next = text.get(written.end()..).and_then(|rest| rest.trim_start().chars().next());
    // `2.1. Methods` is a section, `03.04. bis` a day.
    let fits = (captures.name("cue").is_some() || two) && !next.is_some_and(|c| c.is_ascii_digit());
    fits && date(text, written.start()..written.end() - 1, None, b, a, found)
}

fn boxes(text: &str, captures: &Captures<'_>, found: &mut Vec<Quantity>) -> bool {
    let (Some(a), Some(b), Some(year)) = (
        number(captures, &["a", "a2", "a3"]),
        number(captures, &["b", "b2", "b3", "b4"]),
        number(captures, &["y", "y2", "y3"]),
    ) else {
        return false;
    };
    // Pairs of digits on both sides are a telephone's.
    let place = span(captures);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    if captures.name("a3").is_some()
        && (digit(after.trim_start_matches(' ').chars().next())
            || digit(before.trim_end_matches(' ').chars().next_back()))
    {
        return false;
    }
    let (month, day) = if captures.name("a").is_some() && a <= 12 {
        (a, b)
    } else if b <= 12 {
        (b, a)
    } else {
        (a, b)
    };
    date(text, place, Some(long(year)), month, day, found)
}

fn year(text: &str, captures: &Captures<'_>, found: &mut Vec<Quantity>) -> bool {
    let Some(year) = captures.name("y") else { return false };
    let next = text.get(year.end()..).unwrap_or_default();
    let mut ahead = next.chars();
    let (glue, digit) = (ahead.next(), ahead.next());
    let goes_on = match glue {
        Some('-' | '/' | '.' | ',' | ':') => digit.is_some_and(|c| c.is_ascii_digit()),
        Some('%' | '€' | '$' | '°') => true,
        _ => false,
    };
    // A number of things, as `in 2000 words`: a noun in the plural right behind it.
    let word =
        next.strip_prefix(' ').and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next()).unwrap_or_default();
    let counted =
        word.len() > 4 && word.ends_with('s') && word.chars().all(char::is_lowercase) && year.as_str().ends_with("00");
    if goes_on || counted {
        return false;
    }
    // A season or a part of the year belongs to it: `summer 2021`, `Q3 2023`, `mid-2019`.
    let cue = whole(captures, text).to_lowercase();
    let season = [
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "fr",
        "sommer",
        "herbst",
        "été",
        "printemps",
        "automne",
        "hiver",
        "verano",
        "otoño",
        "primavera",
        "invierno",
        "q",
        "mid",
        "early",
        "late",
        "anfang",
        "mitte",
        "ende",
        "début",
        "fin",
        "finales",
        "principios",
        "mediados",
    ]
    .iter()
    .any(|word| cue.starts_with(word));
    let start = if season && !cue.starts_with("from") { span(captures).start } else { year.start() };
    push(found, text, start..year.end(), Measure::Date, year.as_str().to_owned());
    true
}

/// A weekday and an article right before a date belong to it: `Tue 14 Nov 2023`, `the 29th of May`.
fn weekdays(text: &str, found: &mut [Quantity]) {
    const NAMES: &str = "mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim|lunes|martes|miércoles|jueves|viernes|sábado|domingo|mié|jue|vie|sáb|dom";
    for quantity in found
        .iter_mut()
        .filter(|quantity| quantity.measure == Measure::Date && !quantity.canonical.starts_with("weekday"))
    {
        let dated = quantity.canonical.len() >= 7 && quantity.text.starts_with(|c: char| c.is_alphanumeric());
        let from = text.ceil_char_boundary(quantity.start.saturating_sub(24));
        let Some(head) = text.get(from..quantity.start).filter(|_| dated) else { continue };
        let mut kept = head;
        let bare = kept.trim_end_matches([' ', ',', '.']);
        let word = bare.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let lower = word.to_lowercase();
        let gap = kept.len() - bare.len();
        let ordinal = ["st", "nd", "rd", "th"]
            .iter()
            .any(|end| quantity.text.get(..4.min(quantity.text.len())).is_some_and(|near| near.contains(end)));
        if (lower == "the" && ordinal && gap == 1)
            || (gap <= 2
                && gap > 0
                && NAMES.split('|').any(|name| name == lower)
                && (word.len() > 2 || kept.len() > bare.len() + 1))
        {
            kept = bare.get(..bare.len() - word.len()).unwrap_or(kept);
        }
        let start = from + kept.len();
        if start < quantity.start
            && text.get(..start).is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric()))
        {
            quantity.start = start;
            text.get(start..quantity.end).unwrap_or_default().clone_into(&mut quantity.text);
        }
    }
}

fn whole<'t>(captures: &Captures<'_>, text: &'t str) -> &'t str {
    text.get(span(captures)).unwrap_or_default()
}

fn span(captures: &Captures<'_>) -> Range<usize> {
    captures.get(0).map_or(0..0, |whole| whole.start()..whole.start() + whole.as_str().trim_end_matches('.').len())
}

fn number(captures: &Captures<'_>, names: &[&str]) -> Option<u32> {
    names.iter().find_map(|name| captures.name(name))?.as_str().parse().ok()
}

fn long(year: u32) -> u32 {
    match year {
        0..40 => 2000 + year,
        40..100 => 1900 + year,
        _ => year,
    }
}

fn month(captures: &Captures<'_>, names: &[&str]) -> Option<u32> {
    super::date::month_of(names.iter().find_map(|name| captures.name(name))?.as_str())
}

fn date(text: &str, span: Range<usize>, year: Option<u32>, month: u32, day: u32, found: &mut Vec<Quantity>) -> bool {
    super::date::push_date(text, span, year, month, Some(day), "", found)
}

#[cfg(test)]
mod tests {
    use super::super::{Measure, find};

    fn dates(text: &str) -> Vec<(String, String)> {
        find(text).into_iter().filter(|q| q.measure == Measure::Date).map(|q| (q.text, q.canonical)).collect()
    }

    #[test]
    fn every_pattern_compiles() {
        for regex in [
            &super::SMALL,
            &super::SHORT_YEAR,
            &super::TWO_DAYS,
            &super::STROKE,
            &super::DOTS,
            &super::BOXES,
            &super::YEAR,
            &super::MONTH,
            &super::WEEK,
            &super::FEAST,
            &super::YEARS,
            &super::OTHERS,
            &super::MONTH_OF_YEAR,
        ] {
            assert!(regex.is_some());
        }
    }

    #[test]
    fn looser_ways() {
        for (text, written, canonical) in [
            ("performed on 02/18 by", "02/18", "--02-18"),
            ("Privas, le 14/02 vers 20 h", "14/02", "--02-14"),
            ("saw him Sunday 5/12. Found", "Sunday 5/12", "--12-05"),
            ("Date: Tue 14 Nov 2023 at", "Tue 14 Nov 2023", "2023-11-14"),
            ("since the 3rd of march 😭", "the 3rd of march", "--03-03"),
            ("on the 29th of May. R", "the 29th of May", "--05-29"),
            ("on Christmas Day with", "Christmas Day", "--12-25"),
            ("changed: 01 09 2022\n8 New", "01 09 2022", "2022-09-01"),
            ("biopsy of 3 .11. 22 shows", "3 .11. 22", "2022-11-03"),
            ("starts aug 12, 52k", "aug 12", "--08-12"),
            ("vom 03.04. bis zum", "03.04", "--04-03"),
            ("seit 19. Jänner. DI", "19. Jänner", "--01-19"),
            ("seit 2018 krank", "2018", "2018"),
            ("depuis 2015.", "2015", "2015"),
            ("since mid-March 2023", "March 2023", "2023-03"),
            ("Ende März zog", "März", "--03"),
            ("in 2024-W12", "2024-W12", "2024-W12"),
            ("12 Mar 62 in", "12 Mar 62", "1962-03-12"),
            ("el 4 de julio en", "4 de julio", "--07-04"),
        ] {
            assert!(dates(text).contains(&(written.to_owned(), canonical.to_owned())), "{text}: {:?}", dates(text));
        }
        assert_eq!(dates("on 27 and 28 September KP").len(), 2);
        assert_eq!(dates("vom 12.–19.03.2024 zu").len(), 2);
    }

    #[test]
    fn other_things() {
        for text in [
            "24/7",
            "a mark of 12/20",
            "2.1. Methods",
            "in 2000 words",
            "it may 12 times",
            "BP 12/8",
            "chapter 3.4",
            "call 01 02 2022 15",
            "version 10/2",
            "in 2024.5 units",
            "we march 3 miles",
            "KWh 12",
            "sun 3/4 up",
            "1/2 cup",
            "the sat 99%",
            "open 10/12",
            "on a 4:3 screen",
        ] {
            assert_eq!(dates(text), [], "{text}");
        }
    }
}
