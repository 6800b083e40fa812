//! What becomes of the screen when what was asked for comes back: recorded, read, written, or refused.

use crate::app::error::SessionError;
use crate::app::session::Receipt;
use crate::domain::change::HistoryLine;
use crate::domain::decide::Refusal;
use crate::domain::ledger::Touched;
use crate::tui::flow::files;
use crate::tui::job::JobResult;
use crate::tui::model::{Message, Model};
use crate::tui::msg::{Asked, Effect, HistoryRequest};
use crate::tui::page::association::AssociationPage;
use crate::tui::page::roster_file;
use crate::tui::page::{Goto, open};
use crate::tui::popup::{self, History};
use crate::tui::say::say;

pub(super) fn on_done(
    model: &mut Model,
    result: Result<Receipt, SessionError>,
    moved: &Touched,
    asked: Asked,
) -> Vec<Effect> {
    let (by_popup, page, closes) = match asked {
        Asked::JustNow => (true, true, model.page().closes_when_done()),
        Asked::Before {
            popup,
            page,
            closes,
        } => {
            // What was refused comes back with what was typed.
            let back = popup.filter(|_| result.is_err());
            let is_back = back.map(|open| popup::bring_back(model, *open));
            (is_back.is_some(), page, closes)
        }
    };
    let mut effects = Vec::new();
    let recorded = result.is_ok();
    match result {
        Ok(receipt) => {
            model.message = Some(Message {
                text: receipt.sentence(),
                failed: false,
            });
            // What was previewed is recorded now.
            if closes {
                model.opened.pop();
            }
            if by_popup {
                effects = popup::recorded(model);
            }
        }
        Err(SessionError::Refused(Refusal::ChangedMeanwhile(both))) if by_popup => {
            popup::clash(model, *both);
        }
        // Others may have written before ours was refused.
        Err(error) if by_popup => popup::refused(model, say(&error.into())),
        Err(error) => model.fail(say(&error.into())),
    }
    model.follow_recorded(moved);
    if recorded && page && model.popup.is_none() {
        let (page, ctx) = model.page_and_ctx();
        page.answered(ctx);
    }
    effects
}

pub(super) fn on_history(model: &mut Model, request: HistoryRequest, lines: Vec<HistoryLine>) {
    if request.popup {
        let title = match request
            .association
            .and_then(|no| model.ledger.association_ix(no))
        {
            Some(ix) => t!(
                "{} 的操作记录，单位和全市的另见总览",
                "History of {}; its unit's and the city's: see the overview",
                model.ledger.name(ix)
            ),
            None => s!("操作记录", "History").to_owned(),
        };
        popup::open(model, History::new(title, request, lines));
    } else if let Some(no) = request.association {
        let about = model.ledger.association_ix(no);
        let page = model.opened_as_mut::<AssociationPage>();
        if let Some(page) = page.filter(|page| Some(page.association) == about) {
            page.history = lines;
        }
    }
}

pub(super) fn on_failed(model: &mut Model, error: &anyhow::Error) {
    let text = say(error);
    model.progress = None;
    popup::refused(model, text);
}

pub(super) fn on_finished(model: &mut Model, finished: Option<JobResult>) {
    let stopped_at = model.progress.take();
    match &finished {
        Some(JobResult::Read(_) | JobResult::Preview(_) | JobResult::Roster(_)) => {
            files::was_read(model);
        }
        Some(JobResult::Written(_)) | None => {}
    }
    if finished.is_some() {
        popup::job_done(model);
    }
    match finished {
        Some(JobResult::Written(text)) => {
            model.message = Some(Message {
                text,
                failed: false,
            });
        }
        Some(JobResult::Preview(page)) => {
            open(model, Goto::Preview(page));
        }
        Some(JobResult::Roster(reading)) => roster_file::show(model, reading),
        Some(JobResult::Read(plans)) => {
            open(model, Goto::Import(plans));
        }
        None => {
            let done = stopped_at.map_or(0, |progress| progress.done);
            model.fail(t!(
                "已停下，完成了 {done} 个文件",
                "stopped, {done} files done"
            ));
        }
    }
}
