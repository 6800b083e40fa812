//! 时间轴: which units have not reached a milestone, in columns.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::id::MilestoneIx;
use crate::domain::ledger::SubjectIx;
use crate::domain::milestone;
use crate::domain::round::Scope;
use crate::tui::model::Ctx;
use crate::tui::widget::paint;

/// Columns beside each other, cells of a unit's name and of its bar.
const COLUMNS: usize = 3;
const NAME: usize = 12;
const BAR: usize = 9;
/// In a larger ledger this is no matter of a frame: the list behind Enter tells it.
const MOST: usize = 2_000;

/// A title with how many are missing, and a bar for each unit of those; none where there is no room.
pub fn lines(ctx: &Ctx, ix: MilestoneIx, area: Rect) -> Vec<Line<'static>> {
    let ledger = &ctx.ledger;
    let def = &ledger.round().milestones()[ix];
    let width = usize::from(area.width).min(COLUMNS * (NAME + BAR + 2));
    let room = usize::from(area.height).saturating_sub(10);
    if room < 2 || def.scope == Scope::City || ledger.associations().len() > MOST {
        return Vec::new();
    }
    let as_of = ctx.as_of_date();
    let short = ledger
        .units()
        .iter_enumerated()
        .filter_map(|(unit, about)| {
            let members = milestone::below(ledger, ix, SubjectIx::Unit(unit));
            let standing = milestone::standing(ledger, ix, &members, as_of);
            (standing.done < standing.population).then_some((&*about.short, standing))
        });
    let mut short: Vec<_> = short.collect();
    short.sort_by_key(|(_, standing)| std::cmp::Reverse(standing.population - standing.done));
    let standing = &ctx.sums.standings[ix];
    let open = standing.population.saturating_sub(standing.done);
    let said = match (open, def.scope) {
        (0, _) => s!("已全部完成", "all completed").to_owned(),
        (_, Scope::Unit) => t!("还差 {open} 个单位", "{open} units left"),
        _ => t!(
            "还差 {open} 家，{} 个单位",
            "{open} left, of {} units",
            short.len()
        ),
    };
    let title = format!(" {}", def.heading());
    let mut lines = vec![paint::title(&ctx.theme, &title, &said, width)];
    for row in short.chunks(COLUMNS).take(room - 1) {
        let cells = row.iter().flat_map(|(name, standing)| {
            let figure = format!("{}/{}", standing.done, standing.population);
            let mut spans = vec![
                Span::raw(" "),
                paint::cell(name, NAME, ctx.glyphs.ellipsis, Style::new()),
                Span::raw(" "),
            ];
            spans.extend(paint::bar(
                &ctx.theme,
                ctx.glyphs,
                standing.tally(),
                BAR,
                &figure,
            ));
            spans
        });
        lines.push(cells.collect());
    }
    lines.push(Line::default());
    lines
}
