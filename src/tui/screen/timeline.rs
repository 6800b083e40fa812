//! 时间轴: the milestones on a date axis to scale, and as a table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::overview::due;
use super::{axis, days, light, mark_cursor, source};
use crate::app::clock::weekday;
use crate::app::overview::{Overview, When};
use crate::domain::id::MilestoneIx;
use crate::domain::milestone;
use crate::domain::round::PopulationRule;
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Draws the timeline.
pub fn draw(model: &Model, body: Rect, buf: &mut Buffer) -> Position {
    let milestones = model.ledger.round().milestones();
    let areas = layout::timeline(body, milestones.len());
    if areas.axis.height > 0 {
        axis::draw(model, areas.axis, Some(model.timeline.cursor.into()), buf);
    }
    let wide = areas.list.width >= 100;
    paint::line(buf, areas.heading, 0, &heading(model, wide));
    let window = model
        .timeline
        .window(milestones.len(), areas.list.height.into());
    let start = window.start;
    for (at, ix) in (0u16..).zip(window) {
        paint::line(buf, areas.list, at, &row(model, ix.into(), wide));
    }
    let line = model.timeline.cursor.saturating_sub(start);
    let cursor = mark_cursor(model, areas.list, line, buf);
    paint::lines(buf, areas.detail, detail(model, areas.detail.width.into()));
    if let Some(sums) = &model.overview.sums {
        paint::line(buf, areas.day, 0, &day(model, sums));
        let (heading, list) = layout::headed(areas.due);
        let title = format!(" {}到期", then(model));
        paint::line(buf, heading, 0, &Line::styled(title, model.theme.heading()));
        let width = usize::from(list.width);
        let lines = sums.due.iter().map(|line| due(model, line, width));
        paint::lines(buf, list, lines);
    }
    cursor
}

/// What lies in days to come is what is left if nothing more is done.
fn then(model: &Model) -> &'static str {
    if model.as_of_date() > model.today {
        "若无新进展，届时"
    } else {
        ""
    }
}

/// What the as-of date is about: what is due on it or next, what was recorded for it, what is
/// late by then.
fn day(model: &Model, sums: &Overview) -> Line<'static> {
    let as_of = sums.as_of;
    let today = sums.due.iter().filter(|line| line.when == When::Today);
    let due = match (today.clone().next(), today.count()) {
        (Some(first), 1) => format!("到期 {} {}", first.id, first.label),
        (Some(first), count) => format!("到期 {} {} 等 {count} 项", first.id, first.label),
        (None, _) => match sums.due.iter().find(|line| line.when != When::Overdue) {
            Some(next) => {
                let on = next.due_on.format("%m-%d");
                format!("下一到期 {on} {} {}", next.id, next.label)
            }
            None => "再无到期事项".to_owned(),
        },
    };
    let late = match sums.owed.overdue {
        0 => format!("{}无逾期", then(model)),
        items => format!(
            "{}逾期 {items} 项 {} 家",
            then(model),
            sums.overdue_associations
        ),
    };
    Line::from(vec![
        Span::styled(
            format!(" {} {}  ", as_of.format("%m-%d"), weekday(as_of)),
            model.theme.strong(),
        ),
        Span::raw(due),
        Span::styled(
            format!("  当日记录 {} 条  ", sums.recorded),
            model.theme.muted(),
        ),
        Span::raw(late),
    ])
}

const TITLE: usize = 16;
const LEAD: usize = 30;

fn heading(model: &Model, wide: bool) -> Line<'static> {
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

fn row(model: &Model, ix: MilestoneIx, wide: bool) -> Line<'static> {
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
    let ix = MilestoneIx::from(model.timeline.cursor);
    let def = &ledger.round().milestones()[ix];
    let standing = &model.sums.standings[ix];
    let mut text = vec![format!("{} {}", def.id, def.product)];
    if let Some((date, record)) = ledger.new_date(&def.id) {
        text.push(format!(
            "印发日期 {}，现为 {}：{}（{} 登记）",
            def.printed(),
            date.due_on,
            date.reason,
            record.by
        ));
    }
    if let (Some(on), Some(days)) = (standing.done_on, standing.slip(def.due_on)) {
        text.push(format!("{on} 全部完成，{}", milestone::slip_words(days)));
    }
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
