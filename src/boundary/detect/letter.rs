//! People by where letters and chats put them: behind a greeting, below a closing formula, before an address in angle brackets,
//! and at the head of a line of a chat. What a line looks like decides here, so all of it goes through the text line by line.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Hit, name};
use crate::boundary::finding::Class::Identifier;

/// Longer texts than this have their letters read by the other detectors alone.
const MOST_LINES: usize = 20_000;

/// A line with people and their addresses is no longer than this, in bytes.
const LONGEST_HEAD: usize = 4_000;

/// Lines that end a letter, in small letters without the comma behind them.
static CLOSINGS: LazyLock<name::Set> = LazyLock::new(|| name::set(CLOSING_LINES));
const CLOSING_LINES: &str = "yours sincerely|yours faithfully|yours truly|yours|sincerely|sincerely yours|kind regards|best regards|warm regards|\
    warmest regards|regards|best wishes|with best wishes|best|all the best|many thanks|thanks|thank you|thanks again|thanks in advance|thx|\
    cheers|love|lots of love|take care|respectfully|respectfully submitted|cordially|signed|xx|xoxo|\
    mit freundlichen grüßen|mit freundlichem gruß|mit besten grüßen|mit herzlichen grüßen|freundliche grüße|freundliche grüsse|mit freundlichen grüssen|\
    beste grüße|viele grüße|liebe grüße|herzliche grüße|schöne grüße|schönen gruß|viele liebe grüße|gruß|grüße|lg|vg|mfg|hochachtungsvoll|\
    danke|vielen dank|besten dank|herzlichst|mit sportlichem gruß|mit sportlichen grüßen|sportliche grüße|mit lieben grüßen|mit vielen grüßen|tschüss|ciao|liebe grüsse|viele grüsse|eure|dein|deine|mit kollegialen grüßen|alles liebe|bis bald|ihr|ihre|euer|\
    cordialement|bien cordialement|très cordialement|bien à vous|bien à toi|salutations|sincères salutations|amitiés|bises|bisous|\
    bonne journée|bonne soirée|merci|merci d'avance|respectueusement|confraternellement|bien confraternellement|à bientôt|amicalement|\
    un saludo|saludos|saludos cordiales|un cordial saludo|cordialmente|atentamente|le saluda atentamente|un abrazo|abrazos|besos|\
    gracias|muchas gracias|quedo a la espera|fdo|firmado|sin otro particular";

/// How a letter or a message begins, in small letters.
const GREETINGS: &str = "hi|hello|hey|heya|hiya|dear|morning|good morning|good afternoon|good evening|evening|yo|hallo|moin|moin moin|\
    servus|grüezi|guten morgen|guten tag|guten abend|liebe|lieber|salut|slt|coucou|bonjour|bonsoir|cher|chère|hola|buenas|\
    buenos días|buenas tardes|buenas noches|buen día|querido|querida|estimado|estimada|ciao|caro|cara|olá|bom dia";

/// What is greeted and is nobody.
const NOBODY: &str = "there|all|everyone|everybody|team|folks|guys|world|sir|madam|claude|chatgpt|gemini|copilot|siri|alexa|llama|gpt|assistant|\
    zusammen|leute|alle|tous|toutes|tout|todos|todas|chat|bot|ai|ki|support|again|friend|friends|mom|dad|mum|kitty|reader|readers|\
    helpdesk|hr|tutti|le|la|à|a";

/// Parts of a chat that are no somebody.
const SPEAKERS: &str = "agent|customer|user|bot|system|assistant|support|admin|me|you|info|warn|warning|error|debug|trace|client|kunde|\
    ich|du|moi|yo|note|nota|task|todo|meeting|call|lunch|time|start|end|min|max|server|app|api|kernel";

/// Adds the names that letters and chats put in their places.
pub(super) fn find(text: &str, found: &mut Vec<Hit>) {
    let lines: Vec<Range<usize>> = super::lines(text).take(MOST_LINES).collect();
    for (index, line) in lines.iter().enumerate() {
        let Some(written) = text.get(line.clone()) else { continue };
        if index < 400 && written.len() < 400 {
            greeting(text, line, index, found);
        }
        if written.len() < 60 && is_closing(written) {
            let below = lines.get(index + 1..).unwrap_or_default().iter().take(4);
            if let Some(line) = below
                .filter(|line| text.get((*line).clone()).is_some_and(|line| !line.trim().is_empty()))
                .min_by_key(|line| line.start)
            {
                signed(text, line, true, found);
            }
        }
        if written.len() < LONGEST_HEAD && written.contains('<') && written.contains('@') {
            addressed(text, line, found);
        }
        speaker(text, line, found);
    }
    last(text, &lines, found);
    dashed(text, found);
}

fn is_closing(line: &str) -> bool {
    let plain = line.trim().trim_end_matches([',', '.', '!', ' ', ':']).trim_start_matches(['>', ' ']).to_lowercase();
    CLOSINGS.contains(plain.as_str())
        || [
            "sincerely",
            "regards",
            "grüßen",
            "grüsse",
            "cordialement",
            "atentamente",
            "saludo",
            "salutations distinguées",
        ]
        .iter()
        .any(|end| plain.ends_with(end) && plain.split(' ').count() <= 5)
}

/// A line that is a name, with at most what somebody is behind it. `below` a closing formula one word is enough.
fn signed(text: &str, line: &Range<usize>, below: bool, found: &mut Vec<Hit>) {
    let Some(written) = text.get(line.clone()) else { return };
    let bare = written.trim_start_matches([' ', '\t', '>', '-', '–', '—', '*', '~', '/']);
    let mut from = line.end - bare.len();
    for _ in 0..3 {
        let rest = text.get(from..line.end).unwrap_or_default();
        let Some(title) = [
            "Prof. ",
            "Dr. ",
            "Dr ",
            "Dra. ",
            "dr. ",
            "Dipl.-Ing. ",
            "i. A. ",
            "i.A. ",
            "i. V. ",
            "i.V. ",
            "gez. ",
            "Fdo.: ",
            "Mr ",
            "Mrs ",
            "Ms ",
            "Frau ",
            "Herr ",
            "Mme ",
            "D. ",
            "D.ª ",
        ]
        .iter()
        .find(|title| rest.starts_with(**title)) else {
            break;
        };
        from += title.len();
    }
    let rest = text.get(from..line.end).unwrap_or_default();
    let kept = rest.trim_end();
    if kept.is_empty() || kept.len() > 70 {
        return;
    }
    // `L.`, `N.`: an initial that signs.
    if below && kept.chars().count() == 2 && kept.ends_with('.') && kept.starts_with(char::is_uppercase) {
        found.push(Hit::person("signed", "a name below the end of a letter", from..from + kept.len()));
        return;
    }
    let Some(one) = name::at(text, &(from..line.end)) else {
        lower(text, from, line.end, below, found);
        return;
    };
    let Some(name) = text.get(one.span.clone()) else { return };
    let behind = text.get(one.span.end..line.end).unwrap_or_default();
    let ends = behind.trim().is_empty()
        || behind.starts_with([',', '('])
        || behind.starts_with(" (")
        || behind.starts_with(" -")
        || behind.starts_with(" –")
        || behind.starts_with(" |");
    let (rare, count) = name::rare_words(name);
    let proven = if below {
        rare > 0 || (count == 1 && behind.trim().is_empty() && name.chars().any(char::is_lowercase))
    } else {
        rare == count
    };
    if ends && proven && count > 0 && one.words <= 4 && !name::ends_as_organisation(name) {
        found.push(Hit::person("signed", "a name below the end of a letter", one.span));
    }
}

/// A given name in small letters below the end of a message.
fn lower(text: &str, from: usize, end: usize, below: bool, found: &mut Vec<Hit>) {
    let Some(kept) = text.get(from..end).map(str::trim_end) else { return };
    let words: Vec<&str> = kept.split(' ').collect();
    if below
        && words.len() <= 2
        && words.iter().all(|word| word.chars().all(char::is_alphabetic))
        && words.first().is_some_and(|word| name::is_listed(word))
    {
        found.push(Hit::person("signed", "a name below the end of a letter", from..from + kept.len()));
    }
}

/// `Refund it? – Mei-Ling Hsu`: a name behind a dash at the very end.
fn dashed(text: &str, found: &mut Vec<Hit>) {
    let kept = text.trim_end();
    let line = kept.rsplit('\n').next().unwrap_or_default();
    let Some((head, who)) =
        line.rsplit_once(" – ").or_else(|| line.rsplit_once(" — ")).or_else(|| line.rsplit_once(" - "))
    else {
        return;
    };
    let from = kept.len() - who.len();
    let Some(one) = name::at(text, &(from..kept.len())).filter(|one| one.span.end == kept.len()) else { return };
    let (rare, count) = name::rare_words(who);
    let sentence = head.trim_end().ends_with(['.', '?', '!', ')', ',']);
    if sentence && rare == count && (1..=3).contains(&count) && one.words <= 3 && !name::ends_as_organisation(who) {
        found.push(Hit::person("signed", "a name below the end of a letter", one.span));
    }
}

/// The last line of a message that is set off: a name alone.
fn last(text: &str, lines: &[Range<usize>], found: &mut Vec<Hit>) {
    let filled: Vec<(usize, &Range<usize>)> = lines
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, line)| text.get((*line).clone()).is_some_and(|line| !line.trim().is_empty()))
        .take(2)
        .collect();
    let [(at, line), (before, above)] = filled.as_slice() else { return };
    let prose = text
        .get((*above).clone())
        .is_some_and(|above| above.trim_end().ends_with(['.', '!', '?', ',', ')']) && above.len() > 20);
    let short =
        text.get((*line).clone()).is_some_and(|line| line.trim().len() < 40 && line.chars().any(char::is_lowercase));
    if prose && short && at > before {
        let count = found.len();
        signed(text, line, false, found);
        // Directly below a sentence only what is known to be a name.
        if at - before == 1
            && let Some(new) = found.get(count)
            && !text.get(new.span.clone()).is_some_and(|name| name.split(' ').any(name::is_listed))
        {
            found.truncate(count);
        }
    }
}

fn greeting(text: &str, line: &Range<usize>, index: usize, found: &mut Vec<Hit>) {
    let Some(written) = text.get(line.clone()) else { return };
    let bare = written.trim_start_matches([' ', '\t', '>', '*']);
    let head: String = bare.chars().take(16).flat_map(char::to_lowercase).collect();
    let Some(greeting) = GREETINGS
        .split('|')
        .filter(|word| head.strip_prefix(*word).is_some_and(|rest| rest.starts_with([' ', ','])))
        .max_by_key(|word| word.len())
    else {
        return;
    };
    // Case changes no length in these words' letters.
    let Some(rest) = bare.get(greeting.len()..) else { return };
    let rest = rest.trim_start_matches([' ', ',']);
    let mut from = line.end - rest.len();
    let first = name::word(rest);
    if NOBODY.split('|').any(|nobody| nobody == first.to_lowercase()) {
        return;
    }
    let titled = [
        "herr", "herrn", "frau", "mr", "mrs", "ms", "dr", "m", "mme", "sr", "sra", "señor", "señora", "don", "doña",
        "miss", "monsieur", "madame",
    ]
    .contains(&first.to_lowercase().as_str());
    if titled {
        let behind = rest.get(first.len()..).unwrap_or_default();
        from = line.end - behind.trim_start_matches(['.', ' ']).len();
    }
    let Some(rest) = text.get(from..line.end) else { return };
    let first = name::word(rest);
    if first.is_empty() || name::is_no_name(first) {
        return;
    }
    if first.starts_with(char::is_lowercase) {
        // `hallo herr vogel`, `slt karim`: at the very beginning, and a word that is a name.
        let plain = name::is_listed(first) || (titled && name::is_rare(first) && first.chars().count() > 2);
        if index == 0 && plain && !name::is_no_name(first) {
            found.push(Hit::person("greeted", "a name behind a greeting", from..from + first.len()));
        }
        return;
    }
    let Some(one) = name::at(text, &(from..line.end)) else { return };
    let Some(name) = text.get(one.span.clone()) else { return };
    let behind = text.get(one.span.end..line.end).unwrap_or_default();
    let ends = behind.trim().is_empty()
        || behind.starts_with([',', ':', '!', '.'])
        || behind.starts_with(" -")
        || behind.starts_with(" –")
        || behind.starts_with(" and ")
        || behind.starts_with(" und ")
        || behind.starts_with(" y ")
        || behind.starts_with(" et ");
    // `GitHub`, `iOS`: a capital within is a product's, apart from those of names.
    let inner = name.split([' ', '-', '\'', '’']).any(|word| {
        !(word.starts_with("Mc") || word.starts_with("Mac") || word.starts_with("De"))
            && word.chars().skip(1).any(char::is_uppercase)
    });
    let (rare, count) = name::rare_words(name);
    let proven = titled || rare == count && count > 0;
    if ends && !inner && proven && one.words <= 3 && !name::ends_as_organisation(name) {
        found.push(Hit::person("greeted", "a name behind a greeting", one.span));
    }
}

/// `Lorcan Mac Giolla Bhríde <lorcan@x.ie>`, as programs for mail write it.
fn addressed(text: &str, line: &Range<usize>, found: &mut Vec<Hit>) {
    let Some(written) = text.get(line.clone()) else { return };
    for (open, _) in written.match_indices('<') {
        let inner = written.get(open + 1..).and_then(|rest| rest.split_once('>')).map_or("", |(inner, _)| inner);
        if !inner.contains('@') || inner.contains(' ') || inner.len() > 80 {
            continue;
        }
        let head = written.get(..open).unwrap_or_default().trim_end_matches([' ', '"', '\'']);
        let start = head.rfind([':', ';', '>', '<', '|', '\t']).map_or(0, |at| at + 1);
        let part = head.get(start..).unwrap_or_default();
        // `Oakes, Perpetua <…>` is one name; of several people each has an address of their own.
        let part = match part.rsplit_once(", ") {
            Some((before, after)) if before.contains('@') || before.contains(',') || before.trim().contains(' ') => {
                after
            }
            _ => part,
        };
        let name = part.trim_start_matches([' ', '"', '\'', ',', '>']);
        let from = line.start + head.len() - name.len();
        let words: Vec<&str> = name.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let role = [
            "team",
            "support",
            "info",
            "service",
            "reply",
            "noreply",
            "newsletter",
            "list",
            "group",
            "office",
            "sales",
        ];
        if (1..=6).contains(&words.len())
            && words.iter().all(|word| {
                name::is_part(word.trim_end_matches('.')) && !word.contains(|c: char| c.is_ascii_digit() || c == '/')
            })
            && !words.iter().any(|word| role.contains(&word.to_lowercase().as_str()))
            && !name::ends_as_organisation(name)
        {
            found.push(Hit::person("mail-name", "a name before an e-mail address", from..from + name.len()));
        }
    }
}

/// `[21:03] mossy_tam: …`, `12/03/2024, 21:03 - Anna Smith: …`: who writes in a chat.
fn speaker(text: &str, line: &Range<usize>, found: &mut Vec<Hit>) {
    let Some(written) = text.get(line.clone()) else { return };
    let bytes = written.as_bytes();
    // Stamps begin with a bracket or a digit.
    if !bytes.first().is_some_and(|byte| *byte == b'[' || byte.is_ascii_digit()) {
        return;
    }
    let stamp = written
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '[' | ':' | '.' | '/' | ',' | ' ' | '-')))
        .unwrap_or(0);
    let (head, rest) = written.split_at_checked(stamp).unwrap_or(("", written));
    let colons = head.matches(':').count();
    let (closed, rest) = match rest.strip_prefix(']') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    // A clock with seconds is a log's, unless a date stands before it (`[12/03/24, 21:03:11]`).
    let clock = colons == 1 || (colons == 2 && head.contains('/') && closed);
    let dashed = head.ends_with("- ");
    if !clock || !(closed || dashed) || closed && !head.starts_with('[') {
        return;
    }
    let rest = rest.trim_start_matches(' ');
    let from = line.end - rest.len();
    let Some(colon) = rest.find(':').filter(|colon| (2..=40).contains(colon)) else { return };
    let who = rest.get(..colon).unwrap_or_default();
    if !rest.get(colon + 1..).is_some_and(|said| said.starts_with(' ')) {
        return;
    }
    // A sign or an emoji behind the name is none of it.
    let kept = who.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let plain = SPEAKERS.split('|').any(|part| part == kept.to_lowercase());
    let words = kept.split(' ').count();
    if kept.chars().any(char::is_alphabetic) && !plain && words <= 4 && !kept.contains(['/', '(', '=', '"']) {
        found.push(Hit {
            kind: if kept.contains(['_', '.']) || kept.chars().any(|c| c.is_ascii_digit()) {
                "HANDLE"
            } else {
                "PERSON"
            },
            class: Identifier,
            detector: "chat-speaker",
            reason: "who writes in a chat",
            span: from..from + kept.len(),
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn seen(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &mut found);
        found.into_iter().map(|hit| &text[hit.span]).collect()
    }

    #[test]
    fn letters_begin_and_end_with_names() {
        for (text, expected) in [
            ("See you then.\n\nYours sincerely,\nM. Kitto", vec!["M. Kitto"]),
            ("Schöne Grüße\nFenja\n\nReederei", vec!["Fenja"]),
            ("Un saludo,\n\nKoldo Arrizabalaga\nTalleres", vec!["Koldo Arrizabalaga"]),
            ("shout if that changed. Thanks\nL.", vec![]),
            ("Thanks,\nL.", vec!["L."]),
            ("Moin Onno,\n\nder Container", vec!["Onno"]),
            ("Morning Raj,\nnew kit", vec!["Raj"]),
            ("Buenos días, Itxaso:\n", vec!["Itxaso"]),
            ("hallo herr vogel hier", vec!["vogel"]),
            ("slt karim c lolo", vec!["karim"]),
            ("From: Lorcan Mac Giolla Bhríde <lorcan@x.ie>", vec!["Lorcan Mac Giolla Bhríde"]),
            ("To: Oakes, Perpetua <p@x.uk>, Raj Patel <r@x.uk>", vec!["Oakes, Perpetua", "Raj Patel"]),
            ("please say hello, the last one sat there for two days.\n\nZbigniew", vec!["Zbigniew"]),
            ("[21:03] mossy_tam: hi\n[21:04] Sole ⚘: no", vec!["mossy_tam", "Sole"]),
            ("12/03/2024, 21:03 - Anna Smith: hi", vec!["Anna Smith"]),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_letter_is_left() {
        for text in [
            "Hello World,\nthis is a test",
            "Hi Team,",
            "Hi ChatGPT, write",
            "Dear Hiring Manager,",
            "Best\nPractices for React",
            "Thanks,\nSupport Team",
            "[21:03] ERROR: no",
            "12:03:11 nginx: started",
            "10:30 - Meeting: budget",
            "a <b@c.d> e",
            "Hallo zusammen,",
            "Write it in a friendly tone, please.\n\nOutput",
            "Hello Kitty, the brand",
        ] {
            assert_eq!(seen(text), Vec::<&str>::new(), "{text}");
        }
    }
}
