//! Folding: full-width forms and Chinese punctuation to what they mean as a key, as a number
//! or in a search.

use unicode_normalization::UnicodeNormalization as _;

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
/// `ＫＦ（１）` becomes `kf(1)`. Never used on what is stored.
pub fn fold_text(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
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
    fn full_width_digits_are_digits() {
        assert_eq!(fold_text("ＫＦ（１２）"), "kf(12)");
    }
}
