//! Beside the roster in a wide terminal: more about the line under the cursor.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::RosterPage;
use super::areas::TWO_PANES;
use crate::app::listing::{GroupKey, ListRow};
use crate::domain::change::Subject;
use crate::domain::id::{AssocIx, PrintedIx, UnitIx};
use crate::domain::milestone;
use crate::domain::model::{Light, Section, Status};
use crate::domain::progress::Tally;
use crate::domain::rollup;
use crate::domain::round::{ItemDef, official};
use crate::text::cells;
use crate::tui::model::Ctx;
use crate::tui::screen::{days, light, people, status};
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
    cells::wrap(&cells::shown(text), width)
        .into_iter()
        .map(move |line| Line::styled(line, style))
}

/// Draws what is open of the association under the cursor, and what was noted.
pub fn open(ctx: &Ctx, page: &RosterPage, area: Rect, buf: &mut Buffer) {
    let Some(ListRow::Association(ix)) = page.current() else {
        return;
    };
    let width = usize::from(area.width);
    let (theme, dots) = (&ctx.theme, ctx.glyphs.ellipsis);
    let mut lines = Vec::new();
    if ctx.ledger.has_task(ix) {
        let open: Vec<_> = ctx
            .ledger
            .checklist(ix)
            .filter(|item| !item.state.settled())
            .collect();
        let count = open.len().to_string();
        lines.push(paint::title(
            theme,
            s!("清单未办", "Open items"),
            &count,
            width,
        ));
        let most = usize::from(area.height).saturating_sub(8);
        lines.extend(open.iter().take(most).map(|item| {
            let light = rollup::item(&ctx.ledger, item, ctx.as_of_date());
            let left = light.days_left.map_or_else(String::new, days);
            let left = Span::styled(format!(" {left}"), theme.light_text(light.light));
            let id = Span::styled(
                format!("{} {} ", ctx.glyphs.open, item.def.id),
                theme.accent(),
            );
            let room = width.saturating_sub(id.width());
            let [label, left] = paint::apart(&item.def.label, Style::new(), left, room, dots);
            Line::from(vec![id, label, left])
        }));
        if open.len() > most {
            let more = t!("另有 {} 项", "{} more", open.len() - most);
            lines.push(Line::styled(more, theme.faint()));
        }
        lines.push(Line::default());
    }
    let no = ctx.ledger.associations()[ix].no;
    lines.extend(people::lines(ctx, &Subject::Association(no), width));
    paint::lines(buf, area, lines);
}

/// Who it is, and where it stands.
fn who(ctx: &Ctx, ix: AssocIx, width: usize) -> Vec<Line<'static>> {
    let ledger = &ctx.ledger;
    let (theme, dots) = (&ctx.theme, ctx.glyphs.ellipsis);
    let association = &ledger.associations()[ix];
    let printed = ledger.printed_unit_of(ix);
    let task = ledger.has_task(ix);
    let lamp = if task {
        light(ctx, rollup::association(ledger, ix, ctx.as_of_date()).light)
    } else {
        Span::raw("")
    };
    let name = format!("{} {}", association.no, ledger.name(ix));
    let mut lines = vec![Line::from(Vec::from(paint::apart(
        &name,
        theme.strong(),
        lamp,
        width,
        dots,
    )))];
    let unit = ledger.unit_name_of(ix);
    lines.extend(wrapped(unit.unwrap_or(printed), width, Style::new()));
    if unit.is_some_and(|unit| unit != printed) {
        lines.extend(wrapped(
            &t!("印发名称 {printed}", "printed name {printed}"),
            width,
            theme.faint(),
        ));
    }
    let stage = Span::raw(t!(
        "  阶段 {}",
        "  stage {}",
        ledger.progress(ix).stage.shown()
    ));
    let printed_status = Span::styled(
        status(ctx, association.status),
        theme.status(association.status),
    );
    lines.push(Line::from(vec![printed_status, stage]));
    if association.status == Status::Decoupled {
        lines.push(Line::default());
        let text = s!(
            "此前批次已脱钩，本轮没有资料，不计入清单进度，列入回头看。",
            "Decoupled in an earlier batch, without papers in this round; not in the progress of checklists, listed under looking back."
        );
        lines.extend(wrapped(text, width, theme.faint()));
    }
    lines
}

fn association(ctx: &Ctx, ix: AssocIx, width: usize) -> Vec<Line<'static>> {
    let mut lines = who(ctx, ix, width);
    if !ctx.ledger.has_task(ix) {
        return lines;
    }
    lines.push(Line::default());
    lines.extend(sections(ctx, ix, width));
    lines.push(Line::default());
    lines.extend(milestones(ctx, ix, width));
    lines.extend(next(ctx, ix, width));
    if ctx.size.width < TWO_PANES {
        lines.push(Line::default());
        let no = ctx.ledger.associations()[ix].no;
        lines.extend(people::lines(ctx, &Subject::Association(no), width));
    }
    lines
}

/// How far its checklist is, in all and by section.
fn sections(ctx: &Ctx, ix: AssocIx, width: usize) -> Vec<Line<'static>> {
    let ledger = &ctx.ledger;
    let progress = ledger.progress(ix);
    let all = progress.all();
    let mut lines = vec![bar(
        ctx,
        s!("清单", "checklist"),
        all.done,
        all.total,
        width,
    )];
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
    lines
}

/// When it has reached each milestone, or has to.
fn milestones(ctx: &Ctx, ix: AssocIx, width: usize) -> Vec<Line<'static>> {
    let (ledger, theme) = (&ctx.ledger, &ctx.theme);
    let mut lines = vec![paint::title(theme, s!("节点", "Milestones"), "", width)];
    for (at, def) in ledger.round().milestones().iter_enumerated() {
        let heading = def.heading();
        lines.push(
            match milestone::for_association(ledger, at, ix, ctx.as_of_date()) {
                Some(standing) => {
                    let when = match standing.done_on {
                        Some(on) => format!("{} {}", ctx.glyphs.done, on.format("%m-%d")),
                        None => format!("{} {}", def.due_short(), days(standing.days_left)),
                    };
                    reached(ctx, standing.light, &heading, when, width)
                }
                None => Line::styled(t!("-- {heading} 不涉及", "-- {heading} n/a"), theme.faint()),
            },
        );
    }
    lines
}

/// What it has to do next, until when, and whose task it is.
fn next(ctx: &Ctx, ix: AssocIx, width: usize) -> Vec<Line<'static>> {
    let theme = &ctx.theme;
    let Some((item, due_on)) = next_item(ctx, ix) else {
        return Vec::new();
    };
    let mut lines = vec![
        Line::default(),
        paint::title(theme, s!("下一事项", "Next item"), "", width),
    ];
    lines.extend(wrapped(
        &format!("{} {}", item.id, item.label),
        width,
        theme.strong(),
    ));
    let owner = official::joined(&item.owner);
    lines.extend(wrapped(
        &t!("{due_on} 止；{owner}", "until {due_on}; {owner}"),
        width,
        theme.soft(),
    ));
    lines
}

/// The first item that is due of those that are open.
fn next_item(ctx: &Ctx, ix: AssocIx) -> Option<(&ItemDef, NaiveDate)> {
    let open = ctx
        .ledger
        .checklist(ix)
        .filter(|item| !item.state.settled());
    let due = open.map(|item| (item.def, ctx.ledger.item_due_on(ix, item.def)));
    due.min_by_key(|(_, due_on)| *due_on)
}

/// A milestone with its light, and at the right how far it is.
fn reached(ctx: &Ctx, of: Light, heading: &str, state: String, width: usize) -> Line<'static> {
    let state = Span::styled(state, ctx.theme.light_text(of));
    let room = width.saturating_sub(3);
    let [text, state] = paint::apart(heading, Style::new(), state, room, ctx.glyphs.ellipsis);
    Line::from(vec![light(ctx, of), Span::raw(" "), text, state])
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
    lines.push(Line::raw(t!(
        "{} 家 = 已脱钩 {} + 拟脱钩 {}",
        "{} = {} decoupled + {} to decouple",
        sum.total,
        sum.decoupled,
        sum.planned
    )));
    lines.push(Line::raw(t!(
        "拟脱钩 = {}",
        "to decouple = {}",
        balance::parts(&sum.balance())
    )));
    lines.push(bar(
        ctx,
        s!("清单", "checklist"),
        sum.items.done,
        sum.items.total,
        width,
    ));
    let printed: Vec<PrintedIx> = match key {
        GroupKey::Unit(unit) => {
            lines.push(Line::raw(ledger.units()[unit].kind.shown()));
            lines.push(Line::default());
            lines.extend(unit_milestones(ctx, unit, width));
            ledger.units()[unit].printed.to_vec()
        }
        GroupKey::Printed(printed) => vec![printed],
        _ => Vec::new(),
    };
    lines.push(Line::default());
    for printed in printed {
        let printed = &ledger.printed_units()[printed];
        let count = printed.associations.len();
        let text = t!(
            "印发名称 {} {count} 家",
            "printed name {} {count}",
            printed.name
        );
        lines.extend(wrapped(&text, width, ctx.theme.faint()));
        let Some(seed) = &printed.seed else { continue };
        if let Some(lineage) = &seed.lineage {
            lines.extend(wrapped(lineage, width, ctx.theme.faint()));
        }
        if let Some(proposal) = &seed.proposal {
            let text = t!("建议归入 {proposal}，待定", "perhaps {proposal}, undecided");
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
        let when = standing.done_on.map_or_else(
            || days(standing.days_left),
            |on| on.format("%m-%d").to_string(),
        );
        let state = format!("{}/{} {when}", standing.done, standing.population);
        lines.push(reached(ctx, standing.light, &def.heading(), state, width));
    }
    let training = ledger.training(unit);
    if let Some(def) = ledger
        .round()
        .milestones()
        .iter()
        .find(|def| def.population.by_size())
    {
        let text = t!("{}：{}", "{}: {}", def.id, training);
        lines.extend(wrapped(&text, width, ctx.theme.faint()));
    }
    lines
}
