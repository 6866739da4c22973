//! What the cases of other languages make of a name: `Skowrońska` becomes `Skowrońskiej`, `Marek` `Markiem`, `Çetinkaya`
//! `Çetinkayalar`. Slavic, Turkish, Hungarian, Finnish, Basque and Romanian endings beside the German and English ones.
//!
//! All folded. Endings are lists, not grammars: which one fits which name is not decided, only what no name and no word is
//! made of otherwise. Not for judging a place: see [`super::place`].

/// What is left of a name when its own ending is taken off, and what may follow then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stem {
    /// Nothing is taken off.
    Whole,
    /// `Skowrońsk|a`, `Novotn|ý`: declined like an adjective.
    Adjective,
    /// `Grażyn|a`.
    Feminine,
    /// `Mark|o`.
    Neuter,
    /// `Mar|e|k`: the vowel falls out.
    Mobile,
    /// `Lacôt|e`: what is made of it begins with a vowel of its own (`lacôtienne`).
    Derived,
}

/// Names of fewer letters take no ending but an s: too many words begin like them.
pub(super) const SHORTEST: usize = 5;

const GERMAN: &[&str] = &["s", "es", "ens", "n", "sche", "schen", "scher", "sches", "schem", "sch"];
/// One letter each: they make a word of another sort as often as a case.
const SINGLE: &[&str] = &["a", "e", "i", "o", "u", "y", "k", "n"];
const SLAVIC: &[&str] = &[
    "owi", "em", "iem", "ie", "ze", "owie", "ow", "ami", "om", "ach", "ovi", "ovy", "ovou", "ova", "ove", "ovo",
    "ovym", "ovic", "ima", "owa", "owej", "owna", "owny", "ych", "ymi", "ym",
];
const TURKISH: &[&str] = &[
    "lar", "ler", "lari", "leri", "larin", "lerin", "lara", "lere", "lardan", "lerden", "larla", "lerle", "nin", "nun",
    "in", "un", "ya", "ye", "yi", "yu", "da", "de", "ta", "te", "dan", "den", "tan", "ten", "la", "le", "yla", "yle",
    "gil", "giller", "gillerin", "ca", "ce", "daki", "deki",
];
const OTHER: &[&str] = &[
    "nak", "nek", "val", "vel", "nal", "nel", "hoz", "hez", "rol", "tol", "ban", "ben", "ek", "ak", "ekkel", "lla",
    "lle", "lta", "ssa", "sta", "ksi", "ren", "rekin", "ri", "tar", "ului", "lui", "ilor",
];
const ADJECTIVE: &[&str] = &[
    "iego", "iemu", "im", "ich", "imi", "iej", "ie", "a", "i", "y", "ej", "ou", "e", "eho", "emu", "ym", "ych", "ymi",
    "oj", "ogo", "omu", "oho", "u", "og", "om", "ih", "ima", "oi", "uiu",
];
const FEMININE: &[&str] = &[
    "y", "i", "e", "ie", "o", "u", "om", "ami", "ach", "ou", "oj", "oju", "ej", "in", "ina", "ino", "ini", "inu",
    "inom", "inog", "inoj", "ama", "ah", "am",
];
const NEUTER: &[&str] = &["a", "u", "om", "ov", "ova", "ovi", "ove", "ovo", "em", "owi"];
const MOBILE: &[&str] =
    &["a", "owi", "iem", "em", "u", "ie", "ovi", "om", "ow", "owie", "ami", "ach", "y", "i", "ova", "ov"];

/// What makes an adjective, a follower or a doctrine of a name in English, French, German, Spanish and Italian; most are written
/// small. No word of its own begins with a rare name and ends so.
const DERIVED: &[&str] = &[
    "esque",
    "esques",
    "ian",
    "ians",
    "ean",
    "eans",
    "ien",
    "iens",
    "ienne",
    "iennes",
    "ism",
    "isms",
    "isme",
    "ismes",
    "ismus",
    "ist",
    "ists",
    "iste",
    "istes",
    "isten",
    "ish",
    "isch",
    "ische",
    "ischen",
    "ischer",
    "isches",
    "ischem",
    "sch",
    "sche",
    "schen",
    "scher",
    "sches",
    "schem",
    "haft",
    "hafte",
    "haften",
    "hafter",
    "haftes",
    "ianer",
    "ianern",
    "ianers",
    "ianisch",
    "ianische",
    "ianischen",
    "ianischer",
    "ianisches",
    "like",
    "esk",
    "eske",
    "esken",
    "esco",
    "esca",
    "eschi",
    "iano",
    "iana",
    "iani",
    "iane",
    "ista",
    "istas",
    "ismo",
    "ier",
    "iers",
    "ite",
    "ites",
    "ize",
    "ized",
    "ise",
    "ised",
    "ing",
];
/// Those behind a name that has lost its last vowel: they begin with one.
const SHORTENED: &[&str] = &[
    "esque", "esques", "ian", "ians", "ien", "iens", "ienne", "iennes", "ism", "isms", "isme", "ismes", "ismus", "ist",
    "ists", "iste", "istes", "isten", "isch", "ische", "ischen", "ischer", "isches", "ischem", "ianer", "ianern",
    "esk", "eske", "esken", "esco", "esca", "iano", "iana", "ista", "istas", "ismo",
];

/// Whether an ending makes another word of a name: an adjective, a follower, a doctrine.
pub(super) fn is_derived(stem: Stem, ending: &str) -> bool {
    match stem {
        Stem::Whole => DERIVED.contains(&ending),
        Stem::Derived => SHORTENED.contains(&ending),
        _ => false,
    }
}

/// The endings a name may take behind what is left of it.
fn endings(stem: Stem) -> &'static [&'static [&'static str]] {
    match stem {
        Stem::Whole => &[GERMAN, SINGLE, SLAVIC, TURKISH, OTHER],
        Stem::Adjective => &[ADJECTIVE],
        Stem::Feminine => &[FEMININE],
        Stem::Neuter => &[NEUTER],
        Stem::Mobile => &[MOBILE],
        Stem::Derived => &[],
    }
}

/// Whether a name takes an ending behind what is left of it.
pub(super) fn takes(stem: Stem, ending: &str) -> bool {
    endings(stem).iter().any(|list| list.contains(&ending))
}

/// Whether an ending alone leaves open whether a name was meant: a word may end so by chance.
pub(super) fn is_weak(ending: &str) -> bool {
    ending.len() < 2 || GERMAN.contains(&ending) && !ending.starts_with("sch")
}

/// What is left of a name for each way it is declined.
pub(super) fn stems(name: &str) -> Vec<(String, Stem)> {
    let mut found = Vec::new();
    if name.len() < SHORTEST || !name.is_ascii() {
        return found;
    }
    let (head, last) = name.split_at(name.len() - 1);
    let adjective = ["sk", "ck", "zk"].iter().any(|end| head.ends_with(end)) && matches!(last, "a" | "i" | "y")
        || last == "y" && name.len() >= 6
        || last == "a" && head.ends_with("ov");
    if adjective {
        found.push((head.to_owned(), Stem::Adjective));
    } else if last == "a" {
        found.push((head.to_owned(), Stem::Feminine));
    } else if last == "o" {
        found.push((head.to_owned(), Stem::Neuter));
    }
    if name.len() > SHORTEST && matches!(last, "a" | "e" | "i" | "o" | "y") {
        found.push((head.to_owned(), Stem::Derived));
    }
    if let Some((root, "ek" | "ec" | "el")) = name.split_at_checked(name.len() - 2) {
        found.push((format!("{root}{last}"), Stem::Mobile));
    }
    found
}

/// The dative of a name in -a whose last consonant turns: `Monika`, `Monice`.
pub(super) fn turned(name: &str) -> Option<String> {
    const TURNS: &[(&str, &str)] =
        &[("cha", "sze"), ("ka", "ce"), ("ga", "dze"), ("ra", "rze"), ("ta", "cie"), ("da", "dzie")];
    TURNS
        .iter()
        .find_map(|(end, turned)| Some(format!("{}{turned}", name.strip_suffix(end).filter(|stem| stem.len() >= 3)?)))
}

/// Whether a folded word is a name with an ending of one of its cases.
pub(super) fn is_case_of(name: &str, word: &str) -> bool {
    if name.len() < 4 || word == name {
        return false;
    }
    word.strip_prefix(name).is_some_and(|ending| takes(Stem::Whole, ending))
        || stems(name)
            .iter()
            .any(|(stem, sort)| word.strip_prefix(stem.as_str()).is_some_and(|ending| takes(*sort, ending)))
        || turned(name).is_some_and(|turned| turned == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_is_made_of_names() {
        for (name, made) in [
            ("quattrocchi", "quattrocchiesque"),
            ("lacote", "lacotienne"),
            ("ashcombe", "ashcombian"),
            ("sauerbrey", "sauerbreysche"),
        ] {
            let whole = made.strip_prefix(name).is_some_and(|ending| is_derived(Stem::Whole, ending));
            let short = stems(name)
                .iter()
                .any(|(stem, sort)| made.strip_prefix(stem.as_str()).is_some_and(|ending| is_derived(*sort, ending)));
            assert!(whole || short, "{made}");
        }
        assert!(
            !is_derived(Stem::Whole, "holm") && !is_derived(Stem::Derived, "s") && !is_derived(Stem::Feminine, "ian")
        );
    }

    #[test]
    fn knows_the_cases_of_names() {
        for (name, cases) in [
            ("skowronska", &["skowronskiej", "skowronskich", "skowronskim", "skowronski"] as &[&str]),
            ("grazyna", &["grazyny", "grazynie", "grazyno", "grazynin"]),
            ("monika", &["monice", "moniki"]),
            ("marek", &["marka", "markiem", "markowi"]),
            ("quastenberg", &["quastenbergowi", "quastenbergiem", "quastenbergs", "quastenbergsche", "quastenberga"]),
            ("cetinkaya", &["cetinkayalar", "cetinkayanin", "cetinkayaya", "cetinkayadan", "cetinkayagil"]),
            ("novakova", &["novakove", "novakovou", "novakovej"]),
            ("kovacs", &["kovacsnak", "kovacshoz"]),
            ("zubieta", &["zubietas", "zubietaren"]),
        ] {
            for case in cases {
                assert!(is_case_of(name, case), "{case}");
            }
        }
        for (name, other) in [
            ("skowronska", "skowronek"),
            ("clara", "clarence"),
            ("schuman", "schumacher"),
            ("winter", "winterfeld"),
            ("eva", "evi"),
        ] {
            assert!(!is_case_of(name, other), "{other}");
        }
    }
}
