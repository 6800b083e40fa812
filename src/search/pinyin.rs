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

/// Bits of a to z: the letters with which what is typed for a character can begin.
pub fn initials(c: char) -> u32 {
    let readings = c.to_pinyin_multi().into_iter().flatten();
    let first = readings.filter_map(|reading| reading.plain().chars().next());
    first.fold(0, |all, sound| {
        all | match sound {
            'ü' => initial('u') | initial('v'),
            _ => initial(sound),
        }
    })
}

/// The bit of a letter; none for what is no letter from a to z.
pub fn initial(letter: char) -> u32 {
    if letter.is_ascii_lowercase() {
        1 << (letter as u32 - 'a' as u32)
    } else {
        0
    }
}

/// Sounds of the longest reading of a character.
#[cfg(test)]
pub fn longest(c: char) -> usize {
    let readings = c.to_pinyin_multi().into_iter().flatten();
    let sounds = readings.map(|reading| reading.plain().chars().count());
    sounds.max().unwrap_or(0)
}
