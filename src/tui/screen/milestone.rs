//! 节点: who has not reached it, or everyone.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::timeline::population_rule;
use super::{days, light, mark_cursor};
use crate::app::clock::weekday;
use crate::domain::id::UnitIx;
use crate::domain::ledger::SubjectIx;
use crate::domain::milestone;
use crate::domain::model::Light;
use crate::domain::round::{PopulationRule, Scope};
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::{MilestoneView, Model};
use crate::tui::widget::paint;

const UNIT: usize = 26;
const STATE: usize = 18;

/// Draws the list of a milestone.
pub fn draw(model: &Model, view: &MilestoneView, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::MILESTONE_TITLE);
    let def = &model.ledger.round().milestones()[view.milestone];
    let standing = &model.sums.standings[view.milestone];
    let dots = model.glyphs.ellipsis;
    let title = Line::from(vec![
        Span::styled(
            format!(
                " {} {} {} {}  完成 {}/{}  ",
                def.id,
                def.title,
                def.due_on,
                weekday(def.due_on),
                standing.done,
                standing.population
            ),
            model.theme.strong(),
        ),
        light(model, standing.light),
        Span::raw(format!(" {}", days(standing.days_left))),
    ]);
    let width = usize::from(areas.title.width);
    let shown = if view.all { "全部" } else { "未完成" };
    let who = format!(" 牵头 {}；{}", def.lead.join("、"), def.product);
    let rule = format!(
        " {}；显示 {shown} {} 行",
        population_rule(model, def.population),
        view.members.len()
    );
    let lines = [
        title,
        Line::styled(
            cells::cut(&who, width, dots).into_owned(),
            model.theme.muted(),
        ),
        Line::styled(rule, model.theme.muted()),
    ];
    paint::lines(buf, areas.title, lines);

    let name = width.saturating_sub(5 + UNIT + 1 + STATE + 3);
    let style = model.theme.heading();
    let columns = match def.scope {
        Scope::Association => ("  序 名称", "主管单位"),
        Scope::Unit => (" 业务主管单位", "为什么"),
        Scope::City => (" 全市", ""),
    };
    let heading = Line::from(vec![
        paint::cell(columns.0, name + 5, dots, style),
        paint::cell(columns.1, UNIT + 1, dots, style),
        paint::cell("灯 完成", STATE + 3, dots, style),
    ]);
    paint::line(buf, areas.heading, 0, &heading);
    let window = view
        .list
        .window(view.members.len(), areas.list.height.into());
    let start = window.start;
    for (at, member) in (0u16..).zip(&view.members[window]) {
        paint::line(buf, areas.list, at, &row(model, view, *member, name));
    }
    if view.members.is_empty() {
        let text = " 范围内已全部完成，按 Tab 看全部";
        paint::line(
            buf,
            areas.list,
            0,
            &Line::styled(text, model.theme.notice()),
        );
    }
    mark_cursor(
        model,
        areas.list,
        view.list.cursor.saturating_sub(start),
        buf,
    )
}

fn row(model: &Model, view: &MilestoneView, member: SubjectIx, name: usize) -> Line<'static> {
    let ledger = &model.ledger;
    let dots = model.glyphs.ellipsis;
    let plain = Style::new();
    let def = &ledger.round().milestones()[view.milestone];
    let inside = milestone::below(ledger, view.milestone, member);
    let standing = milestone::standing(ledger, view.milestone, &inside, model.as_of_date());
    let (first, second) = match member {
        SubjectIx::City => (" 全市".to_owned(), String::new()),
        SubjectIx::Unit(unit) => {
            let why = match def.population {
                PopulationRule::TrainingUnits => short_reason(model, unit),
                _ => format!("拟脱钩 {} 家", ledger.units()[unit].planned),
            };
            (format!(" {}", ledger.units()[unit].name), why)
        }
        SubjectIx::Association(ix) => {
            let association = &ledger.associations()[ix];
            let unit = ledger.unit_name_of(ix);
            (
                format!("{:>4} {}", association.no, association.name),
                unit.unwrap_or_default().to_owned(),
            )
        }
    };
    let mut spans = vec![
        paint::cell(&first, name + 5, dots, plain),
        paint::cell(&second, UNIT, dots, model.theme.muted()),
        Span::raw(" "),
    ];
    if inside.is_empty() {
        spans.push(paint::cell(
            "-- 不在范围",
            STATE + 3,
            dots,
            model.theme.muted(),
        ));
        return Line::from(spans);
    }
    let state = match standing.done_on {
        Some(on) if standing.light == Light::Yellow => format!("{on} 逾期补办"),
        Some(on) => on.to_string(),
        None => days(standing.days_left),
    };
    spans.push(light(model, standing.light));
    spans.push(paint::cell(
        &format!(" {state}"),
        STATE + 1,
        dots,
        model.theme.light_text(standing.light),
    ));
    Line::from(spans)
}

fn short_reason(model: &Model, unit: UnitIx) -> String {
    let training = milestone::training(&model.ledger, unit);
    format!(
        "任务 {} 家，{} {} 家",
        training.counted,
        if training.in_scope() {
            "达到"
        } else {
            "不足"
        },
        training.threshold
    )
}
