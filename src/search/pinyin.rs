//! Readings of Chinese characters and how much of a term each can use up.

use pinyin::ToPinyinMulti as _;

/// The same character, after the folding that the term has gone through.
pub fn folded_eq(c: char, folded: char) -> bool {
    c == folded || (c.is_uppercase() && c.to_lowercase().eq([folded]))
}

/// Calls `found` with each number of characters of `rest` that a character can use up: a whole
/// syllable, its initials (`z` or `zh`), or, with `unfinished`, a beginning of the syllable
/// that ends the term. Whole syllables are also taken as they sound to many (模糊音): `sang` for 商.
pub fn each_use(c: char, rest: &[char], unfinished: bool, mut found: impl FnMut(usize)) {
    let Some(readings) = c.to_pinyin_multi() else {
        return;
    };
    for reading in readings {
        let syllable = reading.plain();
        // All ways to write one begin with the same letter.
        if syllable.chars().next() != rest.first().copied() {
            continue;
        }
        found(1);
        let initial = syllable.as_bytes();
        if initial.len() > 2 && initial[1] == b'h' && rest.get(1) == Some(&'h') {
            found(2);
        }
        each_spelling(syllable, !unfinished, |spelling| {
            let same = common(spelling, rest);
            if same == spelling.len() || (unfinished && same == rest.len()) {
                found(same);
            }
        });
    }
}

/// The ways to write a syllable: `jv` for ju, `lyu` as passports have it; and, where what sounds alike counts,
/// those of z, zh and of an, ang and their like.
fn each_spelling(syllable: &str, alike: bool, mut each: impl FnMut(&[char])) {
    let plain: Vec<char> = syllable.chars().collect();
    each(&plain);
    if let ['j' | 'q' | 'x' | 'y', 'u', rest @ ..] = plain.as_slice() {
        each(&[&[plain[0], 'v'], rest].concat());
    }
    if let [initial, 'ü', rest @ ..] = plain.as_slice() {
        each(&[&[*initial, 'y', 'u'], rest].concat());
    }
    if !alike {
        return;
    }
    let begun = match plain.as_slice() {
        [initial @ ('z' | 'c' | 's'), 'h', rest @ ..] => Some([&[*initial], rest].concat()),
        [initial @ ('z' | 'c' | 's'), rest @ ..] => Some([&[*initial, 'h'], rest].concat()),
        _ => None,
    };
    let begun = std::iter::once(plain).chain(begun);
    for (at, mut spelling) in begun.enumerate() {
        if at > 0 {
            each(&spelling);
        }
        match spelling.as_slice() {
            [.., 'a' | 'e' | 'i', 'n'] => spelling.push('g'),
            [.., 'a' | 'e' | 'i', 'n', 'g'] => spelling.truncate(spelling.len() - 1),
            _ => continue,
        }
        each(&spelling);
    }
}

/// Characters that a spelling and a term have in common from the start; ü is typed v or u.
fn common(spelling: &[char], rest: &[char]) -> usize {
    let same = |(sound, typed): &(&char, &char)| match sound {
        'ü' => matches!(typed, 'v' | 'u' | 'ü'),
        sound => sound == typed,
    };
    spelling.iter().zip(rest).take_while(same).count()
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
