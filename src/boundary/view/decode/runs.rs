//! Runs of characters that are bytes written in another base: Base64, Base32, hexadecimal. Not for lists of codes: see
//! [`mod@super::codes`].

use std::ops::Range;

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Code, hex};
use crate::boundary::view::Derived;

/// Runs of Base64 and hexadecimal characters.
pub(super) fn runs(text: &str, found: &mut Vec<(Code, Derived)>) {
    let bytes = text.as_bytes();
    let member = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).copied().is_some_and(member) {
            at += 1;
            continue;
        }
        let start = at;
        let mut line = at;
        while let Some(byte) = bytes.get(at).copied() {
            if member(byte) {
                at += 1;
            } else if matches!(byte, b'\n' | b'\r')
                && at - line >= 40
                && bytes.get(at + 1).is_some_and(|next| member(*next) || *next == b'\n')
            {
                // Base64 of mails and keys is broken into lines.
                at += 1;
                line = at;
            } else {
                break;
            }
        }
        if at - start >= 8 {
            run(text, start..at, found);
        }
    }
}

fn run(text: &str, span: Range<usize>, found: &mut Vec<(Code, Derived)>) {
    let Some(run) = text.get(span.clone()) else { return };
    // A name in front (`data=…`, `token-…`) is no part of it.
    let head = run.trim_end_matches('=').rfind('=').map_or(0, |at| at + 1);
    let (span, run) = (span.start + head..span.end, run.get(head..).unwrap_or_default());
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let hexadecimal = run.strip_prefix("0x").unwrap_or(run);
    if hexadecimal.len() >= 8
        && hexadecimal.len().is_multiple_of(2)
        && hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit())
    {
        let decoded: Vec<u8> = (0..hexadecimal.len() / 2)
            .filter_map(|index| u8::try_from(hex(hexadecimal.as_bytes().get(index * 2..)?, 2)?).ok())
            .collect();
        printable(&decoded, &span, Code::Hex, found);
    }
    // Eight digits a byte, without a mark between.
    if run.len() >= 32 && run.len().is_multiple_of(8) && run.bytes().all(|byte| matches!(byte, b'0' | b'1')) {
        let byte = |index: usize| u8::from_str_radix(run.get(index * 8..index * 8 + 8)?, 2).ok();
        let decoded: Vec<u8> = (0..run.len() / 8).filter_map(byte).collect();
        printable(&decoded, &span, Code::Codes, found);
    }
    // Written small it has a figure among its letters, or is a word.
    let small = run.len() >= 16 && digits > 0 && run.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
    let upper = if small { run.to_ascii_uppercase() } else { String::new() };
    if let Some(decoded) = base32(if small { &upper } else { run }) {
        printable(&decoded, &span, Code::Base32, found);
    }
    // Ordinary words: small letters behind the first, or capitals alone.
    let upper = run.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    let lower = run.bytes().filter(u8::is_ascii_lowercase).count();
    if (upper == 0 || lower == 0) && !(digits > 0 && (upper > 0 || lower > 0) && run.len() >= 12) {
        return;
    }
    let clean: Vec<u8> = run.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').collect();
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let alphabet = if clean.iter().any(|byte| matches!(byte, b'-' | b'_')) { URL_SAFE } else { STANDARD };
    let engine = GeneralPurpose::new(&alphabet, config);
    // A run may be cut out of a longer one, so it may begin anywhere in a group of four.
    for skip in 0..4 {
        let Some(mut piece) = clean.get(skip..) else { break };
        if piece.len() % 4 == 1 {
            piece = piece.get(..piece.len() - 1).unwrap_or_default();
        }
        if let Ok(decoded) = engine.decode(piece) {
            printable(&decoded, &span, Code::Base64, found);
        }
    }
    // Separators of the address-safe alphabet may also be separators.
    if run.contains(['-', '_', '/', '+']) {
        let mut offset = span.start;
        for piece in run.split(['-', '_', '/', '+']) {
            if piece.len() >= 8 && piece.len() < run.len() {
                self::run(text, offset..offset + piece.len(), found);
            }
            offset += piece.len() + 1;
        }
    }
}

/// What of decoded bytes can be read: each piece of at least four characters, all of it said by `span`.
fn printable(decoded: &[u8], span: &Range<usize>, code: Code, found: &mut Vec<(Code, Derived)>) {
    let mut add = |piece: &str| {
        let letters = piece.chars().filter(|c| c.is_alphanumeric()).count();
        if letters >= 4 {
            let mut derived = Derived::with_capacity(piece.len());
            derived.push(piece, span);
            found.push((code, derived));
        }
    };
    for chunk in decoded.utf8_chunks() {
        for piece in chunk.valid().split(|c: char| c.is_control() && !c.is_whitespace()) {
            add(piece);
        }
    }
    // UTF-16, as Windows writes it.
    let wide = |offset: usize| decoded.get(offset..).unwrap_or_default().iter().step_by(2).all(|byte| *byte == 0);
    if decoded.len() >= 8 && (wide(0) || wide(1)) {
        add(&decoded.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect::<String>());
    }
}

/// Five bits a letter (RFC 4648): `IRQWG2DTNRQWOZLS`.
fn base32(run: &str) -> Option<Vec<u8>> {
    let clean = run.trim_end_matches('=');
    if clean.len() < 8 || !clean.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7')) {
        return None;
    }
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut out = Vec::with_capacity(clean.len() * 5 / 8);
    for byte in clean.bytes() {
        let value = if byte.is_ascii_uppercase() { byte - b'A' } else { byte - b'2' + 26 };
        bits = (bits << 5 | u32::from(value)) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    std::str::from_utf8(&out).is_ok_and(|text| !text.contains(char::is_control)).then_some(out)
}
