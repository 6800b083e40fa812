//! 协会: what is known of the chosen item, of the association, and of one without a task.

use ratatui::style::Style;
use ratatui::text::Line;

use super::AssociationPage;
use crate::app::clock::local_minute;
use crate::domain::change::{ItemRecord, Subject};
use crate::domain::ledger::{Basis, ItemView};
use crate::domain::model::ItemState;
use crate::domain::round::{Suggested, official};
use crate::text::lang::Text;
use crate::tui::model::Ctx;
use crate::tui::screen::{people, source};
use crate::tui::widget::paint;
use crate::words;

/// Why there is no checklist.
pub const IDLE: Text = text!(
    "印发时已脱钩，本轮无须办理",
    "decoupled when printed; nothing to do in this round"
);

/// In place of the checklist of one that was decoupled before: why there is none, and what is to be
/// looked back on.
pub fn idle(ctx: &Ctx, page: &AssociationPage, width: usize) -> Vec<Line<'static>> {
    let mut text = vec![
        (IDLE.to_string(), ctx.theme.strong()),
        (String::new(), Style::new()),
    ];
    if page.findings.is_empty() {
        text.push((
            s!("没有回头看发现的问题", "looking back has found nothing").to_owned(),
            ctx.theme.faint(),
        ));
    } else {
        text.push((
            s!("回头看发现的问题列在下面：", "found when looking back:").to_owned(),
            ctx.theme.soft(),
        ));
    }
    for finding in &page.findings {
        let message = words::finding::message(&ctx.ledger, finding);
        text.push((format!("{} {message}", finding.rule), Style::new()));
        let advice = words::finding::advice(&ctx.ledger, finding);
        text.push((t!("建议 {advice}", "advice {advice}"), ctx.theme.faint()));
    }
    paint::wrapped(text, width)
}

/// What is known of the item under the cursor: what it asks, and what its state follows from.
pub fn detail(ctx: &Ctx, item: &ItemView<'_>, width: usize) -> Vec<Line<'static>> {
    let mut text: Vec<(String, Style)> = Vec::new();
    let plain = Style::new();
    let due_on = ctx.ledger.item_due_on(item.association, item.def);
    let suggests = |part| item.def.suggests(part);
    let assumed = if item.def.due_is_assumed() {
        s!("（通知未写，暂定）", " (provisional)")
    } else {
        ""
    };
    let checker = if item.def.checker.is_empty() {
        String::new()
    } else {
        let suggested = if suggests(Suggested::Checker) {
            s!("（建议）", " (proposed)")
        } else {
            ""
        };
        t!(
            "  审核 {}{suggested}",
            "  checks {}{suggested}",
            official::joined(&item.def.checker)
        )
    };
    let advice = if suggests(Suggested::Item) {
        s!(
            "（建议：通知没有这一事项）",
            " (proposed: not in the notice)"
        )
    } else {
        ""
    };
    text.push((
        format!("{} {}{advice}", item.def.id, item.def.label),
        ctx.theme.strong(),
    ));
    basis(ctx, item, &mut text);
    text.push((
        t!(
            "期限 {due_on}{assumed}  责任 {}{checker}",
            "due {due_on}{assumed}  duty {}{checker}",
            official::joined(&item.def.owner)
        ),
        plain,
    ));
    let na = item.def.na.when().map_or(
        s!("不得设为不涉及", "n/a is not allowed").to_owned(),
        |when| t!("可不涉及：{when}", "n/a if: {when}"),
    );
    text.push((
        t!("应有 {}；{na}", "should be {}; {na}", item.def.evidence),
        ctx.theme.faint(),
    ));
    let notes = words::item::kept_once(&ctx.ledger, item).into_iter();
    let notes = notes.chain(item.def.remark.as_ref().map(ToString::to_string));
    text.extend(notes.map(|note| (note, ctx.theme.faint())));
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
                t!(
                    "存疑：登记为{}，表中「{}」填「{}」（{} 填写）",
                    "in doubt: recorded as {}, but the form has \"{}\" = \"{}\" ({})",
                    record.state.shown(),
                    field.label,
                    answer.value,
                    answer.by
                ),
                ctx.theme.alert(),
            ));
            recorded(ctx, record, text);
        }
        Basis::Form(field, answer) => text.push((
            t!(
                "由完成情况表得出：「{}」填「{}」，{} 于 {} 填写",
                "follows from Annex 4: \"{}\" = \"{}\", filled in by {} on {}",
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
                t!(
                    "由 {} {} 的登记得出：{} 完成，{} 登记",
                    "follows from {} {}: completed {}, recorded by {}",
                    def.id,
                    def.title,
                    mark.done_on,
                    mark.by
                ),
                ctx.theme.notice(),
            ));
        }
        Basis::Rule => text.push((
            s!(
                "按规则不涉及：主管单位不在培训范围",
                "n/a by rule: the unit is not in the training"
            )
            .to_owned(),
            ctx.theme.faint(),
        )),
        Basis::Untouched => {}
    }
}

/// Who set an item, when and why.
fn recorded(ctx: &Ctx, record: &ItemRecord, text: &mut Vec<(String, Style)>) {
    text.push((
        t!(
            "{}：{} 于 {} 登记（基准日 {}）",
            "{}: recorded by {} on {} (as of {})",
            record.state.shown(),
            record.by,
            local_minute(record.at),
            record.on
        ),
        ctx.theme.state(record.state),
    ));
    let title = if record.state == ItemState::NotApplicable {
        s!("理由", "reason")
    } else {
        s!("说明", "note")
    };
    for (title, said) in [
        (title, &record.note),
        (s!("依据", "evidence"), &record.evidence),
    ] {
        if !said.is_empty() {
            text.push((t!("{title}：{said}", "{title}: {said}"), Style::new()));
        }
    }
}

/// Notes about the association, and what was recorded.
pub fn history(ctx: &Ctx, page: &AssociationPage, width: usize) -> Vec<Line<'static>> {
    let association = &ctx.ledger.associations()[page.association];
    let mut lines = people::lines(ctx, &Subject::Association(association.no), width);
    lines.push(paint::title(
        &ctx.theme,
        s!("操作记录", "History"),
        "",
        width,
    ));
    if page.history.is_empty() {
        let text = if page.is_idle(&ctx.ledger) {
            s!(
                "历史已脱钩，没有资料；t 可补填表格",
                "decoupled before, no papers; t fills in forms"
            )
        } else {
            s!(
                "还没有记录：空格勾选一项，t 填写表格",
                "no entries yet: space ticks an item, t fills in forms"
            )
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
        let what = entry
            .sentence()
            .replacen(ctx.ledger.name(page.association), "", 1);
        let text = format!(
            "{} {} {}",
            local_minute(entry.at),
            entry.by,
            what.trim_start()
        );
        lines.extend(paint::paragraphs(&text, style, width));
    }
    lines
}
