//! 调度会: one unit a page, large and clear: what it owes, what it promised, who answers for it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::areas;
use super::{MeetingPage, MeetingRow};
use crate::domain::change::Subject;
use crate::domain::figure::{self, Members};
use crate::domain::model::Light;
use crate::domain::note::{Kept, NoteKind};
use crate::domain::progress::Tally;
use crate::domain::rollup;
use crate::exchange::report::meeting::{self, Pledge};
use crate::text::cells;
use crate::tui::layout::headed;
use crate::tui::model::Ctx;
use crate::tui::screen::{days, light, mark_cursor};
use crate::tui::widget::paint;
use crate::words::balance;
use crate::words::record;

/// Draws a page.
pub fn draw(ctx: &Ctx, page: &MeetingPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(body);
    if let Some(area) = areas.units {
        units(ctx, page, area, buf);
    }
    let Some(unit) = page.unit(&ctx.ledger) else {
        let text = s!(
            " 没有有任务的单位，或该单位已并入别的单位；Esc 返回",
            " no unit with a task, or merged into another; Esc goes back"
        );
        paint::line(buf, areas.title, 0, &Line::raw(text));
        return areas.list.as_position();
    };
    let as_of = ctx.as_of_date();
    let about = &ctx.ledger.units()[unit];
    let sum = figure::sums(&ctx.ledger, Members::Unit(unit), as_of);
    let contact = meeting::contact(&ctx.ledger, &Subject::Unit(about.name.to_string()));
    let contact = if contact.is_empty() {
        s!("联系人未登记", "no contact recorded").to_owned()
    } else {
        t!("联系人 {contact}", "contact {contact}")
    };
    let width = usize::from(areas.title.width);
    let contact = paint::text(&contact, ctx.theme.soft());
    let room = width.saturating_sub(5);
    let [name, contact] = paint::apart(
        &about.name,
        ctx.theme.strong(),
        contact,
        room,
        ctx.glyphs.ellipsis,
    );
    let first = Line::from(vec![
        Span::raw(" "),
        light(ctx, sum.light),
        Span::raw(" "),
        name,
        contact,
    ]);
    let said = |parts: &str| {
        let (tally, light) = (sum.items, sum.light.shown());
        let items = t!(
            "清单 {}/{} {}",
            "checklist {}/{} {}",
            tally.done,
            tally.total,
            tally.share()
        );
        t!(
            " 拟脱钩 {} 家（{parts}）  {items}  {light}",
            " to decouple {} ({parts})  {items}  {light}",
            sum.planned
        )
    };
    let whole = said(&balance::parts(&sum.balance()));
    let second = if cells::width(&whole) <= areas.title.width.into() {
        whole
    } else {
        said(&balance::brief(&sum.balance()))
    };
    let second = Line::raw(second);
    paint::lines(buf, areas.title, [first, second]);
    let window = page.list.window(page.rows.len(), areas.list.height.into());
    let start = window.start;
    for (at, row) in (0u16..).zip(&page.rows[window]) {
        let line = line(ctx, row, areas.list.width.into());
        paint::line(buf, areas.list, at, &line);
    }
    let at = page.list.cursor.saturating_sub(start);
    mark_cursor(ctx, areas.list, at, buf)
}

/// The units in the order of the meeting, with what they owe; the one of this page is lit up.
fn units(ctx: &Ctx, page: &MeetingPage, area: Rect, buf: &mut Buffer) {
    let theme = &ctx.theme;
    let inside = paint::pane(buf, area, theme);
    let inside = Rect {
        x: area.x,
        width: area.width,
        ..inside
    };
    let (heading, list) = headed(inside);
    let dots = ctx.glyphs.ellipsis;
    let columns = |name: Span<'static>, late: Span<'static>, soon: Span<'static>| {
        Line::from(vec![name, late, soon])
    };
    let title = columns(
        paint::cell(
            s!(" 单位", " unit"),
            usize::from(area.width) - 12,
            dots,
            theme.heading(),
        ),
        paint::cell_right(s!("逾期", "late"), 5, dots, theme.heading()),
        paint::cell_right(s!("临期 ", "soon "), 6, dots, theme.heading()),
    );
    paint::line(buf, heading, 0, &title);
    let figures = ctx.overview.sums.as_ref();
    let height = usize::from(list.height);
    let first = page.first_unit(height);
    for (row, at) in (0u16..).zip(first..page.units.len().min(first + height)) {
        let name = &page.units[at];
        let unit = ctx.ledger.unit_ix(name);
        let short = unit.map_or(name.as_str(), |unit| &*ctx.ledger.units()[unit].short);
        let style = if at == page.at {
            theme.strong()
        } else {
            Style::new()
        };
        let debts = figures.and_then(|sums| sums.units.iter().find(|one| one.ix == unit));
        let number = |count: usize, of: Light, width| {
            let (text, style) = match count {
                0 => ("-".to_owned(), theme.faint()),
                some => (some.to_string(), theme.light_text(of)),
            };
            paint::cell_right(&text, width, dots, style)
        };
        let mut spans = vec![Span::raw(" ")];
        match debts {
            Some(debts) => {
                spans.extend([light(ctx, debts.light), Span::raw(" ")]);
                spans.push(paint::cell(
                    short,
                    usize::from(area.width) - 16,
                    dots,
                    style,
                ));
                spans.push(number(debts.owed.overdue, Light::Red, 5));
                spans.push(number(debts.owed.soon, Light::Yellow, 5));
            }
            None => spans.push(paint::cell(short, usize::from(area.width) - 2, dots, style)),
        }
        paint::line(buf, list, row, &Line::from(spans));
        if at == page.at {
            paint::select(buf, Rect::new(list.x, list.y + row, list.width, 1), theme);
        }
    }
}

fn line(ctx: &Ctx, row: &MeetingRow, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let plain = Style::new();
    let ledger = &ctx.ledger;
    match row {
        MeetingRow::Gap => Line::default(),
        MeetingRow::Heading(heading) => paint::title(&ctx.theme, &format!(" {heading}"), "", width),
        MeetingRow::Nothing(text) => Line::styled(format!("   {text}"), ctx.theme.faint()),
        MeetingRow::Milestone(late) => {
            let text = t!(
                "{} {}  {} 到期，还差 {}/{}",
                "{} {}  due {}, missing {}/{}",
                late.id,
                late.title,
                late.due.short,
                late.missing,
                late.population
            );
            Line::from(vec![
                Span::raw("   "),
                light(ctx, Light::Red),
                Span::raw(" "),
                paint::cell(&text, width.saturating_sub(16), dots, ctx.theme.strong()),
                paint::cell_right(&days(-late.days), 9, dots, ctx.theme.light_text(Light::Red)),
            ])
        }
        MeetingRow::Association(ix, items, late) => {
            let about = &ledger.associations()[*ix];
            let lamp = rollup::association(ledger, *ix, ctx.as_of_date()).light;
            let rest = width.saturating_sub(6 + 5 + 12 + 10 + 10);
            Line::from(vec![
                Span::raw("   "),
                light(ctx, lamp),
                Span::raw(" "),
                paint::cell_right(&format!("{} ", about.no), 5, dots, plain),
                paint::cell(ledger.name(*ix), rest, dots, plain),
                paint::cell(
                    ledger.progress(*ix).stage.shown(),
                    12,
                    dots,
                    ctx.theme.faint(),
                ),
                paint::cell_right(&t!("{items} 项", "{items} items"), 10, dots, plain),
                paint::cell_right(&days(-late), 9, dots, ctx.theme.light_text(Light::Red)),
            ])
        }
        MeetingRow::Separations(five) => {
            let whole = separations(ctx, five, plain, |tally| {
                format!(" {}/{}  ", tally.done, tally.total)
            });
            // No figure is cut: where there is no room for both, what is left is said.
            if whole.width() <= width {
                return whole;
            }
            separations(ctx, five, plain, |tally| {
                t!(" 差{} ", " {} left ", tally.total - tally.done)
            })
        }
        MeetingRow::Pledge(pledge) => pledge_line(ctx, pledge, width),
        MeetingRow::Remark(note) => {
            let text = format!("   {}", record::note(note));
            paint::cell(&text, width, dots, plain).into()
        }
    }
}

/// The five separations of a unit, each with its figure.
fn separations(
    ctx: &Ctx,
    five: &[(String, Tally)],
    plain: Style,
    figure: impl Fn(&Tally) -> String,
) -> Line<'static> {
    let said = five.iter().flat_map(|(short, tally)| {
        let style = match tally.total - tally.done {
            0 => ctx.theme.light_text(Light::Green),
            _ => plain,
        };
        [
            Span::styled(short.clone(), ctx.theme.soft()),
            Span::styled(figure(tally), style),
        ]
    });
    std::iter::once(Span::raw("   ")).chain(said).collect()
}

/// Whether it was kept, until when, what, and whose it is when it is not the unit's own.
fn pledge_line(ctx: &Ctx, pledge: &Pledge, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let (sign, style) = match pledge.kept {
        Kept::Broken => (ctx.glyphs.open, ctx.theme.alert()),
        Kept::Open => (ctx.glyphs.open, Style::new()),
        Kept::Late => (ctx.glyphs.tick, ctx.theme.light_text(Light::Yellow)),
        Kept::InTime => (ctx.glyphs.tick, ctx.theme.light_text(Light::Green)),
    };
    let what = match &pledge.promise.milestone {
        Some(id) => t!("{id} 延期：{}", "{id} put off: {}", pledge.promise.text),
        None => pledge.promise.text.to_string(),
    };
    let whose = match &pledge.subject {
        Subject::Association(no) => t!("（{no} 号）", " (no. {no})"),
        Subject::Unit(_) | Subject::City => String::new(),
    };
    Line::from(vec![
        Span::styled(format!("   {sign} "), style),
        paint::cell(
            &pledge
                .promise
                .due_on
                .map_or_else(String::new, |on| on.to_string()),
            12,
            dots,
            style,
        ),
        paint::cell(
            NoteKind::Promise.rules().standing(pledge.kept).get(),
            12,
            dots,
            style,
        ),
        paint::cell(
            &format!("{what}{whose}"),
            width.saturating_sub(30),
            dots,
            style,
        ),
    ])
}
