//! What is due, as the overview and the timeline list it.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::light;
use crate::app::overview::Overview;
use crate::domain::due::{DueLine, DueWhat, When};
use crate::domain::ledger::SubjectIx;
use crate::tui::model::Ctx;
use crate::tui::widget::paint;

/// What is due; its day where it is not that of the line above.
pub fn line(ctx: &Ctx, sums: &Overview, at: usize, first: bool, width: usize) -> Line<'static> {
    /// Cells of the day, of whose it is, and of how many owe it.
    const CELLS: [usize; 3] = [7, 13, 8];
    let (line, dots) = (&sums.due[at], ctx.glyphs.ellipsis);
    let [day, who, owed] = CELLS;
    let said = |line: &DueLine| match line.when {
        When::Today => line.when.shown().to_owned(),
        _ => line.due_on.format("%m-%d").to_string(),
    };
    let above = at.checked_sub(1).filter(|_| !first);
    let same = above.is_some_and(|above| said(&sums.due[above]) == said(line));
    let on = if same { String::new() } else { said(line) };
    let style = ctx.theme.light_text(line.light);
    let mut spans = vec![
        paint::cell(&format!(" {on}"), day, dots, style),
        light(ctx, line.light),
        Span::raw(" "),
    ];
    let rest = width.saturating_sub(day + 3);
    if let DueWhat::Promise(subject) = line.what {
        let ledger = &ctx.ledger;
        let name = match subject {
            SubjectIx::City => ledger.round().info.everywhere().get(),
            SubjectIx::Unit(unit) => &ledger.units()[unit].short,
            SubjectIx::Association(ix) => ledger.round().without_city(ledger.name(ix)),
        };
        spans.push(paint::cell(name, who, dots, ctx.theme.strong()));
        spans.push(paint::cell(
            &line.text,
            rest.saturating_sub(who),
            dots,
            Style::new(),
        ));
    } else {
        let missing = t!("{} 家", "{}", line.missing);
        spans.push(paint::cell(
            &line.title(),
            rest.saturating_sub(owed),
            dots,
            Style::new(),
        ));
        spans.push(paint::cell_right(&missing, owed, dots, ctx.theme.soft()));
    }
    Line::from(spans)
}
