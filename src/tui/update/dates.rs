//! 时间轴: milestones on other dates, asked in two steps: when, and why.

use super::{Effect, open};
use crate::app::clock::parse_date;
use crate::domain::command::Command;
use crate::domain::round::MilestoneIx;
use crate::tui::model::Model;
use crate::tui::popup::{Popup, Prompt, Purpose};
use crate::tui::widget::input::LineInput;

/// What moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moving {
    /// One milestone.
    One(MilestoneIx),
    /// All of them, by days.
    All,
}

/// Asks for the new date of a milestone, or for the days by which all move.
pub fn ask(model: &mut Model, moving: Moving) -> Vec<Effect> {
    let (title, about, known) = match moving {
        Moving::One(ix) => {
            let def = &model.ledger.round().milestones()[ix];
            (
                format!("{} {} 改到哪一天", def.id, def.title),
                format!("印发日期 {}；留空改回印发日期", def.printed()),
                def.due_on.to_string(),
            )
        }
        Moving::All => (
            "全部节点推后几天".to_owned(),
            "提前写负数，例如 -7；印发日期保留".to_owned(),
            String::new(),
        ),
    };
    let prompt = Prompt {
        title,
        about,
        input: LineInput::new(&known),
        error: None,
        purpose: Purpose::MoveTo(moving),
    };
    open(model, Popup::Prompt(prompt))
}

/// Takes the date or the days, and asks why; nothing is asked for the way back to the printed
/// date.
pub fn answer(model: &mut Model, moving: Moving, text: &str) -> Result<Vec<Effect>, String> {
    let text = text.trim();
    let reasoned = |reason: String| match moving {
        Moving::One(ix) => {
            let due_on = if text.is_empty() {
                None
            } else {
                Some(parse_date(text)?)
            };
            Ok(Command::MoveMilestone {
                milestone: model.ledger.round().milestones()[ix].id.clone(),
                due_on,
                reason,
            })
        }
        Moving::All => {
            let days = text
                .parse()
                .map_err(|_| "请写天数，例如 7 或 -7".to_owned())?;
            Ok::<Command, String>(Command::ShiftMilestones { days, reason })
        }
    };
    let command = reasoned(String::new())?;
    if matches!(command, Command::MoveMilestone { due_on: None, .. }) {
        return Ok(vec![Effect::Execute(command)]);
    }
    let prompt = Prompt {
        title: "理由".to_owned(),
        about: "改日期须写理由，例如文号或会议决定".to_owned(),
        input: LineInput::default(),
        error: None,
        purpose: Purpose::MoveReason(command),
    };
    Ok(open(model, Popup::Prompt(prompt)))
}

/// The command with its reason.
pub fn with_reason(command: &Command, reason: String) -> Command {
    let mut command = command.clone();
    if let Command::MoveMilestone { reason: why, .. }
    | Command::ShiftMilestones { reason: why, .. } = &mut command
    {
        *why = reason;
    }
    command
}
