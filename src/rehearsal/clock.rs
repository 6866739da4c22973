//! Clock times of a day in minutes, and the regular expressions of the stand-ins' reading.
//!
//! Not for the facts gauge: that reads quantities with [`crate::text::quantity`].

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Minutes of a day.
pub(super) const DAY: u32 = 24 * 60;

/// `HH:MM` of a minute; days are folded away.
pub(super) fn format(minute: u32) -> String {
    format!("{:02}:{:02}", minute % DAY / 60, minute % 60)
}

/// Everything the reading of problems is made of. Compiled once; a test proves that it compiles.
pub(super) struct Rules {
    /// A clock time with minutes or am/pm. Groups: h1 m1 a1 or h2 m2 a2.
    pub(super) time: Regex,
    /// "It is 18:30", "current time: 18:30". Groups as `time`.
    pub(super) now: Regex,
    /// A period, then its price.
    pub(super) period_price: Regex,
    /// A price, then its period.
    pub(super) price_period: Regex,
    /// A length of time. Groups: hours, rest (minutes), minutes.
    pub(super) duration: Regex,
    /// An energy. Group: kwh.
    pub(super) energy: Regex,
    /// An identifier (`load_A`, `[TERM_1]`) at any place. Groups: stem.
    pub(super) id: Regex,
    /// The subject at the head of a sentence. Group: name.
    pub(super) subject: Regex,
    /// `Name: …` at the head of a line. Group: name.
    pub(super) label: Regex,
    /// A sentence that speaks of what was spoken of before.
    pub(super) continues: Regex,
    /// Cues, tried in this order.
    pub(super) earliest: Regex,
    /// A latest start.
    pub(super) latest_start: Regex,
    /// A cut-off in the evening.
    pub(super) cut_off: Regex,
    /// A latest end.
    pub(super) deadline: Regex,
    /// A latest end told after its time.
    pub(super) by_then: Regex,
    /// `between A and B` for a load.
    pub(super) window: Regex,
}

impl Rules {
    fn compile() -> Result<Self, regex::Error> {
        const TIME: &str = r"(?:\b(?P<h1>[01]?\d|2[0-4])[:h](?P<m1>[0-5]\d)(?:\s*(?P<a1>[ap])\.?m\b\.?)?|\b(?P<h2>1[0-2]|0?[1-9])(?:\.(?P<m2>[0-5]\d))?\s*(?P<a2>[ap])\.?m\b\.?)";
        const FROM: &str = r"\b(?P<fh>2[0-4]|[01]?\d)(?:[:h](?P<fm>[0-5]\d))?\s*h?\s*(?:(?P<fa>[ap])\.?m\b\.?)?";
        const TO: &str = r"(?P<th>2[0-4]|[01]?\d)(?:[:h](?P<tm>[0-5]\d))?(?:\s*h\b|\s*(?P<ta>[ap])\.?m\b\.?|\b)";
        const RANGE: &str = r"\s*(?:-|to|until|till|and|through)\s*";
        const PRICE: &str = r"(?:(?P<sign>[$€£])\s*(?P<p1>\d+(?:[.,]\d+)?)|(?P<p2>\d+(?:[.,]\d+)?)\s*(?:(?P<unit>[$€£]|USD\b|EUR\b|GBP\b|dollars?\b|euros?\b)|(?P<cents>¢|cts?\b|cents?\b|c\s*/))|(?P<p3>\d*[.,]\d+)\s*(?:/|per)\s*kWh|[:=|]\s*(?P<p4>\d*[.,]\d+))";
        let new = |pattern: &str| Regex::new(&format!("(?i){pattern}"));
        Ok(Self {
            time: new(TIME)?,
            now: new(&format!(
                r"(?:\bcurrent\s+time|\bthe\s+time|\btime\s+now|\bcurrently|\bright\s+now|\bnow\b|\bit\s+is\b|\bit's\b)(?:\s|\bis\b|\babout\b|\bat\b|[=:(])*{TIME}"
            ))?,
            period_price: new(&format!(r"{FROM}{RANGE}{TO}[^\d\n$€£.;]{{0,30}}?{PRICE}"))?,
            price_period: new(&format!(r"{PRICE}(?:\s*(?:/|per|a)\s*kWh)?[^\d\n$€£]{{0,20}}?{FROM}{RANGE}{TO}"))?,
            duration: new(
                r"\b(?P<hours>\d+(?:[.,]\d+)?)\s*-?\s*(?:hours?|hrs?|h)\b(?:\s*(?:and\s*)?(?P<rest>\d+)\s*-?\s*min(?:ute)?s?\b)?|\b(?P<minutes>\d+(?:[.,]\d+)?)\s*-?\s*min(?:ute)?s?\b",
            )?,
            energy: new(r"\b(?P<kwh>\d+(?:[.,]\d+)?)\s*-?\s*kWh\b")?,
            id: Regex::new(
                r"\[(?P<stem1>[A-Z][A-Z_]*)_\d+\]|\b(?P<stem2>[A-Za-z]+)_(?:[A-Z]|\d{1,3})\b|\b(?P<stem3>[Ll]oad|[Dd]evice|[Aa]ppliance|[Tt]ask|[Jj]ob) [A-Z0-9]\b",
            )?,
            subject: new(
                r"^(?:(?:the|a|an|my|our|your)\s+)?(?P<name>[\p{L}][\p{L}\d'-]*(?:\s+[\p{L}][\p{L}\d'-]*){0,2}?)\s+(?:takes?|needs?|requires?|uses?|consumes?|runs?|draws?|charges?|has|is|must|should|may|can|cannot|finished|will)\b",
            )?,
            label: new(r"^(?:(?:the|a|an|my|our|your)\s+)?(?P<name>[\p{L}][\p{L}\d' -]{0,30}?)\s*(?:\([^)]*\)\s*)?:")?,
            continues: new(
                r"^(?:it|this|that|they|and|but|or|also|must|not|no|never|finish|finished|done|ready|deadline|due|duration|run\s*time|time\s+needed|energy|consumption|power|takes?|uses?|needs?|requires?|consumes?|should|has\s+to|have\s+to|cannot|may|can|latest|earliest|quiet|cut|charging|charged|charge|start|end|only|one\s+(?:cycle|run|charge)|constraints?|available|\d)\b",
            )?,
            earliest: new(
                r"\b(?:not|never|cannot|can't|mustn't)\b[^.;]{0,25}\b(?:before|until|earlier\s+than)\b|\bno\s+earlier\s+than\b|\bearliest\b|\bavailable\s+(?:from|after|at)\b|\bonly\s+(?:after|from)\b|\bnot\s+available\s+until\b",
            )?,
            latest_start: new(
                r"\bnot\s+(?:be\s+)?start(?:ed)?\b[^.;]{0,15}\b(?:after|later)\b|\blatest\s+start\b|\bstart(?:ed)?\s+(?:by|no\s+later\s+than|before)\b",
            )?,
            cut_off: new(
                r"\b(?:not|never|cannot|can't|mustn't)\b[^.;]{0,60}\b(?:after|past|beyond|later\s+than|once|when|at)\b|\b(?:not|never)\b[^.;]{0,25}\brun|\bcut-?\s?off\b|\bquiet\b|\bin\s+bed\b|\basleep\b|\b(?:stop|stopped|off|silent)\s+(?:by|before)\b|\bno\s+(?:running|run|operation|noise)\b",
            )?,
            deadline: new(
                r"\b(?:finish|complete|done|ready|end|charge|over|full)\w*\b[^.;]*\b(?:by|before|until|till|no\s+later\s+than)\b|\bdead-?line\b|\bdue\b|\b(?:must|has\s+to|have\s+to|needs?\s+to|should)\b[^.;]*\b(?:by|before)\b|\bready\s+(?:at|for)\b|\blatest\b|\bno\s+later\s+than\b|\b(?:by|before)\s*(?:about|around)?\s*$|\bfinish(?:-by|_by)?\s*[:=]|\bend\s*(?:time)?\s*[:=]",
            )?,
            by_then: new(
                r"\bby\s+then\b|\bbefore\s+(?:that|then)\b|\bdead-?line\b|\bat\s+the\s+latest\b|\bcut-?\s?off\b",
            )?,
            window: new(&format!(r"\b(?:between|window|from|within|only)\b[^\d\n]{{0,12}}{FROM}{RANGE}{TO}"))?,
        })
    }
}

static RULES: LazyLock<Option<Rules>> = LazyLock::new(|| Rules::compile().ok());

/// The compiled rules.
pub(super) fn rules() -> Option<&'static Rules> {
    RULES.as_ref()
}

fn group<'t>(captures: &Captures<'t>, names: &[&str]) -> Option<&'t str> {
    names.iter().find_map(|name| captures.name(name)).map(|found| found.as_str())
}

fn minute(hour: &str, minutes: Option<&str>, half: Option<&str>) -> Option<u32> {
    let mut hour: u32 = hour.parse().ok()?;
    let minutes: u32 = minutes.map_or(Ok(0), str::parse).ok()?;
    match half.map(str::to_ascii_lowercase).as_deref() {
        Some("p") if hour < 12 => hour += 12,
        Some("a") if hour == 12 => hour = 0,
        _ => {}
    }
    Some((hour * 60 + minutes) % DAY)
}

/// The time a match of [`Rules::time`] or [`Rules::now`] names.
pub(super) fn time_of(captures: &Captures<'_>) -> Option<u32> {
    minute(group(captures, &["h1", "h2"])?, group(captures, &["m1", "m2"]), group(captures, &["a1", "a2"]))
}

/// The two ends of a range.
pub(super) fn range_of(captures: &Captures<'_>) -> Option<(u32, u32)> {
    let to_half = group(captures, &["ta"]);
    let from = minute(group(captures, &["fh"])?, group(captures, &["fm"]), group(captures, &["fa"]).or(to_half))?;
    Some((from, minute(group(captures, &["th"])?, group(captures, &["tm"]), to_half)?))
}

/// A number with a decimal point or comma.
pub(super) fn number(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_compile() {
        assert!(Rules::compile().err().is_none());
    }

    #[test]
    fn times_in_many_spellings() {
        let rules = rules().unwrap();
        for (text, want) in [
            ("18:30", "18:30"),
            ("6:30 pm", "18:30"),
            ("6.30 p.m.", "18:30"),
            ("22h30", "22:30"),
            ("12 am", "00:00"),
            ("12 pm", "12:00"),
            ("24:00", "00:00"),
            ("7am", "07:00"),
        ] {
            let captures = rules.time.captures(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(format(time_of(&captures).unwrap()), want, "{text}");
        }
        for text in ["1.2 kWh", "90 min", "$0.45", "load_7"] {
            assert!(rules.time.captures(text).is_none(), "{text}");
        }
    }
}
