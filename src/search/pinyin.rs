//! Readings of Chinese characters and how much of a term each can use up.

use pinyin::ToPinyinMulti as _;

/// The same character, after the folding that the term has gone through.
pub fn folded_eq(c: char, folded: char) -> bool {
    c == folded || (c.is_uppercase() && c.to_lowercase().eq([folded]))
}

/// Calls `found` with each number of characters of `rest` that a character can use up: a whole
/// syllable, its initials (`z` or `zh`), or, with `unfinished`, a beginning of the syllable
/// that ends the term.
pub fn each_use(c: char, rest: &[char], unfinished: bool, mut found: impl FnMut(usize)) {
    let Some(readings) = c.to_pinyin_multi() else {
        return;
    };
    for reading in readings {
        let syllable = reading.plain();
        let same = common(syllable, rest);
        if same == 0 {
            continue;
        }
        found(1);
        let initial = syllable.as_bytes();
        if initial.len() > 2 && initial[1] == b'h' && same >= 2 {
            found(2);
        }
        if same == syllable.chars().count() || (unfinished && same == rest.len()) {
            found(same);
        }
    }
}

/// Characters that a syllable and a term have in common from the start; ü is typed v or u.
fn common(syllable: &str, rest: &[char]) -> usize {
    let same = |(sound, typed): &(char, &char)| match sound {
        'ü' => matches!(typed, 'v' | 'u' | 'ü'),
        _ => sound == *typed,
    };
    syllable.chars().zip(rest).take_while(same).count()
}
