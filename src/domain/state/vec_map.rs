//! What is recorded about one association, by item or field.

/// A short map as one sorted list without spare room. An association has at most some two hundred
/// records and most have some twenty: with 25 records of 24 bytes a list takes 0.8 KB, a
/// `BTreeMap` twice as much, and there may be a hundred thousand of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct VecMap<K, R>(Vec<(K, R)>);

impl<K, R> Default for VecMap<K, R> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Of several under one key the last counts, as when they are put one by one.
impl<K: Copy + Ord, R> From<Vec<(K, R)>> for VecMap<K, R> {
    fn from(mut records: Vec<(K, R)>) -> Self {
        records.sort_by_key(|(key, _)| *key);
        records.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                std::mem::swap(later, kept);
            }
            same
        });
        Self(records)
    }
}

impl<K: Copy + Ord, R> VecMap<K, R> {
    /// What is recorded under a key.
    pub fn get(&self, key: K) -> Option<&R> {
        let at = self.0.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(&self.0[at].1)
    }

    /// The same as one list.
    pub fn as_slice(&self) -> &[(K, R)] {
        &self.0
    }

    /// Everything, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (K, &R)> {
        self.0.iter().map(|(key, record)| (*key, record))
    }

    /// Whether it holds no value.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets a record, or takes it away.
    pub fn put(&mut self, key: K, record: Option<R>) {
        let at = self.0.binary_search_by_key(&key, |(key, _)| *key);
        match (at, record) {
            (Ok(at), Some(record)) => self.0[at].1 = record,
            (Ok(at), None) => {
                self.0.remove(at);
            }
            (Err(at), Some(record)) => {
                if self.0.len() == self.0.capacity() {
                    self.0.reserve_exact(1);
                }
                self.0.insert(at, (key, record));
            }
            (Err(_), None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::VecMap;

    proptest! {
        #[test]
        fn it_is_a_map(puts in prop::collection::vec((0u16..40, prop::option::of(0u8..9)), 0..200)) {
            let mut records = VecMap::default();
            let mut map = BTreeMap::new();
            let whole = puts.iter().filter_map(|(key, record)| Some((*key, (*record)?)));
            let whole: Vec<(u16, u8)> = whole.collect();
            let at_once = VecMap::from(whole.clone());
            let one_by_one: BTreeMap<u16, u8> = whole.into_iter().collect();
            prop_assert!(at_once.iter().eq(one_by_one.iter().map(|(key, record)| (*key, record))));
            for (key, record) in puts {
                records.put(key, record);
                match record {
                    Some(record) => { map.insert(key, record); }
                    None => { map.remove(&key); }
                }
                prop_assert_eq!(records.get(key), map.get(&key));
            }
            prop_assert!(records.iter().eq(map.iter().map(|(key, record)| (*key, record))));
            prop_assert_eq!(records.is_empty(), map.is_empty());
        }
    }
}
