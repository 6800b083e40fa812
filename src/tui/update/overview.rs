//! 总览: moving about, and opening what lies behind a line.

use super::{Effect, go, roster};
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{MilestoneView, Model, Opened, Tab};

pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    let milestones = model.ledger.round().milestones().len();
    let height = layout::frame(model.size, model.dense())
        .map_or(1, |frame| layout::overview(frame.body).list.height);
    if model
        .overview
        .navigate(action, milestones, usize::from(height))
    {
        return Vec::new();
    }
    match action {
        Action::Search => {
            go(model, Tab::Roster);
            roster::run(model, action)
        }
        Action::Open => {
            let as_of = model.as_of_date();
            let view = MilestoneView::new(&model.ledger, model.overview.cursor, as_of);
            model.opened.push(Opened::Milestone(view));
            Vec::new()
        }
        _ => Vec::new(),
    }
}
