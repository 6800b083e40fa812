//! From bytes to text: byte order marks, UTF-8, UTF-16, GB18030 (which holds GBK and GB2312),
//! and which of them it was.

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};
use serde::Serialize;

/// How a text file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TextEncoding {
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, low byte first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, high byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    #[serde(rename = "gb18030")]
    Gb18030,
}

impl TextEncoding {
    /// The name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }

    /// Reads a name as people write it.
    pub fn parse(name: &str) -> Option<Self> {
        let name: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match name.as_str() {
            "utf8" => Some(Self::Utf8),
            "utf16" | "utf16le" | "unicode" => Some(Self::Utf16Le),
            "utf16be" => Some(Self::Utf16Be),
            "gb18030" | "gbk" | "gb2312" | "ansi" | "cp936" => Some(Self::Gb18030),
            _ => None,
        }
    }
}

/// A text and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a mark.
    pub text: String,
    /// How it was written.
    pub encoding: TextEncoding,
    /// Places that are no characters in this encoding.
    pub broken: usize,
    /// The file ends within a character.
    pub cut_off: bool,
}

impl Decoded {
    /// Text of which nothing is amiss.
    fn whole(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            encoding: TextEncoding::Utf8,
            broken: 0,
            cut_off: false,
        }
    }
}

/// Decodes a file; `forced` is what the user says.
pub fn decode(bytes: &[u8], forced: Option<TextEncoding>) -> Decoded {
    let marked = match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some((TextEncoding::Utf8, 3)),
        [0xff, 0xfe, ..] => Some((TextEncoding::Utf16Le, 2)),
        [0xfe, 0xff, ..] => Some((TextEncoding::Utf16Be, 2)),
        _ => None,
    };
    let (encoding, body) = match (forced, marked) {
        // A mark is no guess, and is no text whatever the user says.
        (_, Some((encoding, mark))) => (encoding, &bytes[mark..]),
        (Some(encoding), None) => (encoding, bytes),
        (None, None) => (guess(bytes), bytes),
    };
    let (cut_off, body) = match encoding {
        TextEncoding::Utf8 => match std::str::from_utf8(body) {
            Ok(text) => return Decoded::whole(text),
            // The last character has not arrived; what is before it is fine.
            Err(error) if error.error_len().is_none() => (true, &body[..error.valid_up_to()]),
            Err(_) => (false, body),
        },
        TextEncoding::Utf16Le | TextEncoding::Utf16Be => {
            (body.len() % 2 == 1, &body[..body.len() & !1])
        }
        TextEncoding::Gb18030 => (false, body),
    };
    let decoder = match encoding {
        TextEncoding::Utf8 => UTF_8,
        TextEncoding::Utf16Le => UTF_16LE,
        TextEncoding::Utf16Be => UTF_16BE,
        TextEncoding::Gb18030 => GB18030,
    };
    let (text, had_errors) = decoder.decode_without_bom_handling(body);
    let broken = if had_errors {
        text.matches(char::REPLACEMENT_CHARACTER).count()
    } else {
        0
    };
    Decoded {
        text: text.into_owned(),
        encoding,
        broken,
        cut_off,
    }
}

/// Without a mark: NUL bytes mean UTF-16; else UTF-8 if it can be. Two Chinese bytes of GBK can
/// pass for one letter of UTF-8 below U+0800, so text of nothing but those is GB18030.
fn guess(bytes: &[u8]) -> TextEncoding {
    let nuls = |parity: usize| {
        let half = bytes.iter().skip(parity).step_by(2);
        half.filter(|byte| **byte == 0).count()
    };
    if bytes.contains(&0) {
        return if nuls(0) > nuls(1) {
            TextEncoding::Utf16Be
        } else {
            TextEncoding::Utf16Le
        };
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return TextEncoding::Gb18030,
    };
    let mut foreign = valid.chars().filter(|c| !c.is_ascii()).peekable();
    if foreign.peek().is_some() && foreign.all(|c| ('\u{80}'..='\u{7ff}').contains(&c)) {
        TextEncoding::Gb18030
    } else {
        TextEncoding::Utf8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "序号,名称\n1,洛阳市㐀𠮷协会\n";

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn each_encoding_is_recognised_and_says_its_name() {
        let gb = GB18030.encode(TEXT).0.into_owned();
        let marked = |mark: &[u8], body: Vec<u8>| [mark.to_vec(), body].concat();
        let files = [
            (TEXT.as_bytes().to_vec(), TextEncoding::Utf8),
            (
                marked(b"\xef\xbb\xbf", TEXT.as_bytes().to_vec()),
                TextEncoding::Utf8,
            ),
            (gb, TextEncoding::Gb18030),
            (
                marked(b"\xff\xfe", utf16(TEXT, u16::to_le_bytes)),
                TextEncoding::Utf16Le,
            ),
            (utf16(TEXT, u16::to_le_bytes), TextEncoding::Utf16Le),
            (utf16(TEXT, u16::to_be_bytes), TextEncoding::Utf16Be),
        ];
        for (bytes, encoding) in files {
            let decoded = decode(&bytes, None);
            assert_eq!((decoded.text.as_str(), decoded.encoding), (TEXT, encoding));
            assert_eq!((decoded.broken, decoded.cut_off), (0, false));
        }
    }

    #[test]
    fn two_bytes_of_gbk_do_not_pass_for_a_letter_of_utf8() {
        let bytes = GB18030.encode("A,协").0.into_owned();
        assert!(std::str::from_utf8(&bytes).is_ok());
        assert_eq!(decode(&bytes, None).text, "A,协");
    }

    #[test]
    fn a_file_that_ends_within_a_character_is_still_utf8() {
        let decoded = decode(&TEXT.as_bytes()[..20], None);
        assert_eq!(decoded.encoding, TextEncoding::Utf8);
        assert!(decoded.cut_off);
    }

    #[test]
    fn the_user_has_the_last_word() {
        let decoded = decode("协会".as_bytes(), Some(TextEncoding::Gb18030));
        assert_eq!(decoded.encoding, TextEncoding::Gb18030);
        assert_eq!(TextEncoding::parse("GBK"), Some(TextEncoding::Gb18030));
        assert_eq!(TextEncoding::parse("utf_16"), Some(TextEncoding::Utf16Le));
        assert_eq!(TextEncoding::parse("latin1"), None);
    }
}
