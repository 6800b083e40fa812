//! Beside the roster in a wide terminal: more about the line under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::RosterPage;
use crate::app::listing::{GroupKey, ListRow};
use crate::domain::id::{AssocIx, PrintedIx, UnitIx};
use crate::domain::milestone;
use crate::domain::model::{Section, Status};
use crate::domain::progress::Tally;
use crate::text::cells;
use crate::tui::model::Ctx;
use crate::tui::screen::{days, light, status};
use crate::tui::widget::paint;
use crate::words::balance;

/// Draws the preview.
pub fn draw(ctx: &Ctx, page: &RosterPage, area: Rect, buf: &mut Buffer) {
    let width = usize::from(area.width);
    let lines = match page.current() {
        Some(ListRow::Association(ix)) => association(ctx, ix, width),
        Some(ListRow::Group(key)) => group(ctx, page, key, width),
        None => Vec::new(),
    };
    paint::lines(buf, area, lines);
}

fn wrapped(text: &str, width: usize, style: Style) -> impl Iterator<Item = Line<'static>> {
    cells::wrap(&cells::visible(text), width)
        .into_iter()
        .map(move |line| Line::styled(line, style))
}

fn association(ctx: &Ctx, ix: AssocIx, width: usize) -> Vec<Line<'static>> {
    let ledger = &ctx.ledger;
    let association = &ledger.associations()[ix];
    let progress = ledger.progress(ix);
    let printed = ledger.printed_unit_of(ix);
    let mut lines: Vec<Line<'static>> = Vec::new();
    lines.push(Line::from(vec![
        Span::styled(format!("{} ", association.no), ctx.theme.faint()),
        paint::text(&association.name, ctx.theme.strong()),
    ]));
    let unit = ledger.unit_name_of(ix);
    lines.extend(wrapped(unit.unwrap_or(printed), width, Style::new()));
    if unit.is_some_and(|unit| unit != printed) {
        lines.extend(wrapped(
            &format!("印发名称 {printed}"),
            width,
            ctx.theme.faint(),
        ));
    }
    lines.push(Line::from(vec![
        Span::styled(
            status(ctx, association.status),
            ctx.theme.status(association.status),
        ),
        Span::raw(format!("  阶段 {}", progress.stage.word())),
    ]));
    if association.status == Status::Decoupled {
        lines.push(Line::default());
        let text = "此前批次已脱钩，本轮没有资料，不计入清单进度，列入回头看。";
        lines.extend(wrapped(text, width, ctx.theme.faint()));
    }
    lines.push(Line::default());
    for section in Section::ALL {
        let tally = progress.section(section);
        let info = ledger.round().section(section);
        let name = if width >= WIDE {
            &info.title
        } else {
            &info.short
        };
        lines.push(bar(ctx, name, tally.done, tally.total, width));
    }
    lines.push(Line::default());
    for (at, def) in ledger.round().milestones().iter_enumerated() {
        let standing = milestone::for_association(ledger, at, ix, ctx.as_of_date());
        let mut spans = vec![Span::raw(format!("{} {} ", def.id, def.due_short()))];
        match standing {
            Some(standing) => {
                spans.push(light(ctx, standing.light));
                spans.push(paint::cell(
                    &format!(" {}", def.title),
                    18,
                    ctx.glyphs.ellipsis,
                    Style::new(),
                ));
                let state = match standing.done_on {
                    Some(on) => format!("{}{}", ctx.glyphs.done, on.format("%m-%d")),
                    None => days(standing.days_left),
                };
                spans.push(Span::raw(state));
            }
            None => spans.push(Span::styled(
                format!("-- {} 不涉及", def.title),
                ctx.theme.faint(),
            )),
        }
        lines.push(Line::from(spans));
    }
    lines
}

/// From here on the parts of the checklist are called by their whole names.
const WIDE: usize = 36;

/// `机构分离      2/5 `, on a bar.
fn bar(ctx: &Ctx, title: &str, done: usize, total: usize, width: usize) -> Line<'static> {
    let label = if width >= WIDE { 19 } else { 6 };
    let mut spans = vec![paint::cell(
        title,
        label,
        ctx.glyphs.ellipsis,
        ctx.theme.soft(),
    )];
    let tally = Tally { done, total };
    let figure = format!("{done}/{total}");
    let room = width.saturating_sub(label);
    spans.extend(paint::bar(&ctx.theme, ctx.glyphs, tally, room, &figure));
    Line::from(spans)
}

fn group(ctx: &Ctx, page: &RosterPage, key: GroupKey, width: usize) -> Vec<Line<'static>> {
    let ledger = &ctx.ledger;
    let sum = page.listing.sum(key);
    let mut lines: Vec<Line<'static>> =
        wrapped(key.title(ledger), width, ctx.theme.strong()).collect();
    lines.push(Line::raw(format!(
        "{} 家 = 已脱钩 {} + 拟脱钩 {}",
        sum.total, sum.decoupled, sum.planned
    )));
    lines.push(Line::raw(format!(
        "拟脱钩 = {}",
        balance::parts(&sum.balance())
    )));
    lines.push(bar(ctx, "清单", sum.items.done, sum.items.total, width));
    let printed: Vec<PrintedIx> = match key {
        GroupKey::Unit(unit) => {
            lines.push(Line::raw(ledger.units()[unit].kind.word()));
            lines.push(Line::default());
            lines.extend(unit_milestones(ctx, unit, width));
            ledger.units()[unit].printed.clone()
        }
        GroupKey::Printed(printed) => vec![printed],
        _ => Vec::new(),
    };
    lines.push(Line::default());
    for printed in printed {
        let printed = &ledger.printed_units()[printed];
        let count = printed.associations.len();
        let text = format!("印发名称 {} {count} 家", printed.name);
        lines.extend(wrapped(&text, width, ctx.theme.faint()));
        let Some(seed) = &printed.seed else { continue };
        if let Some(lineage) = &seed.lineage {
            lines.extend(wrapped(lineage, width, ctx.theme.faint()));
        }
        if let Some(proposal) = &seed.proposal {
            let text = format!("建议归入 {proposal}，待定");
            lines.extend(wrapped(&text, width, ctx.theme.alert()));
        }
    }
    lines
}

fn unit_milestones(ctx: &Ctx, unit: UnitIx, width: usize) -> Vec<Line<'static>> {
    use crate::domain::ledger::SubjectIx;
    let ledger = &ctx.ledger;
    let mut lines = Vec::new();
    for (at, def) in ledger.round().milestones().iter_enumerated() {
        let members = milestone::below(ledger, at, SubjectIx::Unit(unit));
        if members.is_empty() {
            continue;
        }
        let standing = milestone::standing(ledger, at, &members, ctx.as_of_date());
        lines.push(Line::from(vec![
            Span::raw(format!("{} {} ", def.id, def.due_short())),
            light(ctx, standing.light),
            paint::cell(
                &format!(" {}", def.title),
                18.min(width),
                ctx.glyphs.ellipsis,
                Style::new(),
            ),
            Span::raw(format!(
                "{}/{} {}",
                standing.done,
                standing.population,
                standing.done_on.map_or_else(
                    || days(standing.days_left),
                    |on| on.format("%m-%d").to_string()
                )
            )),
        ]));
    }
    let training = ledger.training(unit);
    if let Some(def) = ledger
        .round()
        .milestones()
        .iter()
        .find(|def| def.population.by_size())
    {
        let text = format!("{}：{}", def.id, training);
        lines.extend(wrapped(&text, width, ctx.theme.faint()));
    }
    lines
}
