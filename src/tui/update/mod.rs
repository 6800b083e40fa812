//! What happens on a message: the model moves, and effects say what the driver has to do.
//! No I/O here.

mod mouse;

use super::action::{self, Action, Place};
use super::finder;
use super::flow::{astray, bulk, files, people};
use super::job::JobResult;
use super::keymap::Key;
use super::layout;
use super::model::{Message, Model, Tab};
use super::msg::{Effect, HistoryRequest, Msg};
use super::page::association::AssociationPage;
use super::page::changes::{self, ChangesPage};
use super::page::roster;
use super::page::{Goto, Reply, asked_by, height, open};
use super::popup::{self, Help, History, Picker, PickerEntry, Prompt, WhyView};
use super::say::say;
use crate::app::clock::{AsOf, parse_date};
use crate::app::error::SessionError;
use crate::app::load::LoadReached;
use crate::app::session::Receipt;
use crate::domain::change::HistoryLine;
use crate::domain::decide::Refusal;
use crate::domain::ledger::Touched;
use crate::text::cells;

/// Longest excerpt of what was copied in the message, in cells.
const EXCERPT: usize = 60;

/// Moves the model by one message, and asks for what the page that is seen then needs.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut effects = take(model, msg);
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
            return on_key(model, key);
        }
        Msg::Click(column, row) => return mouse::click(model, column, row),
        Msg::Handled(whose, handled) => return bulk::close(model, whose, handled),
        Msg::Done(result, moved) => return on_done(model, result, &moved),
        Msg::Paste(text) => on_paste(model, &text),
        Msg::Wheel(by) => mouse::wheel(model, by),
        Msg::Theme(theme) => model.theme = *theme,
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
        Msg::Deeds(deeds) => {
            let as_of = model.as_of_date();
            model.ctx.overview.take(&model.ctx.ledger, deeds, as_of);
        }
        Msg::Changes(facts) => {
            if let Some(page) = model.opened_as_mut::<ChangesPage>() {
                page.take(facts);
            }
        }
        Msg::Loading(reached) => model.loading = Some(reached),
        Msg::Loaded(whole) => {
            model.loading = None;
            let (ledger, names) = *whole;
            model.ledger = ledger;
            model.roster.catalogue.adopt(names);
            model.refresh();
        }
        Msg::Search => model.findings.go_on(&model.ctx.ledger),
        Msg::Progress(progress) => model.progress = Some(progress),
        Msg::Finished(finished) => on_finished(model, finished),
        Msg::Astray(found) => astray::tell(model, *found),
        Msg::Returned => astray::returned(model, "台账文件已在原处，可以接着工作".into()),
        Msg::Saved(Ok((saved, location))) => astray::saved(model, saved, &location),
        Msg::Saved(Err(error)) => popup::refused(model, say(&error.into())),
        Msg::Failed(error) => on_failed(model, &error),
        Msg::Note(message) => model.message = Some(message),
    }
    Vec::new()
}

fn on_failed(model: &mut Model, error: &anyhow::Error) {
    let text = say(error);
    model.progress = None;
    popup::refused(model, text);
}

fn on_finished(model: &mut Model, finished: Option<JobResult>) {
    let stopped_at = model.progress.take();
    popup::job_done(model);
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
        Some(JobResult::Read(plans)) => {
            open(model, Goto::Import(plans));
        }
        None => {
            let done = stopped_at.map_or(0, |progress| progress.done);
            model.fail(format!("已停下，完成了 {done} 个文件"));
        }
    }
}

fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    // While something long is going on, it can be stopped or the program left.
    if model.progress.is_some() {
        return match action::lookup(Place::Global, key) {
            Some(Action::Back) => vec![Effect::Stop],
            Some(Action::Quit) if key.ctrl => vec![Effect::Stop, Effect::Quit],
            _ => Vec::new(),
        };
    }
    if model.popup.is_some() {
        return popup::on_key(model, key);
    }
    if model.finder.is_some() {
        finder::on_key(model, key);
        return Vec::new();
    }
    let (page, ctx) = model.page_and_ctx();
    if page.types() {
        return match page.type_key(ctx, key) {
            Reply::Pass => match action::lookup(Place::Global, key) {
                Some(action) => run(model, action),
                None => Vec::new(),
            },
            reply => follow(model, reply),
        };
    }
    let place = model.place();
    let found = action::lookup(place, key).or_else(|| action::lookup(place, key.folded()));
    match (found, key.composed()) {
        (Some(action), _) => run(model, action),
        (None, Some(c)) => search_from(model, &c.to_string()),
        (None, None) => Vec::new(),
    }
}

/// What is typed or pasted without a key is looked for: on the page, or in the roster from the two
/// pages that lead into it.
fn search_from(model: &mut Model, text: &str) -> Vec<Effect> {
    if !matches!(model.place(), Place::Roster | Place::Overview) {
        finder::begin(model, text);
        return Vec::new();
    }
    model.roster.search_from(&model.ctx, text);
    open(model, Goto::Tab(Tab::Roster))
}

fn on_paste(model: &mut Model, text: &str) {
    if popup::paste(model, text) {
        return;
    }
    if model.finder.is_some() {
        finder::paste(model, text);
    } else {
        search_from(model, text);
    }
}

/// Carries out an action: the page's own meaning of it first, then what its list makes of it, then
/// what it means everywhere.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    if let Some(LoadReached { percent, .. }) = model.loading
        && action.needs_ledger()
    {
        model.fail(format!("台账正在载入（{percent}%），载入后再试"));
        return Vec::new();
    }
    let (page, ctx) = model.page_and_ctx();
    match page.act(ctx, action) {
        Reply::Pass => {}
        reply => return follow(model, reply),
    }
    let (len, height) = (page.len(ctx), height(page, ctx));
    if page.list_mut().navigate(action, len, height) {
        page.moved_to();
        return Vec::new();
    }
    run_anywhere(model, action)
}

/// Does what a page has replied.
fn follow(model: &mut Model, reply: Reply) -> Vec<Effect> {
    match reply {
        Reply::Pass | Reply::Done => Vec::new(),
        Reply::Do(effects) => effects,
        Reply::Fail(text) => {
            model.fail(text);
            Vec::new()
        }
        Reply::Then(follow) => follow(model),
    }
}

/// What an action means on every page.
fn run_anywhere(model: &mut Model, action: Action) -> Vec<Effect> {
    let go = |model: &mut Model, tab: Tab| open(model, Goto::Tab(tab));
    match action {
        Action::Quit => match model.astray.clone() {
            Some(found) => astray::ask_before_leaving(model, &found),
            None => vec![Effect::Quit],
        },
        Action::Redraw => vec![Effect::Redraw],
        Action::Undo => vec![Effect::Undo],
        Action::Redo => vec![Effect::Redo],
        Action::Help => popup::open(model, Help::default()),
        Action::Palette => {
            let palette = palette(model.place());
            popup::open(model, palette)
        }
        Action::History => {
            let focus = model.page().focus(&model.ctx);
            let association = focus.association.filter(|_| focus.only);
            vec![Effect::History(HistoryRequest {
                association: association.map(|ix| model.ledger.associations()[ix].no),
                popup: true,
                chosen: None,
            })]
        }
        Action::SetAsOf => {
            let prompt = ask_as_of(model);
            popup::open(model, prompt)
        }
        Action::Export => files::ask_export(model),
        Action::Import => files::ask_import(model),
        Action::Copy => copy(model),
        Action::Why => why(model),
        Action::Deed => bulk::ask(model),
        Action::Search => {
            finder::begin(model, "");
            Vec::new()
        }
        Action::MarkLine => bulk::mark_line(model),
        Action::MarkShown => bulk::mark_listed(model),
        Action::Compare => changes::ask(model, changes::End::Since),
        Action::People => people::ask(model),
        Action::Meeting => people::begin(model),
        Action::View(number) => roster::recall(model, number),
        Action::PickView => roster::pick(model),
        Action::NextTab => go(model, model.tab.step(1)),
        Action::PreviousTab => go(model, model.tab.step(-1)),
        Action::Back if model.opened.pop().is_some() => Vec::new(),
        Action::Back => go(model, Tab::Overview),
        // Goes to a page, or means something on the pages that have a key for it and nothing elsewhere.
        _ => asked_by(action).map_or_else(Vec::new, |goto| open(model, goto)),
    }
}

/// Puts what is under the cursor on the clipboard.
fn copy(model: &mut Model) -> Vec<Effect> {
    let text = model.page().focus(&model.ctx).text;
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        model.fail("这里没有可复制的内容");
        return Vec::new();
    };
    let shown = text.replace(['\t', '\n'], " ");
    let shown = cells::cut(&shown, EXCERPT, model.glyphs.ellipsis);
    model.message = Some(Message {
        text: format!("已复制：{shown}"),
        failed: false,
    });
    vec![Effect::Copy(text)]
}

/// Asks about the light, tick or count under the cursor.
fn why(model: &mut Model) -> Vec<Effect> {
    let Some(what) = model.page().focus(&model.ctx).why else {
        model.fail("这里没有灯可问");
        return Vec::new();
    };
    let view = WhyView::new(&model.ledger, what, model.as_of_date(), model.size);
    popup::open(model, view)
}

fn on_done(
    model: &mut Model,
    result: Result<Receipt, SessionError>,
    moved: &Touched,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    match result {
        Ok(receipt) => {
            model.message = Some(Message {
                text: receipt.sentence(),
                failed: false,
            });
            // What was previewed is recorded now.
            if model.page().closes_when_done() {
                model.opened.pop();
            }
            effects = popup::recorded(model);
        }
        Err(SessionError::Refused(Refusal::ChangedMeanwhile(both))) => {
            popup::clash(model, *both);
        }
        // Others may have written before ours was refused.
        Err(error) => popup::refused(model, say(&error.into())),
    }
    model.follow_recorded(moved);
    effects
}

fn on_history(model: &mut Model, request: HistoryRequest, lines: Vec<HistoryLine>) {
    if request.popup {
        let title = match request
            .association
            .and_then(|no| model.ledger.association_ix(no))
        {
            Some(ix) => format!("{} 的操作记录", model.ledger.associations()[ix].name),
            None => "操作记录".to_owned(),
        };
        popup::open(model, History::new(title, request, lines));
    } else if let Some(page) = model.opened_as_mut::<AssociationPage>() {
        page.history = lines;
    }
}

fn ask_as_of(model: &Model) -> Prompt {
    let fixed = match model.as_of {
        AsOf::Today => String::new(),
        AsOf::Fixed(date) => date.to_string(),
    };
    let about = "倒计时、灯和统计都按这一天计算；留空为今天";
    Prompt::new("基准日", about, &fixed, |model, text| {
        let as_of = match text.trim() {
            "" => AsOf::Today,
            text => AsOf::Fixed(parse_date(text)?),
        };
        model.set_as_of(as_of);
        Ok(Vec::new())
    })
}

/// Every action that can be taken here, by name.
fn palette(place: Place) -> Picker {
    let entries = place
        .chain()
        .filter(|place| *place != Place::List)
        .flat_map(action::at)
        .filter(|binding| !matches!(binding.action, Action::Palette | Action::View(_)))
        .map(|binding| {
            let (label, action) = (binding.label.to_owned(), binding.action);
            PickerEntry::new(label, binding.all_keys(), move |model| run(model, action))
        })
        .collect();
    Picker::new("命令面板", entries)
}
