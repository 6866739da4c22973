use super::*;

#[test]
fn numbers_that_reach_somebody_are_no_quantities() {
    let taken = |value: &str| Vault::default().add("term", value, Origin::Term).is_some();
    for value in ["+44 1632 960417", "+4930123456", "44710926", "MRN-44710926"] {
        assert!(taken(value), "{value}");
    }
    for value in ["90", "18:30", "1.2 kWh", "$0.45", "+12.5", "2026-11-22", "78 %"] {
        assert!(!taken(value), "{value}");
    }
}

#[test]
fn same_value_same_placeholder() {
    let mut vault = Vault::default();
    assert_eq!(vault.add("person", "Mark", Origin::Term).as_deref(), Some("[PERSON_1]"));
    assert_eq!(vault.add("PERSON", " mark ", Origin::Mapping).as_deref(), Some("[PERSON_1]"));
    assert_eq!(vault.add("PERSON", "Maya", Origin::Mapping).as_deref(), Some("[PERSON_2]"));
    assert_eq!(vault.add("DEVICE", "robot vacuum", Origin::Term).as_deref(), Some("[DEVICE_1]"));
    assert_eq!(vault.add("TERM", "Robot  Vacuum", Origin::Term).as_deref(), Some("[DEVICE_1]"));
    assert_eq!(vault.add("e-mail", "a@b.co", Origin::Detector).as_deref(), Some("[E_MAIL_1]"));
    assert_eq!(vault.add("état!", "Elise", Origin::Term).as_deref(), Some("[TAT_1]"));
    assert_eq!(vault.add("42", "Paul", Origin::Term).as_deref(), Some("[TERM_1]"));
    assert_eq!(vault.value_of("[PERSON_1]"), Some("Mark"));
    assert_eq!(vault.value_of("[PERSON_3]"), None);
    assert_eq!(vault.value_of("PERSON_1"), None);
    assert_eq!(vault.entries().len(), 6);
}

#[test]
fn refuses_what_would_hide_an_abstraction() {
    let mut vault = Vault::default();
    for value in
        ["", "  ", "…", "--", "22:30", "90 min", "$0.45", "42", "1,234", "78 %", "A", "2026-11-22", "17:00-20:00"]
    {
        assert_eq!(vault.add("TERM", value, Origin::Term), None, "{value}");
    }
    assert!(vault.add("ID", "4711893", Origin::Term).is_some());
    assert!(vault.add("BIRTHDATE", "1980-02-03", Origin::Detector).is_some(), "a detector knows what it found");
    assert_eq!(vault.set_terms(&["Maya", "22:30", "EV"]), [1]);
}

#[test]
fn keeps_given_placeholders() {
    let mut vault = Vault::default();
    assert_eq!(vault.add_as("PERSON_7", "Anna", Origin::Term).as_deref(), Some("[PERSON_7]"));
    assert_eq!(vault.add_as("[PERSON_2]", "Bob", Origin::Term).as_deref(), Some("[PERSON_2]"));
    assert_eq!(vault.add_as("PERSON_2", "Carl", Origin::Term), None);
    assert_eq!(vault.add("PERSON", "Dora", Origin::Term).as_deref(), Some("[PERSON_8]"));
    assert_eq!(vault.add_as("city", "Oslo", Origin::Term).as_deref(), Some("[CITY_1]"));
}

#[test]
fn a_single_letter_a_detector_found_stands_for_somebody_there_alone() {
    let mut vault = Vault::default();
    let told = || Told { detector: "x".into(), reason: "a name".into(), is_guarded: false, in_input: true };
    assert_eq!(vault.add_found("PERSON", "M.", told()).as_deref(), Some("[PERSON_1]"));
    assert_eq!(vault.add_found("PERSON", "M", told()).as_deref(), Some("[PERSON_2]"), "a full stop tells them apart");
    assert_eq!(vault.add_found("PERSON", "M.", told()).as_deref(), Some("[PERSON_1]"));
    assert_eq!(vault.add_found("PASSWORD", "!!!", told()).as_deref(), Some("[PASSWORD_1]"));
    assert_eq!(vault.value_of("[PERSON_1]"), Some("M."));
    assert_eq!(vault.add_found("PERSON", "Marta M. Weber", told()).as_deref(), Some("[PERSON_3]"));
    let found: Vec<_> = vault.find("I am M. and M is m!!!").into_iter().map(|hit| hit.placeholder).collect();
    assert_eq!(found, []);
}

#[test]
fn a_term_that_is_part_of_a_name_is_that_person() {
    let add = |vault: &mut Vault, kind: &str, value: &str, origin| vault.add(kind, value, origin).unwrap();
    let mut vault = Vault::default();
    vault.set_terms(&["Whitcombe", "Project Marta", "Harrowgate Ovens", "dishwasher"]);
    assert_eq!(add(&mut vault, "PERSON", "Eleanor Whitcombe", Origin::Detector), "[TERM_1]");
    assert_eq!(add(&mut vault, "PERSON", "Mrs Whitcombe", Origin::Detector), "[TERM_1]");
    assert_eq!(vault.value_of("[TERM_1]"), Some("Eleanor Whitcombe"));
    assert_eq!(vault.entries()[0].origin, Origin::Term);
    assert_eq!(add(&mut vault, "PERSON", "Marta", Origin::Detector), "[PERSON_1]", "a project is nobody");
    assert_eq!(add(&mut vault, "PERSON", "Gideon Harrowgate", Origin::Detector), "[PERSON_2]");
    // Both names of hers as two terms.
    let mut vault = Vault::default();
    vault.set_terms(&["Whitcombe", "Eleanor", "Harriet"]);
    assert_eq!(add(&mut vault, "PERSON", "Eleanor Whitcombe", Origin::Detector), "[TERM_1]");
    assert_eq!(add(&mut vault, "PERSON", "Dr Eleanor Whitcombe", Origin::Detector), "[TERM_1]");
    assert_eq!(add(&mut vault, "TERM", "Eleanor", Origin::Mapping), "[TERM_2]");
    // The other way round: what the local model names after a detector found it.
    let mut vault = Vault::default();
    assert_eq!(add(&mut vault, "PERSON", "Eleanor Whitcombe", Origin::Detector), "[PERSON_1]");
    assert_eq!(add(&mut vault, "TERM", "Whitcombe", Origin::Mapping), "[PERSON_1]");
    assert_eq!(vault.entries()[0].origin, Origin::Mapping, "what is called private stays so");
    assert_eq!(add(&mut vault, "TERM", "Whitcombe Street", Origin::Mapping), "[TERM_1]");
}

#[test]
fn the_family_name_may_stand_first_with_a_comma() {
    let mut vault = Vault::default();
    let one = vault.add("PERSON", "Okonkwo, Chidinma Adaeze", Origin::Detector);
    for spelling in ["Chidinma Okonkwo", "Chidinma Adaeze Okonkwo", "Okonkwo, Chidinma", "Okonkwo", "Ms Okonkwo"] {
        assert_eq!(vault.add("PERSON", spelling, Origin::Detector), one, "{spelling}");
    }
    assert_ne!(vault.add("PERSON", "Adaeze, Chidi", Origin::Detector), one);
}

#[test]
fn a_number_that_stands_in_the_input_is_given_to_nobody() {
    let mut vault = Vault::default();
    vault.reserve("Template [PERSON_1] and [PERSON_3], [note_2]");
    assert_eq!(vault.add("PERSON", "Anna", Origin::Term).as_deref(), Some("[PERSON_2]"));
    vault.reserve("[PERSON_2] is Anna");
    assert_eq!(vault.add("PERSON", "Bob", Origin::Term).as_deref(), Some("[PERSON_4]"));
    assert_eq!(vault.value_of("[PERSON_1]"), None);
}

#[test]
fn a_reason_tells_who_found_a_value_and_where() {
    let mut vault = Vault::default();
    let told = |in_input, is_guarded| Told {
        detector: "names".into(),
        reason: "a name, by the names model".into(),
        is_guarded,
        in_input,
    };
    vault.add_found("PERSON", "Marta Kowalski", told(true, false));
    vault.add_found("CITY", "Kittery Point", told(false, false));
    vault.add_found("KEY", "hunter2hunter2", told(true, true));
    vault.add("TERM", "Nightjar", Origin::Term);
    let hits = vault.find("Marta Kowalski, MARTA KOWALSKI, Kittery Point, Nightjar");
    let whole = |reason: &&str| !reason.contains("a part of it");
    let reasons: Vec<&str> = hits.iter().map(|hit| hit.reason.as_str()).filter(whole).collect();
    assert_eq!(
        reasons,
        [
            "found in your input: a name, by the names model",
            "the same as [PERSON_1], in other case; found in your input: a name, by the names model",
            "found in this run: a name, by the names model",
            "a private value of this run, [TERM_1]",
        ]
    );
    let detected: Vec<bool> = vault.entries().iter().map(Entry::is_only_detected).collect();
    assert_eq!(detected, [true, true, false, false], "a secret and a term take more than one key");
}

#[test]
fn a_copy_is_changed_alone() {
    let mut vault = Vault::default();
    vault.add("PERSON", "Mark", Origin::Term);
    let mut copy = vault.clone();
    copy.add("PERSON", "Maya", Origin::Term);
    assert_eq!((vault.find("Mark and Maya").len(), copy.find("Mark and Maya").len()), (1, 2));
}

#[test]
fn many_values_and_many_hits_cost_no_walk_over_all_of_them() {
    // Each of these took minutes where every value, or every hit, was compared with all others.
    let begun = std::time::Instant::now();
    let mut vault = Vault::default();
    for number in 0..20_000 {
        vault.add_as(&format!("PERSON_{number}"), &format!("Anna{number} Kowal{number}"), Origin::Given);
    }
    for number in 0..5_000 {
        vault.add("PERSON", &format!("Bert{number} Nowak{number}"), Origin::Detector);
    }
    assert_eq!(vault.entries().len(), 25_000);
    let loaded = begun.elapsed();
    let mut vault = Vault::default();
    vault.add("PERSON", "Anna Kowalski", Origin::Given);
    vault.add("TERM", "Project Heron", Origin::Term);
    let hits = vault.find(&"heron project ".repeat(15_000)).len();
    assert!(hits >= 14_999, "{hits}");
    assert!(vault.find(&"heron project, Project Heron. ".repeat(5_000)).len() >= 10_000);
    assert!(vault.find(&"anna kowalsk ".repeat(15_000)).len() >= 15_000);
    assert!(begun.elapsed().as_secs() < 60, "{loaded:?} and {:?}", begun.elapsed());
}

#[test]
fn names_on_two_sides_of_a_separator_are_two_mentions() {
    let mut vault = Vault::default();
    vault.add_as("PERSON_1", "Tomasz Wyrwicki", Origin::Given);
    for text in
        ["T. Wyrwicki; WYRWICKI; Tomasz W.", "T. Wyrwicki / WYRWICKI / Tomasz W.", "T. Wyrwicki\nWYRWICKI\nTomasz W."]
    {
        let hits = vault.find(text);
        let said: Vec<&str> = hits.iter().filter_map(|hit| text.get(hit.bytes.clone())).collect();
        assert!(said.iter().all(|said| !said.contains([';', '/', '\n'])), "{said:?}");
    }
}

#[test]
fn debug_shows_no_value() {
    let mut vault = Vault::default();
    vault.add("PERSON", "Zebulon", Origin::Term);
    let _ = vault.find("Zebulon");
    let shown = format!("{vault:?} {:?}", vault.entries());
    assert!(shown.contains("[PERSON_1]") && !shown.to_lowercase().contains("zebulon"), "{shown}");
}

#[test]
fn looks_again_after_an_addition() {
    let mut vault = Vault::default();
    vault.add("PERSON", "Mark", Origin::Term);
    assert_eq!(vault.find("Mark and Maya").len(), 1);
    vault.add("PERSON", "Maya", Origin::Term);
    assert_eq!(vault.find("Mark and Maya").len(), 2);
}

#[test]
fn spellings_of_one_person_share_a_placeholder() {
    let mut vault = Vault::default();
    let one = vault.add("PERSON", "M. Kowalski", Origin::Detector);
    for spelling in ["Marta Kowalski", "Ms Kowalski", "Marta", "KOWALSKI", "Dr. Marta Kowalski"] {
        assert_eq!(vault.add("PERSON", spelling, Origin::Detector), one, "{spelling}");
    }
    assert_eq!(vault.entries().len(), 1);
    assert_eq!(vault.value_of("[PERSON_1]"), Some("Marta Kowalski"), "the fullest name is put back");
}

#[test]
fn two_people_with_one_name_do_not_collapse() {
    let mut vault = Vault::default();
    assert_eq!(vault.add("PERSON", "Marta Kowalski", Origin::Detector).as_deref(), Some("[PERSON_1]"));
    assert_eq!(vault.add("PERSON", "Piotr Kowalski", Origin::Detector).as_deref(), Some("[PERSON_2]"));
    assert_eq!(vault.add("PERSON", "Marta Schmidt", Origin::Detector).as_deref(), Some("[PERSON_3]"));
    assert_eq!(vault.add("PERSON", "P. Kowalski", Origin::Detector).as_deref(), Some("[PERSON_2]"));
    assert_eq!(vault.add("PERSON", "Kowalski", Origin::Detector).as_deref(), Some("[PERSON_4]"), "it may be either's");
    // Terms are what the user says they are.
    let mut vault = Vault::default();
    vault.set_terms(&["Marta", "Marta Kowalski"]);
    assert_eq!(vault.entries().len(), 2);
}

#[test]
fn a_part_of_two_names_has_no_placeholder_of_its_own() {
    let mut vault = Vault::default();
    vault.add("PERSON", "Marta Kowalski", Origin::Given);
    vault.add("PERSON", "Piotr Kowalski", Origin::Given);
    let text = "Ask Kowalski, or Marta.";
    let hits = vault.find(text);
    let got: Vec<_> =
        hits.iter().map(|hit| (text.get(hit.bytes.clone()).unwrap(), hit.placeholder.as_deref())).collect();
    assert_eq!(got, [("Kowalski", None), ("Marta", Some("[PERSON_1]"))]);
}

#[test]
fn what_the_user_gives_is_taken_as_it_is() {
    let mut vault = Vault::default();
    for (placeholder, value) in [("MONEY_1", "0.31 EUR/kWh"), ("DATE_1", "1980-02-03"), ("TIME_1", "07:45")] {
        assert!(vault.add_as(placeholder, value, Origin::Given).is_some(), "{value}");
    }
    let text = "31 cents per kWh since 3 Feb 1980, 7.45 am";
    let found: Vec<_> = vault.find(text).into_iter().filter_map(|hit| hit.placeholder).collect();
    assert_eq!(found, ["[MONEY_1]", "[DATE_1]", "[TIME_1]"]);
}

#[test]
fn reasons_name_the_placeholder_alone() {
    let mut vault = Vault::default();
    vault.add("PERSON", "Marta Kowalski", Origin::Term);
    let hits = vault.find("Маrtа Kоwаlѕki, MARTA KOWALSKI");
    let reasons: Vec<&str> = hits.iter().map(|hit| hit.reason.as_str()).collect();
    assert!(
        reasons.contains(&"the same as [PERSON_1], letters replaced by look-alikes, or other accents"),
        "{reasons:?}"
    );
    assert!(reasons.iter().all(|reason| !reason.to_lowercase().contains("marta")), "{reasons:?}");
}
