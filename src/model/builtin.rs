//! The home side without a model: detectors mask, the vault restores. Real, and useful with nothing but a cloud key.
//!
//! Masks here; what the vault puts back is the streamed answer itself ([`crate::boundary::restore`]). Not for deciding when it
//! plays (that is [`crate::setup`]) nor for finding anything itself (that is the gate).

use serde_json::{Map, Value, json};

use crate::boundary::gate::{Gate, Refusal};
use crate::boundary::vault::Vault;
use crate::pattern::{FieldKind, ReplyContract};

/// What a text field says that the masked text does not go into.
const NEUTRAL: &str = "Answer the question above.";

/// Does a stage whose `builtin` is `mask`: the reply such a stage owes. Question and context stand, masked, in the field
/// `problem` (else in the first text field); the map fields list what each placeholder stands for. Without a contract the
/// reply is the masked text.
///
/// # Errors
/// When the gate cannot decide ([`Gate::mask_text`]).
pub fn mask(
    gate: &Gate,
    vault: &mut Vault,
    contract: Option<&ReplyContract>,
    question: &str,
    context: &str,
) -> Result<String, Refusal> {
    let masked = gate.mask_text(&material(question, context), vault)?;
    let Some(contract) = contract else { return Ok(masked) };
    let entries = vault.entries().iter().map(|entry| (entry.placeholder(), entry.value().to_owned()));
    let mapping: Vec<(String, String)> =
        entries.filter(|(placeholder, _)| masked.contains(placeholder.as_str())).collect();
    Ok(reply(contract, &masked, &mapping))
}

fn material(question: &str, context: &str) -> String {
    [question.trim(), context.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The JSON a contract asks for, made of masked text and what its placeholders stand for.
fn reply(contract: &ReplyContract, masked: &str, mapping: &[(String, String)]) -> String {
    let is_text = |kind: &FieldKind| *kind == FieldKind::Text;
    let texts = || contract.fields.iter().filter(|(_, kind)| is_text(kind)).map(|(name, _)| name.as_str());
    let main = texts().find(|name| *name == "problem").or_else(|| texts().next());
    let value = |name: &str, kind: FieldKind| match kind {
        FieldKind::Text if main == Some(name) => json!(masked),
        FieldKind::Text => json!(NEUTRAL),
        FieldKind::Map => {
            mapping.iter().map(|(placeholder, value)| (placeholder.clone(), json!(value))).collect::<Value>()
        }
        FieldKind::List => json!([]),
        FieldKind::Number => json!(0),
        FieldKind::Bool => json!(false),
    };
    let fields: Map<String, Value> =
        contract.fields.iter().map(|(name, kind)| (name.clone(), value(name, *kind))).collect();
    Value::Object(fields).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(fields: &[(&str, FieldKind)]) -> ReplyContract {
        ReplyContract {
            fields: fields.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect(),
            public: vec!["problem".to_owned()],
        }
    }

    #[test]
    fn the_reply_meets_the_contract() {
        let contract = contract(&[
            ("target", FieldKind::Text),
            ("problem", FieldKind::Text),
            ("mapping", FieldKind::Map),
            ("steps", FieldKind::List),
            ("sure", FieldKind::Bool),
            ("score", FieldKind::Number),
        ]);
        let mapping = [("[PERSON_1]".to_owned(), "Maya \"the\" sleeper".to_owned())];
        let read: Value = serde_json::from_str(&reply(&contract, "Is [PERSON_1] home at 22:30?", &mapping)).unwrap();
        let expected = json!({
            "problem": "Is [PERSON_1] home at 22:30?",
            "target": NEUTRAL,
            "mapping": { "[PERSON_1]": "Maya \"the\" sleeper" },
            "steps": [], "sure": false, "score": 0,
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn the_first_text_field_serves_where_none_is_called_problem() {
        let contract = contract(&[("map", FieldKind::Map), ("abstract", FieldKind::Text), ("other", FieldKind::Text)]);
        let read: Value = serde_json::from_str(&reply(&contract, "masked", &[])).unwrap();
        assert_eq!(read, json!({ "map": {}, "abstract": "masked", "other": NEUTRAL }));
    }

    #[test]
    fn the_material_is_question_and_context() {
        assert_eq!(material("Ask? ", "\nfact\n"), "Ask?\n\nfact");
        assert_eq!(material("Ask?", " "), "Ask?");
    }
}
