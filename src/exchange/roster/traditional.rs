//! Traditional characters, as far as the words of a roster have them: 協會, 業務主管單位, 已脫鉤.

use serde::Deserialize;

/// The characters that are looked at: the ordinary Chinese ones.
const FIRST: u32 = 0x4e00;
const COUNT: usize = 0x5200;

/// Pairs of characters, the traditional one first.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traditional {
    pairs: Vec<String>,
    /// The same by the first, sorted.
    #[serde(skip)]
    sorted: Vec<(char, char)>,
    /// A bit for each character: every cell of a roster is asked.
    #[serde(skip)]
    bits: Vec<u64>,
}

impl Traditional {
    /// Makes ready what is asked.
    pub fn learn(&mut self) {
        let pairs = self.pairs.iter().flat_map(|line| line.split(' '));
        let pairs = pairs.filter_map(|pair| {
            let mut signs = pair.chars();
            Some((signs.next()?, signs.next()?))
        });
        self.sorted = pairs.collect();
        self.sorted.sort_unstable();
        self.bits = vec![0; COUNT / 64];
        for (sign, _) in &self.sorted {
            if let Some(at) = place(*sign) {
                self.bits[at / 64] |= 1 << (at % 64);
            }
        }
    }

    /// The character is one of these.
    pub fn is_one(&self, c: char) -> bool {
        place(c).is_some_and(|at| self.bits[at / 64] & (1 << (at % 64)) != 0)
    }

    /// The simplified character of a traditional one; any other stays.
    pub fn simple(&self, c: char) -> char {
        let found = self.sorted.binary_search_by_key(&c, |(sign, _)| *sign);
        found.map_or(c, |at| self.sorted[at].1)
    }
}

fn place(c: char) -> Option<usize> {
    let at = u32::from(c).checked_sub(FIRST)? as usize;
    (at < COUNT).then_some(at)
}
