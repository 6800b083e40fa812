//! Looking for a line of the page that is seen, by characters or pinyin: the cursor goes to the
//! next that matches. The roster has a field of its own, which filters.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use super::keymap::Key;
use super::model::{Ctx, Model};
use super::page::Page;
use super::widget::input::LineInput;
use super::widget::paint;
use crate::search::{Query, Strength};
use crate::text::cells;
use crate::text::lang::Text;

/// So many lines are looked at for one key; more would be felt while typing.
const MOST: usize = 10_000;
/// The words before the field.
const TITLE: Text = text!(" 查找 ", " find ");

/// The field, and where the cursor stood when it was opened.
#[derive(Debug)]
pub struct Finder {
    input: LineInput,
    from: usize,
}

impl Finder {
    /// Draws the field. Where one types.
    pub fn draw(&self, ctx: &Ctx, area: Rect, buf: &mut Buffer) -> Position {
        paint::line(buf, area, 0, &Line::styled(TITLE.get(), ctx.theme.soft()));
        let title = u16::try_from(cells::width(TITLE.get())).unwrap_or(0);
        let title = title.min(area.width);
        let field = Rect::new(area.x + title, area.y, area.width - title, 1);
        self.input
            .draw(buf, field.intersection(area), ctx.theme.field())
    }
}

/// Opens the field, with a text that was typed or pasted without it.
pub fn begin(model: &mut Model, text: &str) {
    let from = model.page().list().cursor;
    model.finder = Some(Finder {
        input: LineInput::default(),
        from,
    });
    paste(model, text);
}

/// Takes pasted text, or what an input method commits.
pub fn paste(model: &mut Model, text: &str) {
    if let Some(finder) = &mut model.finder
        && !text.is_empty()
    {
        finder.input.paste(text);
        look(model);
    }
}

/// Takes a key while the field is open.
pub fn on_key(model: &mut Model, key: Key) {
    let Some(mut finder) = model.finder.take() else {
        return;
    };
    let query = Query::new(finder.input.text());
    let (page, ctx) = model.page_and_ctx();
    let (cursor, len) = (page.list().cursor, page.len(ctx));
    let found = match key.code {
        KeyCode::Esc => {
            page.list_mut().cursor = finder.from;
            return;
        }
        KeyCode::Enter => {
            let here = matches(page, ctx, &query, cursor);
            if here.is_none() && !query.is_empty() {
                model.fail(s!("没有找到", "nothing found"));
            }
            return;
        }
        KeyCode::Down => first(page, ctx, &query, (cursor + 1..len).chain(0..cursor)),
        KeyCode::Up => {
            let before = (0..cursor).rev().chain((cursor + 1..len).rev());
            first(page, ctx, &query, before)
        }
        _ => {
            finder.input.handle(key);
            model.finder = Some(finder);
            look(model);
            return;
        }
    };
    go_to(page, found);
    model.finder = Some(finder);
}

/// Goes to the first line that matches, from where the field was opened on.
fn look(model: &mut Model) {
    let Some(finder) = model.finder.take() else {
        return;
    };
    let query = Query::new(finder.input.text());
    let from = finder.from;
    let (page, ctx) = model.page_and_ctx();
    let len = page.len(ctx);
    let found = if query.is_empty() {
        Some(from)
    } else {
        first(page, ctx, &query, (from..len).chain(0..from.min(len)))
    };
    go_to(page, found);
    model.finder = Some(finder);
}

fn go_to(page: &mut dyn Page, found: Option<usize>) {
    if let Some(line) = found {
        page.list_mut().cursor = line;
        page.moved_to();
    }
}

/// The first line that matches by consecutive characters, else the first that matches at all.
fn first(
    page: &dyn Page,
    ctx: &Ctx,
    query: &Query,
    lines: impl Iterator<Item = usize>,
) -> Option<usize> {
    let mut loose = None;
    for line in lines.take(MOST) {
        match matches(page, ctx, query, line) {
            Some(Strength::Tight) => return Some(line),
            Some(Strength::Loose) => loose = loose.or(Some(line)),
            None => {}
        }
    }
    loose
}

fn matches(page: &dyn Page, ctx: &Ctx, query: &Query, line: usize) -> Option<Strength> {
    if line >= page.len(ctx) {
        return None;
    }
    let words = page.words_at(ctx, line);
    query.terms().try_fold(Strength::Tight, |weakest, term| {
        Some(weakest.min(term.matches(&words)?))
    })
}
