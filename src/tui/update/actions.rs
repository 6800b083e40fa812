//! What an action does: by the page, by its list, or the same everywhere.

use crate::app::clock::AsOf;
use crate::app::load::LoadReached;
use crate::domain::id::AssocIx;
use crate::report::roster::choices;
use crate::report::table::Column;
use crate::text::cells;
use crate::text::lang;
use crate::tui::action::Action;
use crate::tui::finder;
use crate::tui::flow::{astray, bodies, bulk, files, neighbour, palette, people, sorting};
use crate::tui::model::{Message, Model, Tab};
use crate::tui::msg::{Effect, HistoryRequest};
use crate::tui::page::changes;
use crate::tui::page::roster;
use crate::tui::page::{Goto, Reply, asked_by, height, open};
use crate::tui::popup::{self, Help, Prompt, WhyView};

/// Longest excerpt of what was copied in the message, in cells.
const EXCERPT: usize = 60;

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
    let rows = if focus.only { 0 } else { model.marked.len() };
    let text = if rows == 0 {
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
        text: match rows {
            0 | 1 => t!("已复制：{shown}", "copied: {shown}"),
            many => t!("已复制 {many} 行：{shown}", "copied {many} rows: {shown}"),
        },
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
