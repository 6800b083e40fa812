//! The associations before and after the one that is open, in the order of the list that it was
//! opened from, or else of the roster as it is filtered.

use crate::domain::id::AssocIx;
use crate::tui::action::Place;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::page::open;

/// Where the association that is open stands in its list: from 1 on, and of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Among {
    association: AssocIx,
    pub at: usize,
    pub of: usize,
}

/// The association that the page is about, where it is about one.
fn opened(model: &Model) -> Option<AssocIx> {
    let about_one = matches!(
        model.place(),
        Place::Association | Place::Form | Place::Mirror
    );
    let focus = about_one.then(|| model.page().focus(&model.ctx))?;
    focus.association
}

/// The list that an association was opened from.
fn list(model: &Model, here: AssocIx) -> Vec<AssocIx> {
    let below = model.opened.iter().rev();
    let below = below.map(|page| page.listed(&model.ctx));
    let from = below.into_iter().find(|listed| listed.contains(&here));
    from.unwrap_or_else(|| model.roster.listing.everybody().collect())
}

/// Works out where one is, when another association is open than before.
pub fn place(model: &mut Model) {
    let here = opened(model);
    if model.among.map(|among| among.association) == here {
        return;
    }
    model.ctx.among = here.and_then(|association| {
        let list = list(model, association);
        let at = list.iter().position(|other| *other == association)?;
        Some(Among {
            association,
            at: at + 1,
            of: list.len(),
        })
    });
}

/// Turns to the association so many further on, on the same page.
pub fn turn(model: &mut Model, by: isize) -> Vec<Effect> {
    let Some(here) = opened(model) else {
        return Vec::new();
    };
    if model.roster.listing.is_empty() {
        model.relist_roster();
    }
    let list = list(model, here);
    let at = list.iter().position(|other| *other == here);
    let to = match at {
        Some(at) => at.checked_add_signed(by).and_then(|at| list.get(at)),
        None => list.first(),
    };
    let Some(to) = to.copied() else {
        model.fail(if by < 0 {
            s!("已是列表中的第一家", "the first of the list")
        } else {
            s!("已是列表中的最后一家", "the last of the list")
        });
        return Vec::new();
    };
    let line = model.page().list().cursor;
    let mut effects = Vec::new();
    for page in std::mem::take(&mut model.opened) {
        match page.turned(&model.ctx, to) {
            Some(goto) => effects.extend(open(model, goto)),
            None => model.opened.push(page),
        }
    }
    if model.place() == Place::Mirror {
        model.page_and_ctx().0.list_mut().cursor = line;
    }
    effects
}
