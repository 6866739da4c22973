//! A rule of the pattern file: an expression that gives true, false, or a number from 0 to 1. Pure.

use minijinja::value::ValueKind;

use crate::pattern::template::{self, Values};

/// What a rule gives: true is 1, false 0; numbers are held within 0..1.
///
/// # Errors
/// Where the expression cannot be judged (a name without a value), or gives something else. Never contains a value.
pub fn judge(signal: &str, expression: &str, values: &Values) -> Result<f64, String> {
    let owner = format!("signal `{signal}`");
    let given = template::evaluate(&owner, "expr", expression, values).map_err(|error| error.detail)?;
    match given.kind() {
        ValueKind::Bool => Ok(f64::from(u8::from(given.is_true()))),
        ValueKind::Number => {
            let number = f64::try_from(given).ok().filter(|number| number.is_finite());
            number.map(|number| number.clamp(0.0, 1.0)).ok_or_else(|| "it gives no finite number".to_owned())
        }
        other => Err(format!("it gives a value of kind {other}: a rule gives true, false, or a number from 0 to 1")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_gives_a_truth_or_a_number_within_bounds() {
        let values = Values { question: "Is Maya due?".into(), context: "secret".into(), ..Values::default() };
        let judged = |expression: &str| judge("r", expression, &values);
        for (expression, wanted) in [
            ("question|length > 3", 1.0),
            ("'maya' in context", 0.0),
            ("0.25", 0.25),
            ("question|length", 1.0),
            ("-3", 0.0),
            ("1 if context else 0", 1.0),
        ] {
            assert_eq!(judged(expression), Ok(wanted), "{expression}");
        }
        for (expression, part) in [
            ("question", "kind string"),
            ("gone.text", "`gone.text` has no value"),
            ("[1]", "kind sequence"),
            ("1 / 0", ""),
        ] {
            let error = judged(expression).unwrap_err();
            assert!(error.contains(part) && !error.contains("Maya") && !error.contains("secret"), "{error}");
        }
    }
}
