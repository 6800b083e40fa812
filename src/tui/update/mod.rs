//! What happens on a message: the model moves, and effects say what the driver has to do.
//! No I/O here.

mod actions;
mod answers;
mod keys;
mod mouse;

use super::flow::{astray, bulk, consent, neighbour};
use super::layout;
use super::model::Model;
use super::msg::{Effect, Msg};
use super::page::changes::ChangesPage;
use super::page::roster_file;
use super::popup::{self, Confirm};
use super::say::say;

pub use actions::run;
use answers::{on_done, on_failed, on_finished, on_history};
use keys::{on_key, on_paste};

/// Moves the model by one message, and asks for what the page that is seen then needs.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let _signs = model.signs.hold();
    let mut effects = take(model, msg);
    neighbour::place(model);
    model.look();
    // Worked out only while they are looked at.
    let figures = model.page().shows_figures() && model.loading.is_none();
    if figures && std::mem::take(&mut model.ctx.overview.stale) {
        effects.push(Effect::Deeds);
    }
    let (page, ctx) = model.page_and_ctx();
    effects.extend(page.wants(ctx));
    model.settle();
    effects
}

fn take(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => {
            model.message = None;
            let effects = on_key(model, key);
            return with_consent(model, effects);
        }
        Msg::Click(column, row) => {
            let effects = mouse::click(model, column, row);
            return with_consent(model, effects);
        }
        Msg::Handled(whose, handled) => return bulk::close(model, whose, handled),
        Msg::Done(result, moved, asked) => return on_done(model, result, &moved, asked),
        Msg::Paste(text) => on_paste(model, &text),
        Msg::Wheel(by) => mouse::wheel(model, by),
        Msg::Theme(theme) => model.theme = *theme,
        Msg::Signs(width) => {
            model.signs = width;
            popup::refresh(model);
            return vec![Effect::Redraw];
        }
        Msg::Resize(size) => {
            model.size = layout::drawn(size);
            popup::refresh(model);
        }
        Msg::Today(today) if model.today == today => {}
        Msg::Today(today) => {
            model.today = today;
            model.refresh();
        }
        Msg::Elsewhere(moved) => model.follow_recorded(&moved),
        Msg::History(request, lines) => on_history(model, request, lines),
        Msg::Deeds(day, deeds) if day == model.as_of_date() => {
            model.ctx.overview.take(&model.ctx.ledger, deeds, day);
        }
        Msg::Deeds(..) => model.ctx.overview.stale = true,
        Msg::Changes(since, until, facts) => {
            let page = model.opened_as_mut::<ChangesPage>();
            if let Some(page) = page.filter(|page| page.is_about(since, until)) {
                page.take(facts);
            }
        }
        Msg::Loading(reached) => model.loading = Some(reached),
        Msg::Loaded(whole) => {
            let (ledger, ready) = *whole;
            model.loaded(ledger, ready);
        }
        Msg::Search => model.findings.go_on(&model.ctx.ledger),
        Msg::Completed(text, choices) => popup::completed(model, &text, &choices),
        Msg::Progress(progress) => model.progress = Some(progress),
        Msg::Finished(finished) => on_finished(model, finished),
        Msg::Astray(found) => astray::tell(model, *found),
        Msg::Returned => astray::returned(
            model,
            s!(
                "台账文件已在原处，可以接着工作",
                "the ledger file is back in its place; you can go on"
            )
            .into(),
        ),
        Msg::Saved(Ok((saved, location))) => astray::saved(model, saved, &location),
        Msg::Saved(Err(error)) => popup::refused(model, say(&error.into())),
        Msg::Made(Ok((told, path))) => roster_file::made(model, &told, path),
        Msg::Made(Err(error)) => popup::refused(model, say(&error)),
        Msg::Failed(error) => on_failed(model, &error),
        Msg::Note(message) => model.message = Some(message),
    }
    Vec::new()
}

/// Asks before a page records what has to be asked about; popups see to that themselves.
fn with_consent(model: &mut Model, effects: Vec<Effect>) -> Vec<Effect> {
    if let [Effect::Execute(command)] = effects.as_slice()
        && model.popup.is_none()
        && !model.page().closes_when_done()
        && let Some(question) = consent::question(model, command, false)
    {
        return popup::open(model, Confirm::new(question, command.clone()));
    }
    effects
}
