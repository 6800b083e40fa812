//! 协会: its milestones, its checklist by section, and what is known of the chosen item.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::areas;
use super::{AssociationPage, ChecklistRow};
use crate::app::clock::local_minute;
use crate::domain::change::{ItemRecord, Subject};
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Basis, ItemView, Ledger};
use crate::domain::light::Reason;
use crate::domain::milestone;
use crate::domain::model::{ItemState, Section, Stage, Status};
use crate::domain::rollup;
use crate::domain::round::Suggested;
use crate::text::cells;
use crate::tui::layout::WIDE;
use crate::tui::model::Ctx;
use crate::tui::screen::{days, light, mark_cursor, people, source, status};
use crate::tui::widget::paint;

/// Draws an association.
pub fn draw(ctx: &Ctx, page: &AssociationPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(body);
    paint::line(buf, areas.title, 0, &title(ctx, page.association));
    paint::line(
        buf,
        areas.milestones,
        0,
        &milestones(ctx, page.association, areas.milestones.width),
    );
    let rows = AssociationPage::rows(&ctx.ledger);
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
    let cursor = mark_cursor(ctx, areas.list, chosen, buf);
    let item = ctx.ledger.item(page.association, page.item());
    if let Some(area) = areas.history {
        let inside = paint::pane(buf, areas.detail, &ctx.theme);
        paint::lines(buf, inside, detail(ctx, &item, inside.width.into()));
        let inside = paint::pane(buf, area, &ctx.theme);
        paint::lines(buf, inside, history(ctx, page, inside.width.into()));
    } else {
        buf.set_style(areas.detail, ctx.theme.surface());
        let lines = detail(ctx, &item, areas.detail.width.into());
        paint::lines(buf, areas.detail, lines);
    }
    cursor
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
        format!("不涉及 {not}  ")
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
fn title(ctx: &Ctx, ix: AssocIx) -> Line<'static> {
    /// Cells of the bar.
    const BAR: usize = 28;
    let ledger = &ctx.ledger;
    let association = &ledger.associations()[ix];
    let tally = ledger.progress(ix).all();
    let theme = &ctx.theme;
    let mut spans = vec![
        Span::raw(" "),
        paint::text(&association.name, theme.strong()),
        Span::raw("  "),
        Span::styled(
            status(ctx, association.status),
            theme.status(association.status),
        ),
        Span::styled(format!("  {}  ", stage(ledger, ix)), theme.strong()),
    ];
    let figure = format!(" 清单 {}/{}  {}", tally.done, tally.total, tally.share());
    let figure = cells::pad(&figure, BAR - 1, "");
    spans.extend(paint::bar(theme, ctx.glyphs, tally, BAR, &figure));
    let open = tally.total - tally.done;
    spans.push(Span::styled(format!("  未办 {open}"), theme.soft()));
    Line::from(spans)
}

/// The stage; for one that left the day, for one that is done what is left to do.
fn stage(ledger: &Ledger, ix: AssocIx) -> String {
    let word = ledger.progress(ix).stage.word();
    match (ledger.exit_of(ix), ledger.progress(ix).stage) {
        (Some((exit, _)), _) => format!("{word} {}", exit.on),
        (None, Stage::Completed) => format!("{word}，可销号"),
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
        let items = format!("  清单 {}/{}", tally.done, tally.total);
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
        label: item.def.label.clone(),
        date: date.map_or_else(String::new, |date| date.format("%m-%d").to_string()),
        who: match left {
            Some(left) => (days(left), theme.light_text(light.light)),
            None if idle || !settled => (String::new(), theme.soft()),
            None => (cells::visible(who).into_owned(), theme.soft()),
        },
        paper: if light.reason == Reason::MadeUpLate {
            (light.reason.word(), theme.light_text(light.light))
        } else if evidence {
            ("有依据", theme.soft())
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
        paint::cell(item.state.word(), STATE, dots, state),
        paint::cell(&item.date, DATE, dots, theme.soft()),
        paint::cell(&item.who.0, WHO - 1, dots, item.who.1),
        Span::raw(" "),
        paint::cell_right(item.paper.0, PAPER, dots, item.paper.1),
    ])
}

fn detail(ctx: &Ctx, item: &ItemView<'_>, width: usize) -> Vec<Line<'static>> {
    let mut text: Vec<(String, Style)> = Vec::new();
    let plain = Style::new();
    let due_on = ctx.ledger.item_due_on(item.association, item.def);
    let suggests = |part| item.def.suggests(part);
    let assumed = if item.def.due_is_assumed() {
        "（通知未写，暂定）"
    } else {
        ""
    };
    let checker = if item.def.checker.is_empty() {
        String::new()
    } else {
        let suggested = if suggests(Suggested::Checker) {
            "（建议）"
        } else {
            ""
        };
        format!("  审核 {}{suggested}", item.def.checker.join("、"))
    };
    let advice = if suggests(Suggested::Item) {
        "（建议：通知没有这一事项）"
    } else {
        ""
    };
    text.push((
        format!("{} {}{advice}", item.def.id, item.def.label),
        ctx.theme.strong(),
    ));
    basis(ctx, item, &mut text);
    text.push((
        format!(
            "期限 {due_on}{assumed}  责任 {}{checker}",
            item.def.owner.join("、")
        ),
        plain,
    ));
    let na = item
        .def
        .na
        .when()
        .map_or("不得设为不涉及".to_owned(), |when| {
            format!("可不涉及：{when}")
        });
    text.push((
        format!("应有 {}；{na}", item.def.evidence),
        ctx.theme.faint(),
    ));
    if let Some(remark) = &item.def.remark {
        text.push((remark.clone(), ctx.theme.faint()));
    }
    if let Some(source) = source(ctx, &item.def.source) {
        text.push((source, ctx.theme.faint()));
    }
    paint::wrapped(text, width)
}

/// What the state of an item follows from.
fn basis(ctx: &Ctx, item: &ItemView<'_>, text: &mut Vec<(String, Style)>) {
    let round = ctx.ledger.round();
    match item.basis {
        Basis::Record(record) => recorded(ctx, record, text),
        Basis::Doubted(record, field, answer) => {
            let field = round.field(field);
            text.push((
                format!(
                    "存疑：登记为{}，表中「{}」填「{}」（{} 填写）",
                    record.state.word(),
                    field.label,
                    answer.value,
                    answer.by
                ),
                ctx.theme.alert(),
            ));
            recorded(ctx, record, text);
        }
        Basis::Form(field, answer) => text.push((
            format!(
                "由完成情况表得出：「{}」填「{}」，{} 于 {} 填写",
                round.field(field).label,
                answer.value,
                answer.by,
                local_minute(answer.at)
            ),
            ctx.theme.notice(),
        )),
        Basis::Mark(ix, mark) => {
            let def = &round.milestones()[ix];
            text.push((
                format!(
                    "由 {} {} 的登记得出：{} 完成，{} 登记",
                    def.id, def.title, mark.done_on, mark.by
                ),
                ctx.theme.notice(),
            ));
        }
        Basis::Rule => text.push((
            "按规则不涉及：主管单位不在培训范围".to_owned(),
            ctx.theme.faint(),
        )),
        Basis::Untouched => {}
    }
}

/// Who set an item, when and why.
fn recorded(ctx: &Ctx, record: &ItemRecord, text: &mut Vec<(String, Style)>) {
    text.push((
        format!(
            "{}：{} 于 {} 登记（基准日 {}）",
            record.state.word(),
            record.by,
            local_minute(record.at),
            record.on
        ),
        ctx.theme.state(record.state),
    ));
    let title = if record.state == ItemState::NotApplicable {
        "理由"
    } else {
        "说明"
    };
    for (title, said) in [(title, &record.note), ("依据", &record.evidence)] {
        if !said.is_empty() {
            text.push((format!("{title}：{said}"), Style::new()));
        }
    }
}

fn history(ctx: &Ctx, page: &AssociationPage, width: usize) -> Vec<Line<'static>> {
    let association = &ctx.ledger.associations()[page.association];
    let mut lines = people::lines(ctx, &Subject::Association(association.no), width);
    lines.push(paint::title(&ctx.theme, " 操作记录", "", width));
    if page.history.is_empty() {
        let text = if association.status == Status::Decoupled {
            " 历史已脱钩，没有资料"
        } else {
            " 还没有记录"
        };
        lines.push(Line::styled(text, ctx.theme.faint()));
    }
    for entry in &page.history {
        let style = if entry.undone {
            ctx.theme.faint()
        } else {
            Style::new()
        };
        // The name stands in the title already.
        let what = entry.sentence().replacen(association.name.as_ref(), "", 1);
        let text = format!(
            "{} {} {}",
            local_minute(entry.at),
            entry.by,
            what.trim_start()
        );
        for line in cells::wrap(&cells::visible(&text), width.saturating_sub(1)) {
            lines.push(Line::styled(format!(" {line}"), style));
        }
    }
    lines
}
