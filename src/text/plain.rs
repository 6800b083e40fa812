//! Text of one line that people typed. The type says that it holds nothing that a terminal must
//! not see, wherever it comes from.

use std::fmt;
use std::ops::Deref;

use ecow::EcoString;
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use unicode_normalization::char::is_combining_mark;

use super::cells::{is_forbidden, visible};

/// Longest text that is typed, in characters.
pub const MAX_CHARS: usize = 500;
/// Most marks that stand on one character: no script needs more.
const MAX_MARKS: usize = 8;
/// Longest text that is read from a file, in characters.
const MAX_READ: usize = 2000;

/// A text that is too long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", t!("文字太长：{chars} 个字，最多 {MAX_CHARS} 个字，请删短后再保存", "too long: {chars} characters, at most {MAX_CHARS}; shorten it and save again"))]
pub struct TooLong {
    /// How long it is, in characters.
    pub chars: usize,
}

/// A text of one line without control and direction characters. Made from any text it leaves
/// them out; read from a file it refuses them, so that the file can be named. Short ones stand
/// in place: there are millions in a ledger of the whole country.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Plain(EcoString);

impl Plain {
    /// What people type: every space is a plain one, the ends are trimmed, what nobody can see
    /// goes, and there is a limit.
    pub fn typed(text: &str) -> Result<Self, TooLong> {
        let text = visible(text);
        let spaced = |c: char| if c.is_whitespace() { ' ' } else { c };
        let mut marks = 0;
        let few = |c: &char| {
            marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
            marks <= MAX_MARKS
        };
        let text: String = text.trim().chars().map(spaced).filter(few).collect();
        match text.chars().count() {
            chars if chars > MAX_CHARS => Err(TooLong { chars }),
            _ => Ok(Self(text.into())),
        }
    }

    /// A text that was kept; nothing if it is one that cannot have been.
    pub fn kept(text: &str) -> Option<Self> {
        // No text has more characters than bytes.
        let short = text.len() <= MAX_READ;
        (short && !text.chars().any(is_forbidden)).then(|| Self(text.into()))
    }

    /// The text as a slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Plain {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self(visible(text).as_ref().into())
    }
}

impl From<&String> for Plain {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Plain {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Plain> for String {
    fn from(text: Plain) -> Self {
        text.0.into()
    }
}

impl From<Plain> for EcoString {
    fn from(text: Plain) -> Self {
        text.0
    }
}

impl PartialEq<str> for Plain {
    fn eq(&self, text: &str) -> bool {
        self.0 == text
    }
}

impl PartialEq<&str> for Plain {
    fn eq(&self, text: &&str) -> bool {
        self.0 == *text
    }
}

impl PartialEq<String> for Plain {
    fn eq(&self, text: &String) -> bool {
        self.0 == text.as_str()
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Failing inside the visitor makes a reader name the line of the text, and not that of
        // what follows.
        struct OneLine;

        impl Visitor<'_> for OneLine {
            type Value = Plain;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Plain, E> {
                if text.chars().any(is_forbidden) {
                    let seen = visible(text);
                    return Err(E::custom(t!(
                        "「{seen}」含有控制字符",
                        "\"{seen}\" holds control characters"
                    )));
                }
                // No text has more characters than bytes.
                if text.len() > MAX_READ && text.chars().count() > MAX_READ {
                    let chars = text.chars().count();
                    return Err(E::custom(t!(
                        "文字太长：{chars} 个字，最多 {MAX_READ} 个字",
                        "too long: {chars} characters, at most {MAX_READ}"
                    )));
                }
                Ok(Plain(text.into()))
            }
        }

        deserializer.deserialize_str(OneLine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_become_spaces_and_escapes_go() {
        let typed = Plain::typed(" 已签\n租赁\u{1b}[31m合同 ").expect("short");
        assert_eq!(typed, "已签 租赁[31m合同");
        let typed = Plain::typed("a\u{202e}b\u{3000}c").expect("short");
        assert_eq!(typed, "ab c");
        let typed =
            Plain::typed(&format!("张\u{200b}三e{}", "\u{301}".repeat(499))).expect("short");
        assert_eq!(typed, format!("张三e{}", "\u{301}".repeat(8)));
        assert_eq!(Plain::from("一\u{1b}[2J\n二"), "一[2J 二");
    }

    #[test]
    fn the_limit_is_in_characters_not_bytes() {
        assert!(Plain::typed(&"字".repeat(MAX_CHARS)).is_ok());
        assert_eq!(Plain::typed(&"字".repeat(501)), Err(TooLong { chars: 501 }));
    }

    #[test]
    fn what_a_terminal_must_not_see_is_not_read() {
        for (json, expected) in [
            ("\"已签\"", None),
            ("\"已\\u001b签\"", Some("「已签」含有控制字符")),
            ("\"已\\n签\"", Some("「已 签」含有控制字符")),
        ] {
            let read = serde_json::from_str::<Plain>(json);
            match (read, expected) {
                (Ok(text), None) => assert_eq!(text, "已签"),
                (Err(error), Some(sentence)) => {
                    assert!(error.to_string().starts_with(sentence), "{error}");
                }
                (read, _) => panic!("{json}: {read:?}"),
            }
        }
    }
}
