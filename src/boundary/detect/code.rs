//! Codes and passwords people tell each other: the code of a door, a PIN, the password "you gave me on the phone". What programs are
//! given as `key = value` is in `secret.rs`.

use std::ops::Range;

use super::Look::{Cue, Pattern};
use super::check::alone;
use super::trigger::Need::{Digits, Words};
use super::{Row, Seen};
use crate::boundary::finding::Class::Secret;

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: "CODE",
        class: Secret,
        name: "code-told",
        reason: "a code that opens something",
        look: Cue(
            "door code|gate code|entry code|alarm code|padlock code|access code|security code|lock code|safe code|garage code|keypad|\
                key code|keycode|lockbox|lockbox code|padlock|combination|cvv|cvv2|cvc|pin|pin code|pin number|passcode|otp|one-time code|\
                verification code|unlock code|door pin|voicemail pin|sort code|memorable word|security answer|\
                türcode|zugangscode|pin-code|geheimzahl|sicherheitscode|prüfziffer|tan|freischaltcode|schlüsselcode|tresorcode|\
                code de la porte|code porte|code d'accès|code d’accès|digicode|code du portail|code de l'immeuble|code de l’immeuble|code secret|\
                code confidentiel|code wifi|code de sécurité|cryptogramme|code de déverrouillage|code d'entrée|le code|\
                clave|clave de acceso|código de acceso|código de la puerta|código del portal|código de seguridad|código de la alarma|\
                código del garaje|el código|contraseña del wifi|clave del wifi",
        ),
        check: code,
        hits: &[
            ("New padlock code is 4190. Not", "4190"),
            ("Code de la porte : B2580, puis", "B2580"),
            ("expires 11/26, security code 318\nAgent", "318"),
            ("La clave del cuarto de contadores pasa a ser 2580A. Sin", "2580A"),
            ("Field gate padlock 0852.", "0852"),
            ("g le code : chaton1962 et", "chaton1962"),
            ("my PIN is 7714", "7714"),
        ],
        misses: &[
            "error code is 404",
            "the pin is broken",
            "PIN diagram 2024",
            "le code : simple",
            "security code review 2",
            "la clave es 10 minutos",
            "combination of 3 drugs",
            "pin 13 of the chip",
            "le code 200 en HTTP",
            "tan 45",
        ],
    },
    Row {
        kind: "PASSWORD",
        class: Secret,
        name: "password-told",
        reason: "what looks made up behind a word for a password",
        look: Pattern(
            &[Words(&["password", "passwort", "kennwort", "mot de passe", "contraseña", "passphrase", "wlan-schlüssel", "clave"])],
            r"(?i:password|passwort|kennwort|mot de passe|contraseña|passphrase|wlan-schlüssel|clave)(?:[ ][\p{L}'’]+){0,9}?[ ]{1,2}[\x22'(«“:]{0,2}[ ]?(?<v>[A-Za-z0-9!@#$%&*+=?._~-]{6,40})",
        ),
        check: made_up,
        hits: &[
            ("First-login password Badger-Lintel-41, she", "Badger-Lintel-41"),
            ("the temporary password you gave me on the phone (Spring!2024welcome) is", "Spring!2024welcome"),
            ("anyone my password which was purlONE-knit2 and", "purlONE-knit2"),
        ],
        misses: &[
            "password policy version 12.4.1",
            "the password must be changed every 90 days",
            "password reset for user-12",
            "password hashing with SHA-256",
            "password since 2024-05-06",
            "password manager in section-4",
        ],
    },
    Row {
        kind: "CODE",
        class: Secret,
        name: "card-security-code",
        reason: "a card's security code beside the month it ends",
        look: Pattern(
            &[Digits(4), Words(&["exp", "valid", "gültig", "cvv", "cvc", "cad", "caduc"])],
            r"(?i:exp(?:\.|iry|ires|iration)?|valid (?:thru|until)|gültig bis|cad(?:uca|\.)?)[ :]{0,3}\d{2}[/-]\d{2,4}[,;]?[ ](?i:cvv|cvc|cvv2|code|security code|sec\.? code)?[ :]{0,3}(?<v>\d{3,4})(?-u:\b)",
        ),
        check: alone,
        hits: &[("exp 11/26 CVV 318", "318")],
        misses: &["expires 11/26/2024 at 10", "exp 11/26"],
    },
];

/// Words before `code` that make it a program's, a shop's or a country's.
const OTHER: &[&str] = &[
    "error", "exit", "status", "http", "country", "zip", "post", "postal", "area", "source", "product", "discount", "promo", "coupon", "return",
    "response", "fehler", "erreur", "of", "sample", "color", "colour", "diagnosis", "icd", "billing", "civil", "penal", "dress",
];

fn code(seen: &Seen<'_>) -> Option<Range<usize>> {
    let line = seen.text.get(seen.span.clone())?;
    let cue = seen.text.get(seen.whole.clone())?.to_lowercase();
    let head = seen.text.get(..seen.whole.start)?.trim_end();
    let before = head.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    if OTHER.contains(&before.as_str()) {
        return None;
    }
    let mut rest = line.trim_start_matches([' ', '\u{a0}']);
    if rest.len() == line.len() && !line.starts_with([':', '=']) {
        return None;
    }
    // Up to six words of a place or a verb: `del cuarto de contadores pasa a ser`.
    let (mut told, mut steps) = (false, 0);
    loop {
        let next = rest.trim_start_matches([' ', ':', '=', '"', '\'', '(', '«', '\u{a0}', '„', '“']);
        told |= rest.get(..rest.len() - next.len()).is_some_and(|gap| gap.contains([':', '=']));
        rest = next;
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ')' | '"' | '»' | ':')).unwrap_or(rest.len());
        let word = rest.get(..length)?;
        if word.bytes().any(|byte| byte.is_ascii_digit()) || steps >= 7 || word.is_empty() {
            break;
        }
        let verb = ["is", "was", "ist", "lautet", "est", "es", "ser", "code", "number", "nummer", "now", "jetzt", "to", "kode"].contains(&word.to_lowercase().as_str());
        let place = word.chars().all(|c| c.is_lowercase() || c == '\'' || c == '’' || c == '-');
        if !(verb || place && !told) {
            return None;
        }
        told |= verb;
        steps += 1;
        rest = rest.get(length..)?;
    }
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '#' | '*' | '-'))).unwrap_or(rest.len());
    let value = rest.get(..end)?.trim_end_matches('-');
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let next = rest.get(end..)?;
    let ends = next.is_empty() || next.starts_with(['.', ',', ';', ')', '"', '\'', '\n', '!', '»', ' ', '“']);
    // `le code`, `clave`: words of programs and of talk; the value has to be mixed or told.
    let loose = ["le code", "el código", "clave", "combination", "tan", "keypad", "pin"].contains(&cue.as_str());
    let close = steps == 0 && (!loose || told);
    let fits = if letters > 0 { digits >= 2 && value.len() >= 4 } else { (3..=10).contains(&digits) };
    let unit = next.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    let counted = ["minutos", "minutes", "min", "days", "drugs", "of", "digits", "en", "chiffres", "stellen", "stellig"].contains(&unit.as_str());
    let year = digits == 4 && letters == 0 && (value.starts_with("19") || value.starts_with("20")) && !told;
    (fits && ends && !counted && !year && (told || close)).then(|| {
        let from = seen.span.end - rest.len();
        from..from + value.len()
    })
}

/// Letters and digits mixed with a mark or with capitals inside, as passwords are and words are not.
fn made_up(seen: &Seen<'_>) -> Option<Range<usize>> {
    let written = seen.text.get(seen.span.clone())?;
    let kept = written.trim_end_matches(['.', ',', '?', '!', '-', '~']);
    let digits = kept.bytes().filter(u8::is_ascii_digit).count();
    let small = kept.bytes().any(|byte| byte.is_ascii_lowercase());
    let capitals = kept.bytes().filter(u8::is_ascii_uppercase).count();
    let marks = kept.bytes().filter(|byte| !byte.is_ascii_alphanumeric()).count();
    let standard = ["SHA", "MD5", "AES", "RSA", "RFC", "ISO", "UTF", "NIST", "v1", "v2"].iter().any(|head| kept.starts_with(head));
    (digits > 0 && small && capitals > 0 && (marks > 0 || kept.len() >= 8) && !standard && !kept.contains('@'))
        .then(|| seen.span.start..seen.span.start + kept.len())
}
