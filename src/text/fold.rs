//! Folding: full-width forms and Chinese punctuation to what they mean as a key, as a number
//! or in a search.

use encoding_rs::GB18030;
use unicode_normalization::UnicodeNormalization as _;

use super::cells::is_unseen;

/// The ASCII key on whose cap a full-width or Chinese punctuation character stands.
pub fn fold_key(c: char) -> char {
    match c {
        '。' => '.',
        '、' => '/',
        '【' => '[',
        '】' => ']',
        '《' => '<',
        '》' => '>',
        '￥' => '$',
        '·' => '`',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '\u{3000}' => ' ',
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c),
        _ => c,
    }
}

/// Compatibility forms and case folded away, for searching and for reading numbers:
/// `ＫＦ（１）` becomes `kf(1)`. What nobody can see goes. Never used on what is stored.
pub fn fold_text(text: &str) -> String {
    if text.chars().all(is_folded) {
        return text.to_owned();
    }
    let joins = |c: char| matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    let seen = text.chars().filter(|c| !is_unseen(*c) && !joins(*c));
    seen.nfkc().flat_map(char::to_lowercase).collect()
}

/// Bytes that sort as a Chinese reader expects: by pinyin for the common characters.
pub fn collation(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

/// One of the ordinary Chinese characters, of which nearly every name consists.
#[inline]
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Characters that folding leaves alone, whatever stands beside them: ASCII without capitals, and
/// the ordinary Chinese characters, of which most texts here consist. Asking is some twenty
/// times cheaper than normalising.
#[inline]
pub const fn is_folded(c: char) -> bool {
    matches!(c, '\0'..='@' | '['..='\u{7f}') || is_han(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_punctuation_is_the_key_it_stands_on() {
        for (typed, key) in "？：、。，；【】《》（）￥！～Ａｚ１　"
            .chars()
            .zip("?:/.,;[]<>()$!~Az1 ".chars())
        {
            assert_eq!(fold_key(typed), key);
        }
        assert_eq!(fold_key('钓'), '钓');
        assert_eq!(fold_key('?'), '?');
    }

    #[test]
    fn what_counts_as_folded_stays_as_it_is() {
        for c in (0..=0xffff)
            .filter_map(char::from_u32)
            .filter(|c| is_folded(*c))
        {
            let folded: String = [c]
                .into_iter()
                .nfkc()
                .flat_map(char::to_lowercase)
                .collect();
            assert_eq!(folded, c.to_string());
            assert!(!unicode_normalization::char::is_combining_mark(c));
        }
    }

    #[test]
    fn full_width_digits_are_digits() {
        assert_eq!(fold_text("ＫＦ（１２）"), "kf(12)");
    }
}
