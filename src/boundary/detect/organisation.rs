//! Organisations by their legal form or kind of house, by the label of a form, or by words for working there.

pub(super) mod trade;

use std::ops::Range;
use std::sync::LazyLock;

use super::Look::Cue;
use super::name::{self, HOUSES, LEGAL_FORMS};
use super::{Row, Seen};
use crate::boundary::finding::Class::Identifier;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-legal-form",
        reason: "a name with the legal form of a company behind it",
        look: Cue(LEGAL_FORMS),
        check: |seen| before(seen, true),
        hits: &[
            ("bei der Müller & Söhne GmbH gearbeitet", "Müller & Söhne GmbH"),
            ("sued Acme Widgets, Inc. in", "Acme Widgets, Inc"),
            ("Société Durand SARL", "Société Durand SARL"),
            ("Northwind Traders LLC pays", "Northwind Traders LLC"),
            ("Siemens AG", "Siemens AG"),
            ("Construcciones Pérez S.L. firma", "Construcciones Pérez S.L."),
        ],
        misses: &[
            "the GmbH is",
            "Ltd stands for limited",
            "sa maison",
            "very limited time",
            "se llama",
            "Inc. and Ltd",
            "Temperature AB",
        ],
    },
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-house",
        reason: "a name with a kind of house behind it",
        look: Cue(HOUSES),
        check: |seen| before(seen, false),
        hits: &[
            ("at Mercy General Hospital on", "Mercy General Hospital"),
            ("the Bright Horizons Academy", "Bright Horizons Academy"),
            ("Initech Solutions", "Initech Solutions"),
            ("Universität Hamburg und Helios Klinikum", "Helios Klinikum"),
            ("First National Bank", "First National Bank"),
        ],
        misses: &[
            "the hospital is",
            "The Hospital is",
            "my Bank",
            "a university",
            "Operating Systems are",
            "Health Insurance",
            "Private School",
            "Control Group",
            "Renewable Energy",
            "Working Capital",
        ],
    },
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-of",
        reason: "a house with its name behind it",
        look: Cue(
            "university of|college of|bank of|hospital of|universität|universitätsklinikum|klinikum|université de|\
                université|hôpital|clinique|centre hospitalier|chu de|banque|universidad de|universidad|hospital|clínica|\
                banco|sparkasse|volksbank|kanzlei|société|institut|ministry of|stadtwerke|autohaus",
        ),
        check: after,
        hits: &[
            ("the University of Winchester is", "University of Winchester"),
            ("à l'Hôpital Saint-Louis hier", "Hôpital Saint-Louis"),
            ("à la Clinique du Parc", "Clinique du Parc"),
            ("im Klinikum Großhadern", "Klinikum Großhadern"),
            ("en el Hospital Clínico San Carlos", "Hospital Clínico San Carlos"),
        ],
        misses: &[
            "the Hospital is",
            "university of life",
            "a bank of Chairs",
            "Hospital Address:",
            "banque de données",
        ],
    },
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-labelled",
        reason: "a name behind a label for an organisation",
        look: Cue(
            "employer|company|company name|organization|organisation|provider|from|to|vendor|supplier|insurer|carrier|\
                facility|hospital|clinic|school|university|bank|bank name|institution|merchant|contractor|licensee|licensor|\
                plaintiff|defendant|firm|landlord|seller|buyer|business|business name|workplace|works for|org|employer name|\
                pharmacy|arbeitgeber|firma|unternehmen|auftraggeber|auftragnehmer|lieferant|krankenkasse|versicherer|klinik|\
                krankenhaus|employeur|entreprise|société|fournisseur|assureur|établissement|organisme|empresa|empleador|\
                compañía|proveedor|aseguradora|entidad|centro|organización",
        ),
        check: labelled,
        hits: &[
            ("Employer: Initech", "Initech"),
            ("Provider: Black Mesa Research", "Black Mesa Research"),
            ("From: Umbrella Corp", "Umbrella Corp"),
            ("Arbeitgeber: Bosch", "Bosch"),
            ("{\"company\": \"Stark & Sons\"}", "Stark & Sons"),
            ("<employer name=\"Soylent\" id", "Soylent"),
        ],
        misses: &[
            "employer: yes",
            "company: the best",
            "Provider: see below",
            "From: Berlin",
            "company = None",
            "To: Michelle Taylor",
            "Company: 12",
        ],
    },
    Row {
        kind: "ORG",
        class: Identifier,
        name: "org-employed",
        reason: "a name behind words for working there",
        look: Cue(
            "work at|works at|worked at|working at|work for|works for|worked for|working for|to work at|employed by|\
                employed at|job at|intern at|ceo of|cto of|cfo of|founder of|hired by|fired by|laid off by|employee of|\
                arbeite bei|arbeitet bei|arbeite für|arbeitet für|angestellt bei|beschäftigt bei|tätig bei|travaille chez|\
                travaille pour|employé chez|employée chez|employé par|chez|salarié de|salariée de|trabaja en|trabajo en|\
                trabaja para|trabajo para|empleado de|empleada de|on behalf of|represented by",
        ),
        check: employed,
        hits: &[
            ("I work for Verdafero", "Verdafero"),
            ("moved to work at Pacific Northwest Tech. Contact", "Pacific Northwest Tech"),
            ("sie arbeitet bei der Deutschen Bahn", "Deutschen Bahn"),
            ("il travaille chez Renault", "Renault"),
        ],
        misses: &["I work at home", "works for me", "work at Night", "works for Monday", "I work for My Boss"],
    },
];

/// Words that describe a kind of house rather than name one.
static KINDS: LazyLock<name::Set> = LazyLock::new(|| name::set(KIND_WORDS));
const KIND_WORDS: &str = "the|a|an|our|my|your|this|that|their|his|her|every|each|any|some|no|private|public|local|national|regional|\
    general|high|middle|primary|elementary|secondary|health|car|life|operating|control|working|venture|renewable|\
    solar|wind|business|web|it|cloud|file|support|focus|study|age|placebo|treatment|test|user|social|new|best|\
    smart|real|deep|data|open|source|free|when|if|in|at|der|die|das|ein|eine|unsere|meine|le|la|les|un|une|el|los|\
    las|una|home|travel|medical|dental|law|art|graduate|human|power|blood|food|and|of|for|from|to|with|customer|\
    kinetic|nuclear|potential|information|distributed|embedded|expert|neural|social|computer|complex|immune|\
    nervous|solar|european|american|german|french|british|see|use|using|dear|accident|liability|group|temperature|\
    type|hepatitis|vitamin|blood|plan|class|grade";

/// Words with a capital that open a sentence or a line beside the name, and belong to no organisation's.
static OPENERS: LazyLock<name::Set> = LazyLock::new(|| name::set(OPENING_WORDS));
const OPENING_WORDS: &str = "the|a|an|our|my|your|this|that|their|his|her|i|we|he|she|it|they|you|in|at|on|from|to|if|when|where|while|and|\
    or|but|dear|mr|mrs|ms|dr|prof|herr|frau|mme|contact|patient|client|employer|provider|company|claimant|\
    plaintiff|defendant|employee|customer|name|address|see|visit|call|please|attn|re|with|by|for|as|der|die|das|\
    ein|eine|unsere|le|les|un|une|el|los|las|una|nuestra|notre|not|inc|ltd|llc|corp|gmbh|hello|hi|is|are|was|does|\
    did|has|no|yes|all|every|each|some|any|both|between|under|after|before|since|until|because|also|however|bei|\
    beim|von|vom|zur|zum|im|am|chez|dans|à";

/// The name that ends with the cue: walks back over words with a capital.
pub(super) fn before(seen: &Seen<'_>, legal: bool) -> Option<Range<usize>> {
    let cue = seen.text.get(seen.whole.clone())?;
    let lower = cue.to_lowercase();
    if !cue.chars().next()?.is_uppercase() {
        return None;
    }
    // `SE`, `AB`, `SA`, `AG`, `CO`: two capitals are many things; the name has to be longer than a letter, the form in capitals.
    let short = cue.len() <= 3 && !matches!(lower.as_str(), "ltd" | "inc" | "llc" | "plc" | "llp" | "co");
    if short && cue.chars().any(char::is_lowercase) {
        return None;
    }
    let head = super::before(seen.text, seen.whole.start);
    let line = head.rsplit(['\n', '\r', '\t', '|', ':', ';', '"', '<', '>', '(', '=', '/']).next()?;
    let trimmed = line.strip_suffix(' ').or_else(|| line.strip_suffix('\u{a0}'))?;
    let mut start = seen.whole.start;
    let mut at = seen.whole.start - line.len() + trimmed.len();
    let mut words = 0;
    for (index, piece) in trimmed.rsplit(' ').take(6).enumerate() {
        let comma = piece.ends_with(',');
        // The full stop of the sentence before.
        if piece.ends_with('.') && piece.chars().count() > 2 && !matches!(piece, "St." | "Dr." | "Mt.") {
            break;
        }
        let opened = piece.trim_start_matches(['«', '“', '„', '‘', '\'', '[', '*', '_', '>', '¿', '¡']);
        let word = opened.trim_matches([',', '.', '\'', '’']);
        let capital = word.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_ascii_digit() && words > 0));
        let join = matches!(piece, "&" | "of" | "de" | "des" | "der" | "für" | "du" | "+")
            || (legal && matches!(piece, "and" | "und" | "et" | "y"));
        // A comma may stand before the form (`Acme, Inc.`), nowhere else.
        let fits = if join {
            words > 0
        } else {
            capital && !(comma && !(index == 0 && legal)) && !OPENERS.contains(word.to_lowercase().as_str())
        };
        if !fits {
            break;
        }
        if !join {
            words += 1;
            start = at - opened.len();
        }
        at = at.saturating_sub(piece.len() + 1);
        if opened.len() < piece.len() {
            break;
        }
    }
    // Words that only describe, at the beginning, do not belong to it.
    let mut kept = seen.text.get(start..seen.whole.start)?;
    while let Some((first, rest)) = kept.split_once(' ') {
        let plain = first.trim_matches([',', '.']).to_lowercase();
        let all_describe =
            kept.split_whitespace().all(|word| KINDS.contains(word.trim_matches([',', '.']).to_lowercase().as_str()));
        let article = matches!(
            plain.as_str(),
            "the"
                | "a"
                | "an"
                | "our"
                | "my"
                | "your"
                | "this"
                | "der"
                | "die"
                | "das"
                | "le"
                | "la"
                | "les"
                | "el"
                | "in"
                | "at"
                | "from"
                | "if"
                | "when"
                | "and"
                | "of"
                | "to"
        );
        if !(article || (all_describe && words > 0)) {
            break;
        }
        start += first.len() + 1;
        words -= 1;
        kept = rest;
    }
    let long = kept.trim().chars().count() >= 2;
    (words > 0 && long && !(short && words == 1 && kept.trim().chars().count() < 3)).then_some(start..seen.whole.end)
}

fn after(seen: &Seen<'_>) -> Option<Range<usize>> {
    let cue = seen.text.get(seen.whole.clone())?;
    let first = cue.chars().next()?;
    let from = behind(seen)?;
    if !first.is_uppercase() || from.start == seen.span.start {
        return None;
    }
    let rest = seen.text.get(from.clone())?;
    let small = ["du ", "de la ", "de l'", "de ", "des ", "del ", "der ", "am "]
        .iter()
        .find_map(|small| rest.strip_prefix(small));
    let from = from.end - small.unwrap_or(rest).len()..from.end;
    let found = name::at(seen.text, &from)?;
    let next = seen.text.get(found.span.end..)?;
    (!next.trim_start().starts_with(':')).then_some(seen.whole.start..found.span.end)
}

/// The span behind spaces.
fn behind(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    Some(seen.span.end - line.trim_start_matches([' ', '\u{a0}']).len()..seen.span.end)
}

/// A run of words with a capital, joined by `&`, `and`, `of` …, at most six.
pub(super) fn house(text: &str, from: &Range<usize>) -> Option<(Range<usize>, usize)> {
    let (mut at, mut end, mut words) = (from.start, from.start, 0);
    for _ in 0..7 {
        let rest = text.get(at..from.end)?;
        let mut word = rest
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '&' | '.')))
            .next()
            .unwrap_or_default();
        word = word.trim_end_matches('.');
        let first = word.chars().next();
        let capital = first.is_some_and(char::is_uppercase) && !(words == 0 && name::is_no_name(word));
        let joins = words > 0
            && matches!(word, "&" | "and" | "of" | "und" | "für" | "et" | "de" | "des" | "du" | "der" | "y" | "del");
        if !(capital || joins) {
            break;
        }
        at += word.len();
        if capital {
            words += 1;
            end = at;
        }
        let gap = text.get(at..from.end)?;
        let gap = gap
            .strip_prefix(", ")
            .filter(|rest| ["Inc", "LLC", "Ltd", "L.L.C"].iter().any(|form| rest.starts_with(form)))
            .map_or(usize::from(gap.starts_with(' ') && !gap.starts_with("  ")), |_| 2);
        if gap == 0 {
            break;
        }
        at += gap;
    }
    (words > 0).then_some((from.start..end, words))
}

fn labelled(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let bare = line.trim_start_matches([' ', '\t', '\u{a0}']);
    // `<employer name="X">`, `"company": "X"`, `Employer: X`.
    let bare = bare.strip_prefix("name").unwrap_or(bare).trim_start_matches(['"', '\'', '*', '_', ' ']);
    let value = bare.strip_prefix([':', '=', '>'])?.trim_start_matches([' ', '\t', '\u{a0}', '"', '\'', '*']);
    let from = seen.span.end - value.len()..seen.span.end;
    let label = seen.text.get(seen.whole.clone())?.to_lowercase();
    let (span, words) = house(seen.text, &from)?;
    let written = seen.text.get(span.clone())?;
    let next = seen.text.get(span.end..)?;
    // `From`, `To`, `Defendant`: people stand there too, and places; only what says that it is an organisation counts.
    let either = ["from", "to", "plaintiff", "defendant", "landlord", "seller", "buyer", "centro", "provider"]
        .contains(&label.as_str());
    let person = name::at(seen.text, &span).is_some_and(|name| name.given && name.words >= 2 && name.words == words);
    let house = name::ends_as_organisation(written);
    let ends = next.is_empty()
        || next.starts_with(['\n', '\r', ',', ';', '"', '\'', '<', '|', '}', ' ', '.', '*', '\t', ')', '»', '”']);
    let proper = written.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !matches!(written, "None" | "Null" | "True" | "False" | "Unknown" | "N/A");
    let fits = house
        || (!person
            && if either {
                label == "provider"
                    || label == "from"
                        && (words >= 2 || next.trim_start().starts_with("To:"))
                        && (next.is_empty() || next.trim_start_matches(' ').starts_with(['\n', '\r', '»', '.']))
            } else {
                true
            });
    (fits && ends && proper && !next.starts_with(" (") | house).then_some(span)
}

fn employed(seen: &Seen<'_>) -> Option<Range<usize>> {
    let from = behind(seen)?;
    if from.start == seen.span.start {
        return None;
    }
    let rest = seen.text.get(from.clone())?;
    let article = ["the ", "der ", "dem ", "den ", "la ", "le ", "l'", "l’", "el "]
        .iter()
        .find_map(|article| rest.strip_prefix(article));
    let from = from.end - article.unwrap_or(rest).len()..from.end;
    let (span, _) = house(seen.text, &from)?;
    let written = seen.text.get(span.clone())?;
    let person = name::at(seen.text, &span).is_some_and(|name| name.given && name.words <= 2)
        && !name::ends_as_organisation(written);
    let plain = ["Night", "Monday", "Home", "Day", "It", "God"].contains(&written);
    (!plain && !person && written.chars().count() >= 2).then_some(span)
}
