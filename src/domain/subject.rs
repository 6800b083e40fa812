//! Whom something is about.

use serde::{Deserialize, Serialize};

/// Whom something is about, by the names that files and people use.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The whole city.
    City,
    /// A unit, by canonical name.
    Unit(String),
    /// An association, by its number.
    Association(u32),
}
