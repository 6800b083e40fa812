//! 时间轴: milestones on other dates, asked in two steps: when, and why.

use chrono::NaiveDate;

use crate::domain::change::Key;
use crate::domain::command::Command;
use crate::domain::decide;
use crate::domain::fact::FactKey;
use crate::domain::id::MilestoneIx;
use crate::domain::sight::{Sight, SightPart};
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::popup::{self, Prompt};

/// Which dates a shift moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moving {
    One(MilestoneIx),
    /// All of them, by days.
    All,
}

/// Asks for the new date of a milestone, or for the days by which all move.
pub fn ask(model: &mut Model, moving: Moving) -> Vec<Effect> {
    let prompt = match moving {
        Moving::One(ix) => {
            let def = &model.ledger.round().milestones()[ix];
            let title = t!("{} {} 改到哪一天", "Move {} {} to", def.id, def.title);
            let about = t!(
                "印发日期 {}；清空改回印发日期",
                "printed {}; empty puts the printed date back",
                def.printed()
            );
            let milestone = def.id.clone();
            Prompt::day(title, about, Some(def.due_on), move |model, due_on| {
                move_one(model, milestone.clone(), due_on)
            })
        }
        Moving::All => {
            let about = s!(
                "提前写负数，例如 -7；印发日期保留",
                "earlier with a minus, such as -7; the printed dates stay"
            );
            Prompt::new(
                s!("全部节点推后几天", "Move all milestones by days"),
                about,
                "",
                move |model, text| {
                    let days = text.trim().parse();
                    let days = days.map_err(|_| {
                        s!(
                            "请写天数，例如 7 或 -7",
                            "a number of days, such as 7 or -7"
                        )
                        .to_owned()
                    })?;
                    with_reason(model, move |reason| Command::ShiftMilestones {
                        days,
                        reason: reason.to_owned(),
                    })
                },
            )
        }
    };
    popup::open(model, prompt)
}

/// Takes the date and asks why; nothing is asked for the way back to the printed date.
fn move_one(
    model: &mut Model,
    milestone: String,
    due_on: Option<NaiveDate>,
) -> Result<Vec<Effect>, String> {
    let command = move |reason: &str| Command::MoveMilestone {
        milestone: milestone.clone(),
        due_on,
        reason: reason.to_owned(),
    };
    if due_on.is_none() {
        return Ok(vec![Effect::Execute(command(""))]);
    }
    with_reason(model, command)
}

/// Asks why, and records. Dates that would be refused with any reason are refused before one is
/// typed.
fn with_reason(
    model: &mut Model,
    command: impl Fn(&str) -> Command + 'static,
) -> Result<Vec<Effect>, String> {
    let about = s!(
        "改日期须写理由，例如文号或会议决定",
        "a new date needs a reason, such as a number or a decision"
    );
    let tried = decide::decide(&model.ledger, &command(about), &model.trial());
    tried.map_err(|refusal| refusal.to_string())?;
    let dates = model.ledger.round().milestones().iter();
    let keys = dates.map(|def| Key::Fact(FactKey::Due(def.id.as_str().into())));
    let sights = keys.map(|key| Sight::of(&model.ledger, key, SightPart::Whole));
    let sights: Vec<Sight> = sights.collect();
    let prompt = Prompt::required(
        s!("理由", "Reason"),
        about,
        "",
        s!("请写明理由", "Please give a reason"),
        move |_, reason| {
            let command = command(reason).seeing_all(sights.clone());
            Ok(vec![Effect::Execute(command)])
        },
    );
    Ok(popup::open(model, prompt))
}
