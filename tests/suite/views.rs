//! The gate and the vault together: what is masked holds no private value in any view, and masking again changes nothing.

use fogline::boundary::finding::Class;
use fogline::boundary::gate::Gate;
use fogline::boundary::vault::{Origin, Vault};
use proptest::prelude::*;

const GIVEN: &[(&str, &str)] = &[
    ("PERSON_1", "Marta Kowalski"),
    ("PERSON_2", "Jürgen Müller"),
    ("ORG_1", "Brandt Logistik GmbH"),
    ("EMAIL_1", "marta.kowalski@example.com"),
    ("PHONE_1", "+49 170 1234567"),
    ("IBAN_1", "DE89 3704 0044 0532 0130 00"),
    ("ID_1", "471188"),
    ("MONEY_1", "0.31 EUR/kWh"),
    ("DATE_1", "1980-02-03"),
    ("TIME_1", "07:45"),
    ("TERM_1", "dishwasher"),
];

fn vault() -> Vault {
    let mut vault = Vault::default();
    for (placeholder, value) in GIVEN {
        assert!(vault.add_as(placeholder, value, Origin::Given).is_some());
    }
    vault
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Marta Kowalski",
        "M. Kowalski",
        "marta",
        "Ms Kowalski's",
        "Kowalski, Marta",
        "Маrtа",
        "M4rt4 K0walski",
        "M-a-r-t-a",
        "ikslawoK",
        "Kowaslki",
        "TWFydGEgS293YWxza2k=",
        "4d61727461",
        "Marta%20Kowalski",
        "Juergen Mueller",
        "Herr Müller",
        "J&uuml;rgen",
        "BRANDT-LOGISTIK",
        "brandtlogistik",
        "marta.kowalski@example.com",
        "marta dot kowalski at example dot com",
        "0170/1234567",
        "+49 (0)170 12 34 567",
        "DE89370400440532013000",
        "47 11 88",
        "four seven one one eight eight",
        "31 cents per kWh",
        "0,31 €/kWh",
        "3 Feb 1980",
        "03.02.1980",
        "quarter to eight",
        "7h45",
        "dish-washer",
        "dishwahser",
        " and ",
        ". ",
        ", ",
        " the ",
        "\n",
        " at 18:30 ",
        " for 5 EUR ",
        "(",
        ")",
        " 12 ",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn masked_text_holds_nothing_and_stays(pieces in prop::collection::vec(piece(), 0..12)) {
        let text = pieces.join(" ");
        let mut vault = vault();
        let gate = Gate::default();
        let masked = gate.mask_text(&text, &mut vault).unwrap();
        let left: Vec<_> = gate.inspect_text(&masked, &vault).unwrap().into_iter().filter(|finding| finding.class.acted_on()).collect();
        prop_assert!(left.is_empty(), "{text:?} as {masked:?} still holds {left:?}");
        prop_assert_eq!(gate.mask_text(&masked, &mut vault).unwrap(), masked);
    }

    #[test]
    fn findings_lie_on_characters(text in "\\PC{0,80}") {
        let length = text.chars().count();
        for finding in Gate::default().inspect_text(&text, &vault()).unwrap() {
            prop_assert!(finding.start < finding.end && finding.end <= length);
        }
    }
}

#[test]
fn what_is_no_private_value_passes_beside_what_is() {
    let text =
        "Anna Schmidt pays 0.32 EUR/kWh since 4 Feb 1980, at 7:46; MARTA pays 31 ct/kWh since 3.2.1980, from 7.45 am.";
    let findings = Gate::default().inspect_text(text, &vault()).unwrap();
    let of = |class: Class| {
        findings
            .iter()
            .filter(|finding| finding.class == class)
            .filter_map(|finding| finding.placeholder.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(Class::Vault), ["[PERSON_1]", "[MONEY_1]", "[DATE_1]", "[TIME_1]"]);
}
