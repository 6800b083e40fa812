//! 时间轴: the milestones on a date axis to scale, and as a table.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{days, light, mark_cursor, source};
use crate::app::clock::weekday;
use crate::domain::round::{MilestoneIx, PopulationRule};
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Draws the timeline.
pub fn draw(model: &Model, body: Rect, buf: &mut Buffer) -> Position {
    let milestones = model.ledger.round().milestones();
    let areas = layout::timeline(body, milestones.len());
    if areas.axis.height > 0 {
        axis(model, areas.axis, buf);
    }
    let wide = areas.list.width >= 100;
    paint::line(buf, areas.heading, 0, &heading(model, wide));
    let window = model
        .timeline
        .window(milestones.len(), areas.list.height.into());
    let start = window.start;
    for (at, ix) in (0u16..).zip(window) {
        paint::line(buf, areas.list, at, &row(model, ix, wide));
    }
    let line = model.timeline.cursor.saturating_sub(start);
    let cursor = mark_cursor(model, areas.list, line, buf);
    paint::lines(buf, areas.detail, detail(model, areas.detail.width.into()));
    cursor
}

/// A date axis from a few days before the first milestone to a few after the last.
struct Scale {
    first: NaiveDate,
    last: NaiveDate,
    area: Rect,
}

impl Scale {
    fn new(model: &Model, area: Rect) -> Self {
        let milestones = model.ledger.round().milestones();
        let first = milestones.iter().map(|m| m.due_on).min();
        let last = milestones.iter().map(|m| m.due_on).max();
        let notice = model.ledger.round().info.notice.dated_on;
        Self {
            first: first.unwrap_or(notice) - Days::new(4),
            last: last.unwrap_or(notice) + Days::new(5),
            area: Rect {
                x: area.x + 1,
                width: area.width.saturating_sub(3),
                ..area
            },
        }
    }

    /// The column of a date; `None` when it is not on the axis.
    fn column(&self, date: NaiveDate) -> Option<u16> {
        if date < self.first || date > self.last || self.area.width < 2 {
            return None;
        }
        let days = (date - self.first).num_days();
        let all = (self.last - self.first).num_days().max(1);
        let column = days * i64::from(self.area.width - 1) / all;
        Some(self.area.x + u16::try_from(column).ok()?)
    }
}

/// Four lines: months, the band, the milestones, the as-of date.
fn axis(model: &Model, area: Rect, buf: &mut Buffer) {
    let scale = Scale::new(model, area);
    let as_of = model.as_of_date();
    // Months.
    let mut month = scale.first.with_day(1).unwrap_or(scale.first);
    while month <= scale.last {
        if let Some(x) = scale.column(month.max(scale.first)) {
            let label = format!("{}月", month.month());
            put(buf, area, x, 0, &label, model.theme.muted());
        }
        month = month + chrono::Months::new(1);
    }
    // The band up to the as-of date is filled, so that it reads as time that is gone.
    let band = Rect::new(scale.area.x, area.y + 1, scale.area.width, 1).intersection(area);
    let gone = match scale.column(as_of) {
        Some(x) => x.saturating_sub(band.x) + 1,
        None if as_of > scale.last => band.width,
        None => 0,
    };
    for x in band.left()..band.right() {
        let filled = x - band.x < gone;
        let cell = &mut buf[(x, band.y)];
        if filled {
            cell.set_symbol(" ").set_style(model.theme.gone());
        } else {
            cell.set_symbol(".").set_style(model.theme.muted());
        }
    }
    // Milestones with their lights.
    let milestones = model.ledger.round().milestones();
    for (ix, (def, standing)) in milestones.iter().zip(&model.sums.standings).enumerate() {
        if let Some(x) = scale.column(def.due_on) {
            let style = model.theme.light(standing.light);
            let chosen = if ix == model.timeline.cursor {
                model.theme.strong()
            } else {
                Style::new()
            };
            put(buf, area, x, 1, standing.light.sign(), style);
            put(buf, area, x, 2, &def.id, chosen);
        }
    }
    let (x, label) = match scale.column(as_of) {
        Some(x) => (
            x,
            format!("{} 基准日 {}", model.glyphs.today, as_of.format("%m-%d")),
        ),
        None if as_of > scale.last => {
            let past = (as_of - scale.last).num_days();
            let label = format!(
                "基准日 {as_of}，在轴末之后 {past} 天 {}",
                model.glyphs.arrow
            );
            let width = u16::try_from(cells::width(&label)).unwrap_or(0);
            (area.right().saturating_sub(width + 1), label)
        }
        None => {
            let before = (scale.first - as_of).num_days();
            (
                area.x + 1,
                format!("基准日 {as_of}，在轴首之前 {before} 天"),
            )
        }
    };
    let width = u16::try_from(cells::width(&label)).unwrap_or(0);
    let x = x.min(area.right().saturating_sub(width));
    put(buf, area, x, 3, &label, model.theme.strong());
}

fn put(buf: &mut Buffer, area: Rect, x: u16, row: u16, text: &str, style: Style) {
    if row < area.height && x < area.right() {
        let room = usize::from(area.right() - x);
        // What lies below must not shine through: a reversed band would turn a sign round.
        buf.set_stringn(x, area.y + row, text, room, Style::reset().patch(style));
    }
}

const TITLE: usize = 16;
const LEAD: usize = 30;

pub(super) fn heading(model: &Model, wide: bool) -> Line<'static> {
    let style = model.theme.heading();
    let dots = model.glyphs.ellipsis;
    let mut spans = vec![
        paint::cell(" 节点", 6, dots, style),
        paint::cell("计划", 11, dots, style),
        paint::cell("名称", TITLE, dots, style),
    ];
    if wide {
        spans.push(paint::cell(" 牵头", LEAD, dots, style));
    }
    spans.extend([
        paint::cell("范围", 6, dots, style),
        paint::cell_right("完成", 10, dots, style),
        paint::cell("  进度", 14, dots, style),
        paint::cell("灯", 4, dots, style),
        paint::cell("剩余", 10, dots, style),
    ]);
    Line::from(spans)
}

pub(super) fn row(model: &Model, ix: MilestoneIx, wide: bool) -> Line<'static> {
    let dots = model.glyphs.ellipsis;
    let def = &model.ledger.round().milestones()[ix];
    let standing = &model.sums.standings[ix];
    let plain = Style::new();
    let mut spans = vec![
        paint::cell(&format!(" {}", def.id), 6, dots, model.theme.strong()),
        paint::cell(
            &format!("{} {}", def.due_short(), weekday(def.due_on)),
            11,
            dots,
            plain,
        ),
        paint::cell(&def.title, TITLE, dots, plain),
    ];
    if wide {
        let lead = format!(" {}", def.lead.join("、"));
        spans.push(paint::cell(&lead, LEAD - 1, dots, model.theme.muted()));
        spans.push(Span::raw(" "));
    }
    let bar = 10;
    let filled = standing.tally().scaled(bar);
    let left = match standing.done_on {
        Some(on) => format!("{} 完成", on.format("%m-%d")),
        None => days(standing.days_left),
    };
    spans.extend([
        paint::cell(def.scope.word(), 6, dots, plain),
        paint::cell_right(
            &format!("{}/{}", standing.done, standing.population),
            10,
            dots,
            plain,
        ),
        Span::raw("  "),
        Span::styled(" ".repeat(filled), model.theme.fill()),
        Span::styled(".".repeat(bar - filled), model.theme.muted()),
        Span::raw("  "),
        light(model, standing.light),
        Span::raw("  "),
        paint::cell(&left, 10, dots, model.theme.light_text(standing.light)),
    ]);
    Line::from(spans)
}

/// More about the milestone under the cursor.
fn detail(model: &Model, width: usize) -> Vec<Line<'static>> {
    let ledger = &model.ledger;
    let def = &ledger.round().milestones()[model.timeline.cursor];
    let mut text = vec![format!("{} {}", def.id, def.product)];
    let mut who = format!("牵头 {}", def.lead.join("、"));
    if !def.participants.is_empty() {
        who.push_str("；参加 ");
        who.push_str(&def.participants.join("、"));
    }
    text.push(who);
    let mut rule = population_rule(model, def.population);
    if let Some(source) = source(&def.source) {
        rule.push('；');
        rule.push_str(&source);
    }
    text.push(rule);
    text.extend(def.remark.clone());
    text.push(String::new());
    for other in &ledger.round().info.dates {
        text.push(format!("另有日期 {} {}", other.title, other.printed));
        text.extend(other.remark.as_ref().map(|remark| format!("  {remark}")));
    }
    text.iter()
        .flat_map(|text| match cells::wrap(text, width.saturating_sub(2)) {
            lines if lines.is_empty() => vec![String::new()],
            lines => lines,
        })
        .map(|line| Line::styled(format!(" {line}"), model.theme.muted()))
        .collect()
}

/// Who has to reach a milestone, in words.
pub fn population_rule(model: &Model, rule: PopulationRule) -> String {
    let thresholds = &model.ledger.round().info.thresholds;
    match rule {
        PopulationRule::Once => "范围：全市一次".to_owned(),
        PopulationRule::Units => "范围：每个业务主管单位".to_owned(),
        PopulationRule::UnitsWithPlanned => "范围：有拟脱钩协会的业务主管单位".to_owned(),
        PopulationRule::PlannedAssociations => "范围：每个拟脱钩协会".to_owned(),
        PopulationRule::TrainingUnits => format!(
            "范围：脱钩任务 {} 家以上的业务主管单位",
            thresholds.training_min_associations
        ),
    }
}
