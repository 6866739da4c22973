//! How far an illness reaches in a text: the words before and behind its head that belong to it. Not for finding the head.

use super::Word;
use super::words::{ABBREVIATIONS, ADJECTIVES, BEHIND, GENERIC, MODIFIERS};

/// Whether nothing but one space stands between two words.
pub(super) fn joined(text: &str, first: &Word<'_>, second: &Word<'_>) -> bool {
    text.get(first.span.end..second.span.start).is_some_and(|gap| matches!(gap, " " | "\u{a0}" | "\n"))
}

/// The first word that belongs to an illness at `index`: what kind of it, on which side.
pub(super) fn backward(text: &str, words: &[Word<'_>], index: usize) -> usize {
    let mut first = index;
    for _ in 0..4 {
        let Some((before, word)) = first.checked_sub(1).and_then(|before| words.get(before)).zip(words.get(first))
        else {
            break;
        };
        if !joined(text, before, word) {
            break;
        }
        let lower = before.written.to_lowercase();
        let german = before.written.chars().next().is_some_and(char::is_lowercase)
            && [
                "ische",
                "ischer",
                "ischen",
                "isches",
                "ierte",
                "ierter",
                "ierten",
                "ierende",
                "ierender",
                "ierenden",
                "akute",
                "akuter",
                "akuten",
                "schwere",
                "schwerer",
                "schweren",
                "leichte",
                "linksseitige",
                "rechtsseitige",
                "beidseitige",
                "bakterielle",
                "virale",
                "arterielle",
                "diabetische",
                "mittelgradige",
                "posttraumatische",
                "bösartige",
            ]
            .iter()
            .any(|ending| lower.ends_with(ending));
        let numbered = before.written.len() <= 2
            && before.written.bytes().all(|byte| byte.is_ascii_digit())
            && first >= 2
            && words.get(first - 2).is_some_and(|kind| kind.written.eq_ignore_ascii_case("type"));
        let roman = before.written.bytes().all(|byte| matches!(byte, b'I' | b'V'))
            && first >= 2
            && words.get(first - 2).is_some_and(|kind| matches!(kind.written, "stage" | "Stage" | "grade"));
        if !(roman || MODIFIERS.contains(lower.as_str()) || MODIFIERS.contains(before.written) || german || numbered) {
            break;
        }
        first -= 1;
    }
    first
}

/// The last word that belongs to an illness at `index`: its type, stage, place.
pub(super) fn forward(text: &str, words: &[Word<'_>], index: usize) -> usize {
    let mut last = index;
    for step in 0..6 {
        let (Some(word), Some(next)) = (words.get(last), words.get(last + 1)) else { break };
        if !joined(text, word, next) {
            break;
        }
        let lower = next.written.to_lowercase();
        let head = word.written.to_lowercase();
        let small = next.written.chars().next().is_some_and(char::is_lowercase);
        let grade = [
            "stage", "type", "typ", "tipo", "stadium", "grade", "grad", "nyha", "gold", "stade", "grado", "estadio",
            "t",
        ]
        .contains(&head.as_str());
        let ahead = words.get(last + 2).filter(|ahead| joined(text, next, ahead));
        let value = |written: &str| {
            written.len() <= 4
                && (written.starts_with(|c: char| c.is_ascii_digit())
                    || written.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
                    || (written.len() <= 3 && written.bytes().any(|byte| byte.is_ascii_digit())))
        };
        let opens =
            ["stage", "type", "typ", "tipo", "stadium", "grade", "grad", "nyha", "gold", "stade", "grado", "estadio"]
                .contains(&lower.as_str())
                && ahead.is_some_and(|ahead| value(ahead.written));
        let letter = step == 0
            && (head.starts_with("hepatitis") || head.starts_with("hépatite") || head == "influenza")
            && next.written.len() == 1
            && next.written.chars().all(char::is_uppercase);
        let adjective = small
            && (BEHIND.split('|').any(|word| word == lower)
                || (lower.len() > 4 && ADJECTIVES.iter().any(|ending| lower.ends_with(ending)) && is_romance(&head)));
        let place = small
            && matches!(lower.as_str(), "of" | "de" | "du" | "del" | "des" | "à" | "a" | "au" | "d")
            && step == 0
            && (GENERIC.contains(&head.as_str())
                || is_romance(&head)
                || ["carcinoma", "fracture", "cancer", "cáncer", "dislocation"].contains(&head.as_str()));
        // `L4-L5`, `L5`, `A`: where, or which.
        let level = next.written.len() <= 6
            && next.written.starts_with(['L', 'C', 'T', 'S', 'D'])
            && next.written.bytes().filter(u8::is_ascii_digit).count() >= 1
            && next.written.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        let letter = letter || (step == 0 && (head == "grippe" || head == "gripe") && next.written == "A");
        let numbered = (grade && value(next.written)) || level;
        if opens || letter || adjective || numbered || (step == 0 && value(next.written) && head.ends_with("diabetes"))
        {
            last += 1;
        } else if step == 0 && small && (lower.starts_with("d'") || lower.starts_with("d’")) && is_romance(&head) {
            last += 1;
            if ahead.is_some_and(|ahead| matches!(ahead.written, "du" | "de" | "des"))
                && words.get(last + 2).is_some_and(|noun| noun.written.chars().next().is_some_and(char::is_lowercase))
            {
                last += 2;
            }
            break;
        } else if place {
            // `of the left tibia`, `a la proteína de la leche`: articles and up to three words.
            let mut to = last + 1;
            let mut nouns = 0;
            while nouns < 3 {
                let (Some(here), Some(next)) = (words.get(to), words.get(to + 1)) else { break };
                if !joined(text, here, next) || !next.written.chars().next().is_some_and(char::is_lowercase) {
                    break;
                }
                let lower = next.written.to_lowercase();
                let link = matches!(
                    lower.as_str(),
                    "the" | "left" | "right" | "la" | "el" | "le" | "los" | "las" | "de" | "del" | "du"
                );
                if nouns > 0
                    && !matches!(lower.as_str(), "de" | "del" | "du" | "la" | "of")
                    && !words.get(to).is_some_and(|word| matches!(word.written, "de" | "la" | "del" | "left" | "right"))
                {
                    break;
                }
                nouns += usize::from(!link);
                to += 1;
            }
            if nouns > 0 {
                last = to;
                let side =
                    words.get(to + 1).zip(words.get(to)).filter(|(next, here)| joined(text, here, next)).is_some_and(
                        |(next, _)| {
                            matches!(
                                next.written,
                                "gauche"
                                    | "droit"
                                    | "droite"
                                    | "izquierdo"
                                    | "izquierda"
                                    | "derecho"
                                    | "derecha"
                                    | "anterior"
                            )
                        },
                    );
                last += usize::from(side);
            }
            break;
        } else {
            break;
        }
    }
    last
}

/// Whether a word is French or Spanish by its look: adjectives stand behind those.
fn is_romance(lower: &str) -> bool {
    if (lower.len() <= 4 && ABBREVIATIONS.contains(lower.to_uppercase().as_str()))
        || ["grippe", "lupus", "crise", "ataque"].contains(&lower)
    {
        return true;
    }
    let endings = [
        "ie", "ose", "ite", "ia", "sis", "ción", "trouble", "torno", "drome", "ance", "cia", "ismo", "isme", "orse",
        "ture", "tura", "ncer", "tes", "ète", "sión", "gia", "meur", "tus", "rome", "ema", "ncé", "cer", "nce", "éa",
        "té", "ático", "álico", "álica",
    ];
    endings.iter().any(|ending| lower.ends_with(ending))
}
