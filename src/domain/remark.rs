//! Free text typed by people: notes and evidence references.

/// Longest note or evidence reference, in characters.
pub const MAX_CHARS: usize = 500;

/// A text that is too long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("文字太长：{chars} 个字，最多 {MAX_CHARS} 个字，请删短后再保存")]
pub struct TooLong {
    /// How long it is, in characters.
    pub chars: usize,
}

/// Makes typed text safe to store and to show: line breaks and tabs become a space, control
/// and direction characters go, the ends are trimmed.
pub fn clean(text: &str) -> Result<String, TooLong> {
    let cleaned: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_invisible_direction(*c))
        .collect();
    let trimmed = cleaned.trim().to_owned();
    match trimmed.chars().count() {
        chars if chars > MAX_CHARS => Err(TooLong { chars }),
        _ => Ok(trimmed),
    }
}

/// Characters that reorder the text around them and can make a line say something else.
fn is_invisible_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_become_spaces_and_escapes_go() {
        assert_eq!(
            clean(" 已签\n租赁\u{1b}[31m合同 "),
            Ok("已签 租赁[31m合同".into())
        );
        assert_eq!(clean("a\u{202e}b\u{3000}c"), Ok("ab c".into()));
    }

    #[test]
    fn the_limit_is_in_characters_not_bytes() {
        assert!(clean(&"字".repeat(MAX_CHARS)).is_ok());
        assert_eq!(clean(&"字".repeat(501)), Err(TooLong { chars: 501 }));
    }
}
