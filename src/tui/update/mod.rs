//! What happens on a message: the model moves, and effects say what the driver has to do.
//! No I/O here.

mod mouse;

use ratatui::crossterm::event::KeyCode;

use super::action::{self, Action, Looked, Place};
use super::finder;
use super::flow::{astray, bodies, bulk, consent, files, neighbour, palette, people, sorting};
use super::job::JobResult;
use super::keymap::Key;
use super::layout;
use super::model::{Message, Model, Tab};
use super::msg::{Effect, HistoryRequest, Msg};
use super::page::association::AssociationPage;
use super::page::changes::{self, ChangesPage};
use super::page::roster;
use super::page::{Goto, Reply, asked_by, height, open};
use super::popup::{self, Confirm, Help, History, Prompt, WhyView};
use super::say::say;
use crate::app::clock::AsOf;
use crate::app::error::SessionError;
use crate::app::load::LoadReached;
use crate::app::session::Receipt;
use crate::domain::change::HistoryLine;
use crate::domain::decide::Refusal;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Touched;
use crate::report::roster::choices;
use crate::report::table::Column;
use crate::text::cells;
use crate::text::lang;

/// Longest excerpt of what was copied in the message, in cells.
const EXCERPT: usize = 60;

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
        Msg::Done(result, moved) => return on_done(model, result, &moved),
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

fn on_failed(model: &mut Model, error: &anyhow::Error) {
    let text = say(error);
    model.progress = None;
    popup::refused(model, text);
}

fn on_finished(model: &mut Model, finished: Option<JobResult>) {
    let stopped_at = model.progress.take();
    match &finished {
        Some(JobResult::Read(_) | JobResult::Preview(_)) => files::was_read(model),
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
            reply => reply.carry_out(model),
        };
    }
    let found = match look_up(model, key) {
        Looked::Begins => return Vec::new(),
        Looked::Action(action) => Some(action),
        Looked::Nothing => None,
    };
    match (found, key.composed()) {
        (Some(action), _) => {
            model.composing &= !key.is_letter();
            run(model, action)
        }
        (None, Some(c)) => {
            model.composing = true;
            let (page, ctx) = model.page_and_ctx();
            match page.compose(ctx, c) {
                Reply::Pass => search_from(model, &c.to_string()),
                reply => typed_into(model, reply, c),
            }
        }
        (None, None) => unbound(model, key),
    }
}

/// What a key means after those that were pressed before it.
fn look_up(model: &mut Model, key: Key) -> Looked {
    let place = model.place();
    let mut pressed = std::mem::take(&mut model.pending);
    for key in [key, key.folded()] {
        pressed.push(key);
        match action::lookup_keys(place, &pressed) {
            Looked::Begins => {
                model.pending = pressed;
                return Looked::Begins;
            }
            Looked::Nothing => {
                pressed.pop();
            }
            found @ Looked::Action(_) => return found,
        }
    }
    let alone = action::lookup(place, key).or_else(|| action::lookup(place, key.folded()));
    alone.map_or(Looked::Nothing, Looked::Action)
}

/// Does what a page has replied to a character, which goes into the field that has opened for it.
fn typed_into(model: &mut Model, reply: Reply, typed: char) -> Vec<Effect> {
    let effects = reply.carry_out(model);
    popup::paste(model, typed.encode_utf8(&mut [0; 4]));
    effects
}

/// A key that has no meaning here: a page may read it as part of a word, or it is said how to find
/// what there is.
fn unbound(model: &mut Model, key: Key) -> Vec<Effect> {
    let KeyCode::Char(typed) = key.folded().code else {
        return Vec::new();
    };
    let (page, ctx) = model.page_and_ctx();
    let reply = if key.ctrl {
        Reply::Pass
    } else {
        page.letter(ctx, typed)
    };
    match reply {
        Reply::Pass => {
            let held = if key.ctrl { "Ctrl-" } else { "" };
            model.fail(t!(
                "{held}{typed} 在这里没有作用：按 ? 或 F1 看帮助，按 : 或 Ctrl-P 找操作",
                "{held}{typed} does nothing here: ? or F1 for help, : or Ctrl-P to find actions"
            ));
            Vec::new()
        }
        reply => typed_into(model, reply, typed),
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
pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    if let Some(LoadReached { percent, .. }) = model.loading
        && action.needs_ledger()
    {
        model.fail(t!(
            "台账正在载入（{percent}%），载入后再试",
            "the ledger is being loaded ({percent}%); try again then"
        ));
        return Vec::new();
    }
    let (page, ctx) = model.page_and_ctx();
    match page.act(ctx, action) {
        Reply::Pass => {}
        reply => return reply.carry_out(model),
    }
    let (len, height) = (page.len(ctx), height(page, ctx));
    if page.list_mut().navigate(action, len, height) {
        page.moved_to();
        return Vec::new();
    }
    run_anywhere(model, action)
}

/// Speaks the other language from now on.
fn turn(model: &mut Model) -> Vec<Effect> {
    lang::turn();
    // Headings were made in the language that was spoken.
    let all = choices(model.ledger.round());
    let renamed = |column: &Column<AssocIx>| all.iter().find(|one| one.id == column.id).cloned();
    if let Some(columns) = &mut model.roster.columns {
        *columns = columns.iter().filter_map(renamed).collect();
    }
    model.refresh();
    let text = t!(
        "界面用中文；要一直如此，在配置中写 lang = \"zh\"",
        "English from now on; lang = \"en\" in the configuration keeps it"
    );
    model.message = Some(Message {
        text,
        failed: false,
    });
    Vec::new()
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
        Action::Language => turn(model),
        Action::Undo => vec![Effect::Undo],
        Action::Redo => vec![Effect::Redo],
        Action::Help => popup::open(model, Help::default()),
        Action::Palette => {
            let palette = palette::palette(model);
            popup::open(model, palette)
        }
        Action::Bodies => {
            let bodies = bodies::pick_body(model);
            popup::open(model, bodies)
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
        Action::SortBy => sorting::ask(model),
        Action::MarkLine => bulk::mark_line(model),
        Action::MarkShown => bulk::mark_listed(model),
        Action::Compare => changes::ask(model, changes::End::Since),
        Action::People => people::ask(model),
        Action::Meeting => people::begin(model),
        Action::View(number) => roster::recall(model, number),
        Action::NextAssociation => neighbour::turn(model, 1),
        Action::PreviousAssociation => neighbour::turn(model, -1),
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
    let page = model.page();
    let focus = page.focus(&model.ctx);
    let text = if model.marked.is_empty() || focus.only {
        focus.text
    } else {
        let rows = model.marked.iter().map(|ix| page.copied(&model.ctx, *ix));
        Some(rows.collect::<Vec<_>>().join("\n"))
    };
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        model.fail(s!("这里没有可复制的内容", "nothing to copy here"));
        return Vec::new();
    };
    let shown = text.replace(['\t', '\n'], " ");
    let shown = cells::cut(&shown, EXCERPT, model.glyphs.ellipsis);
    model.message = Some(Message {
        text: t!("已复制：{shown}", "copied: {shown}"),
        failed: false,
    });
    vec![Effect::Copy(text)]
}

/// Asks about the light, tick or count under the cursor.
fn why(model: &mut Model) -> Vec<Effect> {
    let Some(what) = model.page().focus(&model.ctx).why else {
        model.fail(s!("这里没有灯可问", "there is no light to ask about here"));
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
    let recorded = result.is_ok();
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
    if recorded && model.popup.is_none() {
        let (page, ctx) = model.page_and_ctx();
        page.answered(ctx);
    }
    effects
}

fn on_history(model: &mut Model, request: HistoryRequest, lines: Vec<HistoryLine>) {
    if request.popup {
        let title = match request
            .association
            .and_then(|no| model.ledger.association_ix(no))
        {
            Some(ix) => t!("{} 的操作记录", "History of {}", model.ledger.name(ix)),
            None => s!("操作记录", "History").to_owned(),
        };
        popup::open(model, History::new(title, request, lines));
    } else if let Some(page) = model.opened_as_mut::<AssociationPage>() {
        page.history = lines;
    }
}

fn ask_as_of(model: &Model) -> Prompt {
    let fixed = match model.as_of {
        AsOf::Today => None,
        AsOf::Fixed(date) => Some(date),
    };
    let about = s!(
        "倒计时、灯和统计都按这一天计算，可写 7.25、+3、-7、周五；清空为今天",
        "countdown, lights and sums follow this day; 7.25, +3, -7, fri; empty is today"
    );
    Prompt::day(s!("基准日", "As-of date"), about, fixed, |model, day| {
        model.set_as_of(day.map_or(AsOf::Today, AsOf::Fixed));
        Ok(Vec::new())
    })
}
