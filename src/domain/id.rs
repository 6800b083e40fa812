//! Positions in the lists of a ledger and a round: a type for each, so that the position of a unit
//! is not taken for that of an association. Lists are indexed by them (`TiSlice`), and hand them
//! out with `keys` and `iter_enumerated`.

use std::collections::HashMap;

/// A map whose keys are of our own making: positions, dates, what is counted. Nobody outside
/// chooses them, so that they need no hash that withstands an attack, which takes eight times as
/// long and was an eighth of reading a ledger.
pub type IdMap<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

macro_rules! position {
    ($(#[$about:meta])* $name:ident($inner:ty)) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name($inner);

        impl From<usize> for $name {
            #[inline]
            fn from(at: usize) -> Self {
                Self(at as $inner)
            }
        }

        impl From<$name> for usize {
            #[inline]
            fn from(ix: $name) -> Self {
                ix.0 as Self
            }
        }
    };
}

position! {
    /// An association in the order of the roster.
    AssocIx(u32)
}
position! {
    /// A unit under its canonical name.
    UnitIx(u32)
}
position! {
    /// A printed unit name.
    PrintedIx(u32)
}
position! {
    /// A milestone of the round, in the order of their dates.
    MilestoneIx(u16)
}

impl MilestoneIx {
    /// The milestone before it.
    pub fn before(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    /// The position after it, where the round may have no milestone any more.
    #[must_use]
    pub const fn after(self) -> Self {
        Self(self.0 + 1)
    }
}

position! {
    /// A checklist item of the round.
    ItemIx(u16)
}
