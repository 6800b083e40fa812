//! What a part of the checklist is called: in Chinese as the round has it.

use crate::domain::model::Section;
use crate::domain::round::Round;
use crate::text::lang::english;

/// The whole name.
pub fn title(round: &Round, section: Section) -> &str {
    if english() {
        section.english()[0]
    } else {
        &round.section(section).title
    }
}

/// A word for narrow places.
pub fn short(round: &Round, section: Section) -> &str {
    if english() {
        section.english()[1]
    } else {
        &round.section(section).short
    }
}
