#![allow(clippy::string_slice)]

use super::*;
use crate::boundary::vault::Origin;
use proptest::prelude::*;

fn vault() -> (Vault, Vec<String>) {
    let mut vault = Vault::default();
    let values = [("PERSON", "Anna Müller"), ("PERSON", "Bob [PERSON_1]"), ("API_KEY", "sk-1"), ("PLACE", "Köln")];
    let mut placeholders: Vec<String> =
        values.iter().map(|(kind, value)| vault.add(kind, value, Origin::Term).unwrap()).collect();
    for filler in 3..=12 {
        placeholders.push(vault.add("PERSON", &format!("Person Nr {filler}x"), Origin::Term).unwrap());
    }
    // One that never crossed.
    vault.add("SECRET", "hidden", Origin::Term);
    (vault, placeholders)
}

fn restore(pieces: &[&str]) -> (String, Vec<Note>) {
    let (vault, placeholders) = vault();
    through(Restorer::new(&vault, &placeholders), pieces)
}

fn through(mut restorer: Restorer, pieces: &[&str]) -> (String, Vec<Note>) {
    let mut out = String::new();
    for piece in pieces {
        out.push_str(&restorer.push(piece));
    }
    let (rest, notes) = restorer.finish();
    (out + &rest, notes)
}

fn lenient(placeholder: &str) -> Note {
    Note::Lenient { placeholder: placeholder.to_owned() }
}

fn unknown(text: &str) -> Note {
    Note::Unknown { text: text.to_owned() }
}

#[test]
fn restores_known_forms() {
    let exact: &[(&str, &str)] = &[
        ("Hi [PERSON_1].", "Hi Anna Müller."),
        ("[PERSON_1][PLACE_1]", "Anna MüllerKöln"),
        ("[PERSON_1]'s, [PERSON_1]s", "Anna Müller's, Anna Müllers"),
        ("**[PERSON_1]**", "**Anna Müller**"),
        ("[PERSON_12]", "Person Nr 12x"),
        ("[[PERSON_1]]", "[Anna Müller]"),
        ("[PERSON_2]", "Bob [PERSON_1]"),
        ("[API_KEY_1]", "sk-1"),
        ("no placeholders, [a link] and x[1]", "no placeholders, [a link] and x[1]"),
        (
            "XPERSON_1 person_1 MY_PERSON_1 PERSON_1_2 PERSON_123x",
            "XPERSON_1 person_1 MY_PERSON_1 PERSON_1_2 PERSON_123x",
        ),
        ("http [PLACE_1]", "http Köln"),
    ];
    for (text, expected) in exact {
        assert_eq!(restore(&[text]), ((*expected).to_owned(), vec![]), "{text}");
    }
    let bent: &[(&str, &str, &str)] = &[
        ("[person_1]", "Anna Müller", "[PERSON_1]"),
        ("[Person 1] x", "Anna Müller x", "[PERSON_1]"),
        ("[PERSON-1]", "Anna Müller", "[PERSON_1]"),
        ("[PERSON_1 is", "Anna Müller is", "[PERSON_1]"),
        ("PERSON_1] is", "Anna Müller is", "[PERSON_1]"),
        ("to PERSON_1.", "to Anna Müller.", "[PERSON_1]"),
        ("PERSON_1", "Anna Müller", "[PERSON_1]"),
        ("PERSON_1's", "Anna Müller's", "[PERSON_1]"),
        ("two PERSON_1s.", "two Anna Müllers.", "[PERSON_1]"),
        ("[PERSON_1's] car", "Anna Müller's car", "[PERSON_1]"),
        ("[PERSON_1 ] and", "Anna Müller and", "[PERSON_1]"),
        ("[PERSON_1)] and", "Anna Müller and", "[PERSON_1]"),
        ("[PERSON_1s]", "Anna Müllers", "[PERSON_1]"),
        ("\\[PERSON\\_1\\]", "Anna Müller", "[PERSON_1]"),
        ("[api_key_1]", "sk-1", "[API_KEY_1]"),
        ("[PERSON_12", "Person Nr 12x", "[PERSON_12]"),
    ];
    for (text, expected, placeholder) in bent {
        assert_eq!(restore(&[text]), ((*expected).to_owned(), vec![lenient(placeholder)]), "{text}");
    }
}

#[test]
fn nothing_is_put_back_inside_an_address_and_it_says_so() {
    let there = |placeholder: &str| Note::InAddress { placeholder: placeholder.to_owned() };
    for text in [
        "see https://x.org/[PERSON_1]?q=PERSON_1",
        "HTTP://x/[PERSON_1]",
        "www.evil.example/[PERSON_1]",
        "ftp://x/[PERSON_1]",
        "hxxps://x/[PERSON_1]",
        "mailto:[PERSON_1]",
        "evil.example/p?q=[PERSON_1]",
        "evil.example?q=[PERSON_1]",
        "[click](//evil.example/?q=[PERSON_1])",
        "[click](evil/[PERSON_1] \"x\")",
        "![](x.png?[person_1])",
        "<img src=x?[PERSON_1]>",
        "<a href='x [PERSON_1]'>",
        "//evil.example/[PERSON_1)]",
        "https://x/?q='[PERSON_1]'",
    ] {
        assert_eq!(restore(&[text]), (text.to_owned(), vec![there("[PERSON_1]")]), "{text}");
        let long = format!("{text} [PLACE_1]");
        assert_eq!(restore(&[&long]), (format!("{text} Köln"), vec![there("[PERSON_1]")]), "{text}");
    }
    for (text, expected) in [
        ("(https://x.example)[PERSON_1]", "(https://x.example)Anna Müller"),
        ("<https://x.example>[PERSON_1]", "<https://x.example>Anna Müller"),
        ("\"https://x.example\"[PERSON_1]", "\"https://x.example\"Anna Müller"),
        ("[a](https://x.example)[PERSON_1]", "[a](https://x.example)Anna Müller"),
        ("https://x.example [PERSON_1]", "https://x.example Anna Müller"),
        ("<a href=\"x\">[PERSON_1]</a>", "<a href=\"x\">Anna Müller</a>"),
        ("[PERSON_1] (see below), and/or [PERSON_1]?", "Anna Müller (see below), and/or Anna Müller?"),
    ] {
        assert_eq!(restore(&[text]), (expected.to_owned(), vec![]), "{text}");
    }
    assert_eq!(restore(&["https://x/[PERSON_77]"]).1, vec![unknown("[PERSON_77]")], "nor does the alarm stop there");
}

#[test]
fn bent_placeholders_nobody_minted_raise_the_alarm() {
    for (text, told) in [
        ("[person_88] came", "[person_88]"),
        ("PERSON_99, too", "PERSON_99"),
        ("so PERSON_99", "PERSON_99"),
        ("two PERSON_99s.", "PERSON_99"),
        ("[PERSON_99)] came", "[PERSON_99)]"),
        ("[PERSON_99 ] came", "[PERSON_99 ]"),
        ("[Person 99]", "[Person 99]"),
        ("[PERSON_99 came", "[PERSON_99"),
        ("\\[PERSON\\_99\\]", "[PERSON\\_99\\]"),
        ("www.x.example/PERSON_99", "PERSON_99"),
        ("EMAIL_3", "EMAIL_3"),
    ] {
        assert_eq!(restore(&[text]), (text.to_owned(), vec![unknown(told)]), "{text}");
        let none = Restorer::new(&Vault::default(), &[]);
        let (_, notes) = through(none, &[text]);
        assert_eq!(notes, [unknown(told)], "also where nothing crossed: {text}");
    }
    for text in
        ["[note 1], [Table 2] and [7]", "MY_PERSON_99 PERSON_99x person_99", "[PERSON_99x]", "[a PERSON]", "X_1"]
    {
        assert_eq!(restore(&[text]), (text.to_owned(), vec![]), "{text}");
    }
}

#[test]
fn what_stands_in_the_input_is_no_alarm() {
    let (mut vault, placeholders) = vault();
    vault.reserve("Template [PERSON_40] for Anna");
    let restorer = Restorer::new(&vault, &placeholders);
    let text = "[PERSON_40] and PERSON_40 for [PERSON_41]";
    assert_eq!(through(restorer, &[text]), (text.to_owned(), vec![unknown("[PERSON_41]")]));
}

#[test]
fn reports_unknown_placeholders_once_and_keeps_them() {
    let text = "[PERSON_99] [SECRET_1] [PERSON_99] [X_1y] [ABC] [_1] [KIND_] [note_1]";
    assert_eq!(restore(&[text]), (text.to_owned(), vec![unknown("[PERSON_99]"), unknown("[SECRET_1]")]));
    // What a value contains is never looked at again.
    assert_eq!(restore(&["[PERSON_2] [PERSON_2]"]).1, vec![]);
    assert_eq!(restore(&["[person_1] [Person_1]"]).1, vec![lenient("[PERSON_1]")]);
}

#[test]
fn holds_back_only_what_may_become_a_placeholder() {
    let (vault, placeholders) = vault();
    let mut restorer = Restorer::new(&vault, &placeholders);
    assert_eq!(restorer.push("Hello [x] and ["), "Hello [x] and ");
    assert_eq!(restorer.push("PER"), "");
    assert_eq!(restorer.push("IOD] and [UNKNOWN_1"), "[PERIOD] and [UNKNOWN_1");
    assert_eq!(restorer.push("] for [PERSON_1"), "] for ");
    assert_eq!(restorer.push("]!"), "Anna Müller!");
    assert_eq!(restorer.push(" [PLACE_"), " ");
    assert_eq!(restorer.finish(), ("[PLACE_".to_owned(), vec![unknown("[UNKNOWN_1]")]));
}

#[test]
fn debug_shows_no_value() {
    let (vault, placeholders) = vault();
    assert!(!format!("{:?}", Restorer::new(&vault, &placeholders)).contains("Anna"));
}

/// The same contract over a whole text, by regular expressions: an independent reading to compare with.
fn oracle(text: &str) -> (String, Vec<Note>) {
    let (vault, placeholders) = vault();
    let token = regex::Regex::new(
        r"(?P<open>\\?\[)(?P<k1>(?i:PERSON|API(?:\\?_|[ -])KEY|PLACE))(?:\\?_|[ -])(?P<n1>\d+)(?:(?P<s1>s|['’]s?)\]|(?P<c1>\\?\]|[ )]\])|(?P<o1>))|(?P<k2>PERSON|API\\?_KEY|PLACE)\\?_(?P<n2>\d+)(?:(?P<s2>s|['’]s?)\]|(?P<c2>\\?\]|[ )]\])|(?P<o2>))",
    )
    .unwrap();
    // Where addresses are is another table's to show.
    let mut address = Address::default();
    let mut inside = vec![false; text.len()];
    for (at, c) in text.char_indices() {
        inside[at] = address.is_inside();
        address.push(c);
    }
    let (mut out, mut notes, mut at) = (String::new(), Vec::new(), 0);
    let note = |notes: &mut Vec<Note>, note: Note| {
        if !notes.contains(&note) {
            notes.push(note);
        }
    };
    while let Some(captures) = token.captures_at(text, at) {
        let whole = captures.get(0).unwrap();
        out.push_str(&text[at..whole.start()]);
        let skip = |out: &mut String| {
            let first = text[whole.start()..].chars().next().unwrap();
            out.push(first);
            whole.start() + first.len_utf8()
        };
        if inside[whole.start()] {
            at = skip(&mut out);
            continue;
        }
        let before = text[..whole.start()].chars().next_back();
        let bare = captures.name("k2").is_some();
        let kind = captures.name("k1").or(captures.name("k2"));
        let number = captures.name("n1").or(captures.name("n2"));
        let placeholder = kind.zip(number).map(|(kind, number)| {
            let kind = kind.as_str().replace('\\', "").replace([' ', '-'], "_").to_uppercase();
            format!("[{kind}_{}]", number.as_str())
        });
        let known = placeholder.clone().filter(|placeholder| placeholders.contains(placeholder));
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let rest: Vec<char> = text[whole.end()..].chars().take(2).collect();
        let open_ended = captures.name("o1").is_some() || captures.name("o2").is_some();
        let ends = !open_ended
            || match rest.as_slice() {
                ['s'] | [] => true,
                ['s', next] | [next, ..] => !word(*next),
            };
        if let Some(placeholder) = known.filter(|_| ends && !(bare && before.is_some_and(word))) {
            out.push_str(vault.value_of(&placeholder).unwrap());
            out.push_str(captures.name("s1").or(captures.name("s2")).map_or("", |s| s.as_str()));
            if whole.as_str() != placeholder {
                note(&mut notes, lenient(&placeholder));
            }
            at = whole.end();
        } else {
            at = skip(&mut out);
        }
    }
    out.push_str(&text[at..]);
    (out, notes)
}

fn answer() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "[PERSON_1]", "[PERSON_12]", "[person_1]", "[Person 2]", "PERSON_1", "[PERSON_1", "PERSON_1]", "[PLACE_1]",
            "[API_KEY_1]", "API_KEY_1", "[PERSON_1's]", "PERSON_1s", "[SECRET_1]", "[UNKNOWN_1]", "[PERSON_99]", "\\[PERSON\\_1\\]",
            "[[PERSON_1]]", "[PERSON_", "[PERSON_1_2]", "[", "]", "_1", "s", "'s", "\\", "http://", "https://x/", "h", "PER", "](", "x.org/", " ]", ")]", "\"",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![" ", "\n", ".", ", ", "x", "ü", "1", "word "]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn any_split_gives_the_same(text in answer(), cuts in prop::collection::vec(0usize..80, 0..8)) {
        let whole = restore(&[&text]);
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).filter(|cut| text.is_char_boundary(*cut)).collect();
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        let mut at = 0;
        for cut in cuts {
            pieces.push(&text[at..cut]);
            at = cut;
        }
        pieces.push(&text[at..]);
        prop_assert_eq!(restore(&pieces), whole.clone());
        let single: Vec<String> = text.chars().map(String::from).collect();
        prop_assert_eq!(restore(&single.iter().map(String::as_str).collect::<Vec<_>>()), whole);
    }

    #[test]
    fn agrees_with_a_whole_text_reading(text in answer()) {
        let (restored, mut notes) = restore(&[&text]);
        notes.retain(|note| matches!(note, Note::Lenient { .. }));
        prop_assert_eq!((restored, notes), oracle(&text), "{}", text);
    }
}

/// A vault of any size, whose values look like placeholders themselves now and then.
fn sized(size: usize) -> (Vault, Vec<String>) {
    let mut vault = Vault::default();
    let kinds = ["PERSON", "PLACE", "PERSON_NAME", "P"];
    let mut placeholders = Vec::new();
    for number in 0..size {
        let value = match number % 5 {
            0 => format!("[{}_{}]x{number}", kinds[number % 4], number / 2),
            1 => format!("a[PERSON_{number}"),
            2 => format!("http://h{number}/"),
            _ => format!("value{number}v"),
        };
        placeholders.extend(vault.add(kinds[number % kinds.len()], &value, Origin::Given));
    }
    (vault, placeholders)
}

/// A piece of an answer: a placeholder of the vault (or of none), bent in some way, or text between.
fn piece(kind: usize, number: usize, bend: usize) -> String {
    let kind = ["PERSON", "PLACE", "PERSON_NAME", "P", "UNKNOWN"][kind % 5];
    match bend {
        0..=2 => format!("[{kind}_{number}]"),
        3 => format!("[{}_{number}]", kind.to_lowercase()),
        4 => format!("[{kind} {number}]"),
        5 => format!("[{kind}_{number}"),
        6 => format!("{kind}_{number}]"),
        7 => format!("{kind}_{number}"),
        8 => format!("[{kind}_{number}'s]"),
        9 => format!("\\[{kind}\\_{number}\\]"),
        10 => format!("[[{kind}_{number}]]"),
        11 => format!("[{kind}_[{kind}_{number}]]"),
        12 => format!("https://x/[{kind}_{number}] "),
        13 => format!("[{kind}_{number}_{number}]"),
        14 => format!("[{kind}_0{number}]"),
        15 => format!(" {kind}_{number}s, "),
        16 => "[".to_owned(),
        17 => "\n".to_owned(),
        _ => " wörd ".to_owned(),
    }
}

fn run(vault: &Vault, placeholders: &[String], pieces: &[&str]) -> (String, Vec<Note>) {
    let mut restorer = Restorer::new(vault, placeholders);
    let mut out = String::new();
    for piece in pieces {
        out.push_str(&restorer.push(piece));
    }
    let (rest, notes) = restorer.finish();
    (out + &rest, notes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_split_of_any_answer_gives_the_same(
        size in 0usize..=50,
        parts in prop::collection::vec((0usize..5, 0usize..60, 0usize..20), 0..16),
    ) {
        let (vault, placeholders) = sized(size);
        let text: String = parts.iter().map(|(kind, number, bend)| piece(*kind, *number, *bend)).collect();
        let whole = run(&vault, &placeholders, &[&text]);
        // At every place, and one character at a time.
        for (cut, _) in text.char_indices() {
            let (head, tail) = text.split_at(cut);
            prop_assert_eq!(&run(&vault, &placeholders, &[head, tail]), &whole);
        }
        let single: Vec<String> = text.chars().map(String::from).collect();
        prop_assert_eq!(&run(&vault, &placeholders, &single.iter().map(String::as_str).collect::<Vec<_>>()), &whole);
    }

    #[test]
    fn holds_back_no_more_than_a_beginning_of_something_known(
        size in 0usize..=50,
        parts in prop::collection::vec((0usize..5, 0usize..15, 0usize..20), 0..20),
    ) {
        let (vault, placeholders) = sized(size);
        let longest = placeholders.iter().map(std::string::String::len).max().unwrap_or(0);
        let mut restorer = Restorer::new(&vault, &placeholders);
        for (kind, number, bend) in parts {
            restorer.push(&piece(kind, number, bend));
            // A bent form is a few characters longer: a backslash before each mark, a possessive.
            prop_assert!(restorer.held.len() <= longest + 8, "{:?}", restorer.held.len());
        }
    }
}
