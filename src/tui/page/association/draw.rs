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
use crate::domain::model::{ItemState, Light, Stage, Status};
use crate::domain::rollup;
use crate::domain::round::Due;
use crate::text::cells;
use crate::tui::model::Ctx;
use crate::tui::screen::{days, light, mark_cursor, people, source, status};
use crate::tui::widget::paint;

/// Draws an association.
pub fn draw(ctx: &Ctx, page: &AssociationPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(body);
    title(ctx, page.association, areas.title, buf);
    milestones(ctx, page.association, areas.milestones, buf);
    let rows = AssociationPage::rows(&ctx.ledger);
    let height = usize::from(areas.list.height);
    let end = (page.list.offset + height).min(rows.len());
    let mut chosen = 0;
    for (at, row) in rows[page.list.offset.min(end)..end].iter().enumerate() {
        let line = match row {
            ChecklistRow::Section(section) => {
                let tally = ctx.ledger.progress(page.association).section(*section);
                let info = ctx.ledger.round().section(*section);
                let text = format!(" {} {}/{} ", info.title, tally.done, tally.total);
                let mut spans = vec![Span::styled(text, ctx.theme.heading())];
                if ctx.ledger.has_task(page.association) {
                    let ix = page.association;
                    let of = rollup::section(&ctx.ledger, ix, *section, ctx.as_of_date());
                    spans.push(light(ctx, of.light));
                }
                Line::from(spans)
            }
            ChecklistRow::Item(item) => {
                if *item == page.item() {
                    chosen = at;
                }
                let shown = ctx.ledger.item(page.association, *item);
                let cells = view_of(ctx, shown);
                item_line(ctx, &cells, areas.list.width.into())
            }
        };
        paint::line(
            buf,
            areas.list,
            u16::try_from(at).unwrap_or(u16::MAX),
            &line,
        );
    }
    let cursor = mark_cursor(ctx, areas.list, chosen, buf);
    let item = ctx.ledger.item(page.association, page.item());
    let lines = detail(ctx, &item, areas.detail.width.into());
    paint::lines(buf, areas.detail, lines);
    if let Some(area) = areas.history {
        paint::lines(buf, area, history(ctx, page, area.width.into()));
    }
    cursor
}

fn title(ctx: &Ctx, ix: AssocIx, area: Rect, buf: &mut Buffer) {
    let ledger = &ctx.ledger;
    let association = &ledger.associations()[ix];
    let progress = ledger.progress(ix);
    let tally = progress.all();
    let unit = ledger.unit_of(ix).map_or_else(
        || ledger.printed_unit_of(ix),
        |unit| ledger.units()[unit].short.as_str(),
    );
    let line = Line::from(vec![
        Span::styled(format!(" {} ", association.no), ctx.theme.muted()),
        paint::text(&association.name, ctx.theme.strong()),
        Span::raw("  "),
        Span::styled(
            status(ctx, association.status),
            ctx.theme.status(association.status),
        ),
        Span::raw(format!(
            "  {}  {}/{}  {unit}",
            stage(ledger, ix),
            tally.done,
            tally.total
        )),
    ]);
    paint::line(buf, area, 0, &line);
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

/// Two lines: milestone with light, and below it the actual date or the planned one.
fn milestones(ctx: &Ctx, ix: AssocIx, area: Rect, buf: &mut Buffer) {
    let defs = ctx.ledger.round().milestones();
    let width = usize::from(area.width.saturating_sub(1)) / defs.len().max(1);
    let mut first = vec![Span::raw(" ")];
    let mut second = vec![Span::raw(" ")];
    for (at, def) in defs.iter_enumerated() {
        let standing = milestone::for_association(&ctx.ledger, at, ix, ctx.as_of_date());
        first.push(Span::raw(format!("{} ", def.id)));
        let (sign, below, style) = match standing {
            None => (
                Span::styled("--", ctx.theme.muted()),
                "不涉及".to_owned(),
                ctx.theme.muted(),
            ),
            Some(standing) => match standing.done_on {
                Some(on) => (
                    light(ctx, standing.light),
                    format!("{}{}", ctx.glyphs.done, on.format("%m-%d")),
                    ctx.theme.light_text(standing.light),
                ),
                None => (
                    light(ctx, standing.light),
                    def.due_short(),
                    ctx.theme.muted(),
                ),
            },
        };
        first.push(sign);
        let used = def.id.len() + 1 + 2;
        first.push(Span::raw(" ".repeat(width.saturating_sub(used))));
        second.push(paint::cell(&below, width, "", style));
    }
    paint::lines(buf, area, [Line::from(first), Line::from(second)]);
}

/// What a line of the checklist shows.
struct ItemCells {
    sign: &'static str,
    state: ItemState,
    id: String,
    label: String,
    due: String,
    left: String,
    light: Light,
}

fn view_of(ctx: &Ctx, item: ItemView<'_>) -> ItemCells {
    let round = ctx.ledger.round();
    let light = rollup::item(&ctx.ledger, &item, ctx.as_of_date());
    let text = match (item.state.settled(), light.days_left) {
        (false, Some(left)) => days(left),
        _ if light.reason == Reason::MadeUpLate => light.reason.word().to_owned(),
        _ => String::new(),
    };
    ItemCells {
        sign: sign(ctx, item.state),
        state: item.state,
        id: item.def.id.clone(),
        label: item.def.label.clone(),
        due: match &item.def.due {
            Due::At(ix) => round.milestones()[*ix].id.clone(),
            Due::On(date) => date.format("%m-%d").to_string(),
        },
        left: text,
        light: light.light,
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
const DUE: usize = 6;
const LEFT: usize = 9;

fn item_line(ctx: &Ctx, item: &ItemCells, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let style = ctx.theme.state(item.state);
    let label = width.saturating_sub(2 + 2 + 3 + STATE + DUE + LEFT + 1);
    Line::from(vec![
        Span::styled(format!("  {} ", item.sign), style),
        paint::cell(&item.id, 3, dots, ctx.theme.muted()),
        paint::cell(&item.label, label, dots, style),
        Span::raw(" "),
        paint::cell(item.state.word(), STATE, dots, style),
        paint::cell(&item.due, DUE, dots, ctx.theme.muted()),
        paint::cell(&item.left, LEFT, dots, ctx.theme.light_text(item.light)),
    ])
}

fn detail(ctx: &Ctx, item: &ItemView<'_>, width: usize) -> Vec<Line<'static>> {
    let mut text: Vec<(String, Style)> = Vec::new();
    let plain = Style::new();
    let due_on = ctx.ledger.item_due_on(item.association, item.def);
    let assumed = if item.def.assumed {
        "（通知未写，暂定）"
    } else {
        ""
    };
    let checker = if item.def.checker.is_empty() {
        String::new()
    } else {
        format!("  审核 {}", item.def.checker.join("、"))
    };
    text.push((
        format!("{} {}", item.def.id, item.def.label),
        ctx.theme.strong(),
    ));
    text.push((
        format!(
            "期限 {due_on}{assumed}  责任 {}{checker}",
            item.def.owner.join("、")
        ),
        plain,
    ));
    basis(ctx, item, &mut text);
    let na = item
        .def
        .na
        .when()
        .map_or("不得设为不涉及".to_owned(), |when| {
            format!("可不涉及：{when}")
        });
    text.push((
        format!("应有 {}；{na}", item.def.evidence),
        ctx.theme.muted(),
    ));
    if let Some(remark) = &item.def.remark {
        text.push((remark.clone(), ctx.theme.muted()));
    }
    if let Some(source) = source(ctx, &item.def.source) {
        text.push((source, ctx.theme.muted()));
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
            ctx.theme.muted(),
        )),
        Basis::Untouched => {}
    }
}

/// Who set an item, when and why.
fn recorded(ctx: &Ctx, record: &ItemRecord, text: &mut Vec<(String, Style)>) {
    let plain = Style::new();
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
    if !record.note.is_empty() {
        text.push((format!("{title}：{}", record.note), plain));
    }
    if !record.evidence.is_empty() {
        text.push((format!("依据：{}", record.evidence), plain));
    }
}

fn history(ctx: &Ctx, page: &AssociationPage, width: usize) -> Vec<Line<'static>> {
    let association = &ctx.ledger.associations()[page.association];
    let mut lines = people::lines(ctx, &Subject::Association(association.no), width);
    lines.push(Line::styled(" 操作记录", ctx.theme.heading()));
    if page.history.is_empty() {
        let text = if association.status == Status::Decoupled {
            " 历史已脱钩，没有资料"
        } else {
            " 还没有记录"
        };
        lines.push(Line::styled(text, ctx.theme.muted()));
    }
    for entry in &page.history {
        let style = if entry.undone {
            ctx.theme.muted()
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
