//! Cells with nothing but boxes and their options, of which people leave one, put the boxes behind, or mark
//! the words.

use super::matching::{Found, TICKED, TableMatcher};
use crate::domain::form::layout::{Part, Template};
use crate::exchange::roster::words::words;
use crate::exchange::word_text::{Look, Text};

/// Ticks that may as well say no.
const CROSSES: &str = "☒✗✘×⊠⌧";

/// The text is a sign or word that ticks: in a cell of its own an x is one, too.
pub fn is_tick(text: &str) -> bool {
    let mut signs = text.chars();
    let sign = signs
        .next()
        .filter(|c| TICKED.contains(*c) && !CROSSES.contains(*c));
    let is_sign = sign.is_some() && signs.next().is_none();
    is_sign || text.eq_ignore_ascii_case("x") || words().is_ticked(text) == Some(true)
}

/// The parts are boxes with an option each, of one field.
fn are_options(parts: &[Part]) -> bool {
    let is_option = |pair: &[Part]| match pair {
        [Part::Box(..), Part::Text(_)] => pair[0].field() == parts[0].field(),
        _ => false,
    };
    parts.len() >= 4 && parts.chunks(2).all(is_option)
}

/// Each option has its box behind it: 是（√） 否（ ）.
pub fn boxes_behind<'t>(parts: &'t [Part], text: &Text) -> Option<Vec<(&'t Part, Found)>> {
    if !are_options(parts) {
        return None;
    }
    let turned: Vec<Part> = parts
        .chunks(2)
        .flat_map(|pair| [pair[1].clone(), pair[0].clone()])
        .collect();
    let found = TableMatcher::new(&turned, text, false).run().ok()?;
    let boxes = parts.iter().filter(|part| part.field().is_some());
    Some(
        boxes
            .zip(found.into_iter().map(|(_, found)| found))
            .collect(),
    )
}

/// Ticks and crosses stand beside each other: a cross may be a tick, or say no.
pub fn is_mixed(template: &Template, text: &Text) -> bool {
    let crosses = |c: &char| CROSSES.contains(*c);
    let ticks = |c: &char| TICKED.contains(*c) && !CROSSES.contains(*c);
    are_options(&template.parts)
        && text.chars.iter().any(crosses)
        && text.chars.iter().any(|c| ticks(c) && !c.is_ascii())
}

/// Of boxes with an option each, nothing is left but the one that is ticked.
pub fn only_one_left<'t>(parts: &'t [Part], text: &Text) -> Option<Vec<(&'t Part, Found)>> {
    if !are_options(parts) {
        return None;
    }
    let is_left = |pair: &&[Part]| {
        let found = TableMatcher::new(pair, text, false).run();
        found.is_ok_and(|found| matches!(found.as_slice(), [(_, Found::Box(true))]))
    };
    let mut left = parts.chunks(2).filter(is_left);
    let (Some([Part::Box(_, only), ..]), None) = (left.next(), left.next()) else {
        return None;
    };
    let boxes = parts.iter().filter_map(|part| match part {
        Part::Box(_, option) => Some((part, Found::Box(option == only))),
        _ => None,
    });
    Some(boxes.collect())
}

/// What is marked where no box is ticked, if it is some of the options.
pub fn only_marked(template: &Template, text: &Text, found: &[(&Part, Found)]) -> Option<String> {
    let is_ticked = |(_, found): &(&Part, Found)| *found == Found::Box(true);
    let marked = text.that_is(Look::Marked)?;
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let key = bare(&marked);
    let options = template.parts.iter().filter_map(|part| match part {
        Part::Box(_, option) => Some(bare(option)),
        _ => None,
    });
    let (some, rest): (Vec<String>, Vec<String>) =
        options.partition(|option| key.contains(option.as_str()));
    let is_choice = !some.is_empty() && (!rest.is_empty() || !text.is_all(Look::Marked));
    let is_some = is_choice && (some.len() == 1 || !rest.is_empty());
    (is_some && !found.iter().any(is_ticked)).then_some(marked)
}
