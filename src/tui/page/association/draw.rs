//! 协会: its milestones and its checklist by section.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::areas;
use super::aside;
use super::{AssociationPage, ChecklistRow};
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Basis, ItemView, Ledger};
use crate::domain::light::Reason;
use crate::domain::milestone;
use crate::domain::model::{ItemState, Section, Stage};
use crate::domain::rollup;
use crate::text::cells;
use crate::text::lang::either;
use crate::tui::layout::WIDE;
use crate::tui::model::Ctx;
use crate::tui::screen::{days, light, mark_cursor, status};
use crate::tui::widget::paint;

/// Draws an association.
pub fn draw(ctx: &Ctx, page: &AssociationPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(body);
    paint::line(buf, areas.title, 0, &title(ctx, page));
    let idle = page.is_idle(&ctx.ledger);
    if idle {
        paint::lines(
            buf,
            areas.list,
            aside::idle(ctx, page, areas.list.width.into()),
        );
    } else {
        let strip = milestones(ctx, page.association, areas.milestones.width);
        paint::line(buf, areas.milestones, 0, &strip);
    }
    let rows = page.checklist_rows(&ctx.ledger);
    let height = usize::from(areas.list.height);
    let end = (page.list.offset + height).min(rows.len());
    let mut chosen = 0;
    for (at, row) in rows[page.list.offset.min(end)..end].iter().enumerate() {
        let width = usize::from(areas.list.width);
        let row_at = u16::try_from(at).unwrap_or(u16::MAX);
        let line = match row {
            ChecklistRow::Section(section) => {
                let place = Rect::new(areas.list.x, areas.list.y + row_at, areas.list.width, 1);
                buf.set_style(place, ctx.theme.band());
                section_line(ctx, page.association, *section, width)
            }
            ChecklistRow::Item(item) => {
                if *item == page.item() {
                    chosen = at;
                }
                let shown = ctx.ledger.item(page.association, *item);
                let cells = view_of(ctx, &shown);
                item_line(ctx, &cells, width)
            }
        };
        paint::line(buf, areas.list, row_at, &line);
    }
    let item = (!idle).then(|| ctx.ledger.item(page.association, page.item()));
    let detail = |width: u16| item.map(|item| aside::detail(ctx, &item, width.into()));
    if let Some(area) = areas.history {
        let inside = paint::pane(buf, areas.detail, &ctx.theme);
        // Its lines begin a cell to the right.
        let wider = Rect {
            x: inside.x.saturating_sub(1),
            width: inside.width + 2,
            ..inside
        };
        paint::lines(buf, wider, detail(wider.width).unwrap_or_default());
        let inside = paint::pane(buf, area, &ctx.theme);
        paint::lines(buf, inside, aside::history(ctx, page, inside.width.into()));
    } else {
        buf.set_style(areas.detail, ctx.theme.surface());
        let lines = detail(areas.detail.width).unwrap_or_default();
        paint::lines(buf, areas.detail, lines);
    }
    if idle {
        return areas.list.as_position();
    }
    mark_cursor(ctx, areas.list, chosen, buf)
}

/// A section: how far it is, what does not concern the association, its light, and a bar.
fn section_line(ctx: &Ctx, ix: AssocIx, section: Section, width: usize) -> Line<'static> {
    /// Cells of the bar.
    const BAR: usize = 19;
    let (ledger, theme) = (&ctx.ledger, &ctx.theme);
    let tally = ledger.progress(ix).section(section);
    let items = ledger
        .checklist(ix)
        .filter(|item| item.def.section == section);
    let not = items
        .filter(|item| item.state == ItemState::NotApplicable)
        .count();
    let not = if not > 0 {
        t!("不涉及 {not}  ", "n/a {not}  ")
    } else {
        String::new()
    };
    let mut spans = vec![
        Span::styled(format!(" {} ", ctx.glyphs.unfolded), theme.faint()),
        Span::styled(
            format!("{} ", ledger.round().section(section).title),
            theme.strong(),
        ),
        Span::styled(format!("{}/{}", tally.done, tally.total), theme.soft()),
    ];
    let used: usize = spans.iter().map(Span::width).sum();
    if !ledger.has_task(ix) {
        return Line::from(spans);
    }
    let of = rollup::section(ledger, ix, section, ctx.as_of_date());
    let room = width.saturating_sub(used + BAR + 4);
    spans.push(Span::styled(cells::pad_left(&not, room, ""), theme.faint()));
    spans.push(light(ctx, of.light));
    spans.push(Span::raw(" "));
    let percent = tally.share();
    spans.extend(paint::bar(theme, ctx.glyphs, tally, BAR, &percent));
    Line::from(spans)
}

/// Status, stage, and how far it is.
fn title(ctx: &Ctx, page: &AssociationPage) -> Line<'static> {
    /// Cells of the bar.
    const BAR: usize = 28;
    let (ledger, ix) = (&ctx.ledger, page.association);
    let association = &ledger.associations()[ix];
    let tally = ledger.progress(ix).all();
    let theme = &ctx.theme;
    let mut spans = vec![
        Span::raw(" "),
        paint::text(ledger.name(ix), theme.strong()),
        Span::raw("  "),
        Span::styled(
            status(ctx, association.status),
            theme.status(association.status),
        ),
        Span::styled(format!("  {}  ", stage(ledger, ix)), theme.strong()),
    ];
    if page.is_idle(&ctx.ledger) {
        return Line::from(spans);
    }
    let figure = t!(
        " 清单 {}/{}  {}",
        " checklist {}/{}  {}",
        tally.done,
        tally.total,
        tally.share()
    );
    let figure = cells::pad(&figure, BAR - 1, "");
    spans.extend(paint::bar(theme, ctx.glyphs, tally, BAR, &figure));
    let open = tally.total - tally.done;
    spans.push(Span::styled(
        t!("  未办 {open}", "  open {open}"),
        theme.soft(),
    ));
    Line::from(spans)
}

/// The stage; for one that left the day, for one that is done what is left to do.
fn stage(ledger: &Ledger, ix: AssocIx) -> String {
    let word = ledger.progress(ix).stage.shown();
    match (ledger.exit_of(ix), ledger.progress(ix).stage) {
        (Some((exit, _)), _) => format!("{word} {}", exit.on),
        (None, Stage::Completed) => t!("{word}，可销号", "{word}, can be closed out"),
        (None, _) => word.to_owned(),
    }
}

/// Each milestone with its light, and where there is room the actual date or the planned one.
fn milestones(ctx: &Ctx, ix: AssocIx, width: u16) -> Line<'static> {
    /// Cells with a date, and without one.
    const WITH_DATE: usize = 14;
    const BRIEF: usize = 6;
    let defs = ctx.ledger.round().milestones();
    let cells = usize::from(width.saturating_sub(1)) / defs.len().max(1);
    let cells = if cells < WITH_DATE {
        BRIEF
    } else {
        cells.min(WITH_DATE + 2)
    };
    let theme = &ctx.theme;
    let mut spans = vec![Span::raw(" ")];
    for (at, def) in defs.iter_enumerated() {
        let standing = milestone::for_association(&ctx.ledger, at, ix, ctx.as_of_date());
        let (sign, date, style) = match standing {
            None => (
                Span::styled("--", theme.faint()),
                String::new(),
                theme.faint(),
            ),
            Some(standing) => {
                let style = theme.light_text(standing.light);
                let sign = light(ctx, standing.light);
                match standing.done_on {
                    Some(on) => (
                        sign,
                        format!("{} {}", ctx.glyphs.done, on.format("%m-%d")),
                        style,
                    ),
                    None => (sign, def.due_short(), theme.soft()),
                }
            }
        };
        let date = if cells >= WITH_DATE {
            date
        } else {
            String::new()
        };
        spans.push(sign);
        let used = 2 + 1 + cells::width(&def.id) + 1;
        spans.push(Span::raw(format!(" {} ", def.id)));
        spans.push(paint::cell(&date, cells.saturating_sub(used), "", style));
    }
    if width < WIDE {
        // There is no line that says it.
        let tally = ctx.ledger.progress(ix).all();
        let stage = format!("  {}", stage(&ctx.ledger, ix));
        let items = t!("  清单 {}/{}", "  checklist {}/{}", tally.done, tally.total);
        let used: usize = spans.iter().map(Span::width).sum();
        let whole = used + cells::width(&stage) + cells::width(&items);
        let text = if whole < width.into() {
            stage + &items
        } else {
            stage
        };
        spans.push(Span::styled(text, theme.soft()));
    }
    Line::from(spans)
}

/// What a line of the checklist shows.
struct ItemCells {
    sign: &'static str,
    state: ItemState,
    id: String,
    label: String,
    /// The day on which it was settled, else the day on which it is due.
    date: String,
    /// Who has settled it, else the days left.
    who: (String, Style),
    /// That there is a paper, or that it was made up late.
    paper: (&'static str, Style),
}

fn view_of(ctx: &Ctx, item: &ItemView<'_>) -> ItemCells {
    let theme = &ctx.theme;
    let light = rollup::item(&ctx.ledger, item, ctx.as_of_date());
    let (who, on, evidence) = match item.basis {
        Basis::Record(record) | Basis::Doubted(record, ..) => {
            (&*record.by, Some(record.on), !record.evidence.is_empty())
        }
        Basis::Form(_, answer) => (&*answer.by, Some(answer.on), false),
        Basis::Mark(_, mark) => (&*mark.by, Some(mark.done_on), false),
        Basis::Rule | Basis::Untouched => ("", None, false),
    };
    let settled = item.state.settled();
    let idle = item.state == ItemState::NotApplicable;
    let date = if idle {
        None
    } else if settled {
        on
    } else {
        Some(ctx.ledger.item_due_on(item.association, item.def))
    };
    let left = light
        .days_left
        .filter(|_| !settled && ctx.ledger.has_task(item.association));
    ItemCells {
        sign: sign(ctx, item.state),
        state: item.state,
        id: item.def.id.clone(),
        label: if item.def.per_unit() {
            t!("{}（全单位）", "{} (whole unit)", item.def.label)
        } else {
            item.def.label.to_string()
        },
        date: date.map_or_else(String::new, |date| date.format("%m-%d").to_string()),
        who: match left {
            Some(left) => (days(left), theme.light_text(light.light)),
            None if idle || !settled => (String::new(), theme.soft()),
            None => (cells::shown(who).into_owned(), theme.soft()),
        },
        paper: if light.reason == Reason::MadeUpLate {
            (
                either(light.reason.shown(), "made up"),
                theme.light_text(light.light),
            )
        } else if evidence {
            (s!("有依据", "evidence"), theme.soft())
        } else {
            ("", theme.soft())
        },
    }
}

fn sign(ctx: &Ctx, state: ItemState) -> &'static str {
    match state {
        ItemState::Open => ctx.glyphs.open,
        ItemState::Doing => ctx.glyphs.doing,
        ItemState::Done => ctx.glyphs.tick,
        ItemState::NotApplicable => ctx.glyphs.na,
        ItemState::Doubtful => ctx.glyphs.doubtful,
    }
}

const STATE: usize = 7;
const DATE: usize = 6;
const WHO: usize = 10;
const PAPER: usize = 8;
/// No label gets more.
const LABEL: usize = 60;

fn item_line(ctx: &Ctx, item: &ItemCells, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let theme = &ctx.theme;
    let state = theme.state(item.state);
    let idle = item.state == ItemState::NotApplicable;
    let ink = if idle { theme.faint() } else { Style::new() };
    let id = if item.state.settled() {
        theme.soft()
    } else {
        theme.accent()
    };
    let label = width.saturating_sub(3 + 4 + 1 + STATE + DATE + WHO + PAPER);
    Line::from(vec![
        Span::styled(format!(" {} ", item.sign), state),
        paint::cell(&item.id, 4, dots, id),
        paint::cell(&item.label, label.min(LABEL), dots, ink),
        Span::raw(" "),
        paint::cell(item.state.shown(), STATE, dots, state),
        paint::cell(&item.date, DATE, dots, theme.soft()),
        paint::cell(&item.who.0, WHO - 1, dots, item.who.1),
        Span::raw(" "),
        paint::cell_right(item.paper.0, PAPER, dots, item.paper.1),
    ])
}
