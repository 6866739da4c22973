//! What a character becomes when a text is folded: lower case, no accents, one form for all that look alike.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends what `c` becomes: letters and digits only. Separators and invisible characters become nothing.
pub(crate) fn push(c: char, out: &mut String) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    if is_invisible(c) || is_combining_mark(c) {
        return;
    }
    if let Some(plain) = look_alike(c) {
        out.push_str(plain);
        return;
    }
    for part in std::iter::once(c).nfkd() {
        if part.is_ascii() {
            if part.is_ascii_alphanumeric() {
                out.push(part.to_ascii_lowercase());
            }
        } else if !is_combining_mark(part) {
            push_part(part, out);
        }
    }
}

fn push_part(part: char, out: &mut String) {
    if let Some(plain) = look_alike(part) {
        out.push_str(plain);
    } else if let Some(digit) = digit(part) {
        out.push(digit);
    } else if part.is_alphanumeric() {
        for lower in part.to_lowercase().filter(|c| !is_combining_mark(*c)) {
            match look_alike(lower) {
                Some(plain) => out.push_str(plain),
                None => out.push(lower),
            }
        }
    }
}

/// A whole text folded.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push(c, &mut out));
    out
}

/// A text folded, with every mark kept that is neither space nor hyphen: what makes two spellings the same value.
pub(crate) fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let before = out.len();
        push(c, &mut out);
        let dropped = c.is_whitespace() || c.is_control() || is_invisible(c) || is_combining_mark(c);
        if out.len() == before && !dropped && !matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
            out.push(if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c });
        }
    }
    out
}

/// Whether a character shows nothing: zero-width, direction marks, soft hyphen, variation selectors, tags.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{ffa0}' | '\u{e0000}'..='\u{e01ef}')
}

/// Whether a character belongs to a script that puts no spaces between words: Han, kana, Hangul (particles are glued), Thai,
/// Lao, Khmer, Burmese.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A digit of another script as an ASCII one.
fn digit(c: char) -> Option<char> {
    const ZEROS: &[u32] = &[
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
        0x1040, 0x17e0, 0x1810,
    ];
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// The Latin letters a character is drawn like (or, for ligatures and strokes, stands for). Unicode's table of confusables
/// knows most; what it leaves out because it differs a little to a careful eye is listed here.
fn look_alike(c: char) -> Option<&'static str> {
    const LETTERS: [&str; 26] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
        "w", "x", "y", "z",
    ];
    let listed = match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ᴉ' | 'ı' | 'ι' | 'Ι' | 'і' | 'І' | 'ɪ' | 'ӏ' | 'Ӏ' => "i",
        'ᗩ' | 'а' | 'А' | 'α' | 'Α' | 'ᴀ' | 'ɑ' | 'ɐ' => "a",
        'ᗷ' | 'в' | 'В' | 'β' | 'Β' | 'ʙ' | 'Ь' | 'ь' => "b",
        'ᑕ' | 'ɔ' | 'с' | 'С' | 'ϲ' | 'Ϲ' | 'ᴄ' | 'ⅽ' => "c",
        'ᗪ' | 'ᗡ' | 'đ' | 'Đ' | 'ð' | 'ԁ' | 'ᴅ' | 'ⅾ' => "d",
        'ᗴ' | 'ᕮ' | 'е' | 'Е' | 'ε' | 'Ε' | 'ᴇ' | 'є' | 'Є' | 'ҽ' | 'ǝ' => "e",
        'ᖴ' | 'ɟ' | 'ꜰ' | 'ғ' => "f",
        'ᘜ' | 'ƃ' | 'ɡ' | 'ɢ' | 'ց' => "g",
        'ᕼ' | 'ɥ' | 'һ' | 'Һ' | 'н' | 'Н' | 'Η' | 'ʜ' | 'հ' => "h",
        'ᒍ' | 'ɾ' | 'ј' | 'Ј' | 'ϳ' | 'ᴊ' => "j",
        'ʞ' | 'к' | 'К' | 'κ' | 'Κ' | 'ᴋ' | 'қ' => "k",
        'ᒪ' | 'ł' | 'Ł' | 'ʟ' | 'ⅼ' | 'ǀ' => "l",
        'ᗰ' | 'ɯ' | 'м' | 'М' | 'Μ' | 'ᴍ' | 'ⅿ' => "m",
        'ᑎ' | 'п' | 'η' | 'Ν' | 'ɴ' | 'ո' | 'ռ' | 'и' | 'И' => "n",
        'ø' | 'Ø' | 'о' | 'О' | 'ο' | 'Ο' | 'ᴏ' | 'օ' | 'σ' | 'Օ' => "o",
        'ᑭ' | 'р' | 'Р' | 'ρ' | 'Ρ' | 'ᴘ' => "p",
        'ԛ' | 'գ' => "q",
        'ᖇ' | 'ɹ' | 'г' | 'ʀ' | 'я' | 'Я' | 'ᴦ' => "r",
        'ᔕ' | 'ѕ' | 'Ѕ' | 'ꜱ' | 'ʂ' => "s",
        'ʇ' | 'т' | 'Т' | 'τ' | 'Τ' | 'ᴛ' => "t",
        'ᑌ' | 'υ' | 'ᴜ' | 'ս' | 'ц' => "u",
        'ᐯ' | 'ʌ' | 'ν' | 'ѵ' | 'Ѵ' | 'ᴠ' | 'ⅴ' => "v",
        'ᗯ' | 'ʍ' | 'ѡ' | 'ω' | 'ш' | 'ᴡ' | 'ԝ' | 'Ԝ' => "w",
        '᙭' | 'х' | 'Х' | 'χ' | 'Χ' | 'ⅹ' => "x",
        'ʎ' | 'у' | 'У' | 'γ' | 'Υ' | 'ү' | 'Ү' | 'ʏ' => "y",
        'ᘔ' | 'Ζ' | 'ᴢ' => "z",
        _ => "",
    };
    if !listed.is_empty() {
        return Some(listed);
    }
    let code = u32::from(c);
    // Letters in black circles and squares, regional indicators.
    for base in [0x1_f150_u32, 0x1_f170, 0x1_f1e6] {
        if let Some(letter) = code.checked_sub(base).and_then(|offset| LETTERS.get(offset as usize)) {
            return Some(letter);
        }
    }
    if !matches!(code, 0x180..=0x58f | 0x13a0..=0x13ff | 0x1d00..=0x1d7f | 0xa4d0..=0xa4ff | 0x1_0280..=0x1_032f)
        || code < 0x250
    {
        return None;
    }
    // One letter for one letter: a skeleton of more says something about shapes, not about reading.
    let shown = c.to_string();
    let mut skeleton = unicode_security::skeleton(&shown).filter(|c| !is_combining_mark(*c));
    let (first, second) = (skeleton.next()?, skeleton.next());
    let index = usize::from(u8::try_from(first.to_ascii_lowercase()).ok()?.checked_sub(b'a')?);
    LETTERS.get(index).copied().filter(|_| second.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_what_makes_no_difference() {
        for (text, expected) in [
            ("Robot Vacuum", "robotvacuum"),
            ("ro\u{200b}bot-va\u{ad}cuum", "robotvacuum"),
            ("Müller", "muller"),
            ("Mu\u{308}ller", "muller"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("Ｍａｙａ", "maya"),
            ("Мауа", "maya"),
            ("Κοwаlѕκі", "kowalski"),
            ("𝓜𝓪𝓻𝓽𝓪", "marta"),
            ("Ⓜⓐⓡⓣⓐ", "marta"),
            ("ᴍᴀʀᴛᴀ", "marta"),
            ("🅼🅰🆁🆃🅰", "marta"),
            ("Łukasz Đorđević", "lukaszdordevic"),
            ("٤٧١١", "4711"),
            ("４７１１", "4711"),
            ("松本", "松本"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
        assert_eq!(key("O’Brien, a.b@c"), "o'brien,a.b@c");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
