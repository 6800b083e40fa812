//! Finding positions by their names.

use std::hash::{BuildHasher as _, RandomState};

use hashbrown::HashTable;

/// Positions by their names, which are read where they stand: five bytes for each, where a map that
/// holds the names takes twenty-five and more. Whoever asks says what a position is called.
#[derive(Debug, Clone)]
pub struct ByName<I> {
    places: HashTable<I>,
    hasher: RandomState,
}

impl<I> Default for ByName<I> {
    fn default() -> Self {
        Self {
            places: HashTable::new(),
            hasher: RandomState::new(),
        }
    }
}

/// It says nothing that the names do not say.
impl<I> PartialEq for ByName<I> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<I: Copy> ByName<I> {
    /// The position with a name.
    pub fn get<'n>(&self, wanted: &str, name: impl Fn(I) -> &'n str) -> Option<I> {
        let is = |ix: &I| name(*ix) == wanted;
        self.places.find(self.hasher.hash_one(wanted), is).copied()
    }

    /// Takes a position whose name is not there yet.
    pub fn insert<'n>(&mut self, ix: I, name: impl Fn(I) -> &'n str) {
        let hash = |ix: &I| self.hasher.hash_one(name(*ix));
        self.places.insert_unique(hash(&ix), ix, hash);
    }

    /// Makes room for so many more at once.
    pub fn reserve<'n>(&mut self, more: usize, name: impl Fn(I) -> &'n str) {
        let hash = |ix: &I| self.hasher.hash_one(name(*ix));
        self.places.reserve(more, hash);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Lets all of them go.
    pub fn clear(&mut self) {
        self.places.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::ByName;

    #[test]
    fn every_name_is_found_and_no_other() {
        let names: Vec<String> = (0..1_000).map(|at| format!("第 {at} 局")).collect();
        let name = |ix: usize| names[ix].as_str();
        let mut found = ByName::default();
        for ix in 0..names.len() {
            assert_eq!(found.get(name(ix), name), None);
            found.insert(ix, name);
        }
        assert!((0..names.len()).all(|ix| found.get(name(ix), name) == Some(ix)));
        assert_eq!(found.get("第 1000 局", name), None);
    }
}
