//! What a part of the checklist is called: in Chinese as the round has it.

use crate::domain::model::Section;
use crate::domain::round::Round;

/// The whole name.
pub fn title(round: &Round, section: Section) -> &str {
    &round.section(section).title
}

/// A word for narrow places.
pub fn short(round: &Round, section: Section) -> &str {
    &round.section(section).short
}
