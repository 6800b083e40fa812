//! Title and tabs, as-of date, countdown in large figures, counts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{light, loading};
use crate::app::clock::{AsOf, weekday};
use crate::domain::demo::DEMO;
use crate::domain::milestone::Countdown;
use crate::domain::model::{Light, Separation};
use crate::text::cells;
use crate::tui::action::Place;
use crate::tui::flow::astray;
use crate::tui::model::{Ctx, Model, Tab};
use crate::tui::widget::{big, paint};

/// Where the tabs are in the title bar.
pub fn tabs(header: Rect) -> Vec<(Rect, Tab)> {
    let width = |tab: Tab| {
        let label = cells::width(&label(tab, header.width));
        u16::try_from(label).unwrap_or(0)
    };
    let all: u16 = Tab::ALL.iter().map(|tab| width(*tab)).sum();
    let mut x = (header.x + header.width).saturating_sub(all);
    Tab::ALL
        .into_iter()
        .map(|tab| {
            let area = Rect::new(x, header.y, width(tab), 1);
            x += area.width;
            (area, tab)
        })
        .collect()
}

/// A tab's label. A narrow terminal does without the key, so that the title stays readable.
fn label(tab: Tab, columns: u16) -> String {
    if columns < 80 {
        format!(" {} ", tab.title())
    } else {
        format!(" {} {} ", tab.key(), tab.title())
    }
}

/// Draws the header: six lines, or two in a low terminal.
pub fn draw(model: &Model, area: Rect, buf: &mut Buffer) {
    title(model, model.tab, area, buf);
    // The overview is its own header.
    if model.place() != Place::Overview {
        calendar(model, area, buf);
    }
}

/// What the calendar says and, when everything is read, what it comes to.
pub fn calendar(ctx: &Ctx, area: Rect, buf: &mut Buffer) {
    let (sentence, number, urgency) = countdown(ctx);
    let as_of = as_of(ctx);
    if area.height < 6 {
        let line = Line::from(vec![
            Span::raw(" "),
            Span::styled(sentence, ctx.theme.light_text(urgency)),
            Span::raw("  "),
            Span::styled(as_of, ctx.theme.muted()),
        ]);
        paint::line(buf, area, 1, &line);
        return;
    }
    let scale = if area.width >= 100 { 2 } else { 1 };
    let figure = big::width(number, scale);
    let unit = 3;
    let x = area.right().saturating_sub(figure + unit + 1);
    let figure_area = Rect::new(x, area.y + 1, figure + unit, big::HEIGHT).intersection(area);
    big::draw(buf, figure_area, number, scale, ctx.theme.digit(urgency));
    let unit_area = Rect::new(x + figure + 1, area.y + big::HEIGHT, 2, 1).intersection(area);
    paint::line(buf, unit_area, 0, &Line::raw("天"));

    let text = Rect::new(
        area.x + 1,
        area.y + 1,
        x.saturating_sub(area.x + 2),
        area.height - 1,
    );
    let sentence = Span::styled(
        sentence,
        ctx.theme.light_text(urgency).patch(ctx.theme.strong()),
    );
    let who = Line::from(vec![
        Span::raw(as_of),
        Span::styled(format!("  经办 {}", ctx.who), ctx.theme.muted()),
    ]);
    let mut lines = vec![Line::from(sentence), who];
    match loading::words(ctx) {
        Some(words) => lines.push(Line::styled(words, ctx.theme.strong())),
        None => lines.extend([counts(ctx), separations(ctx), strip(ctx)]),
    }
    paint::lines(buf, text, lines);
}

fn title(ctx: &Ctx, open: Tab, area: Rect, buf: &mut Buffer) {
    let bar = Rect { height: 1, ..area };
    buf.set_style(bar, ctx.theme.bar());
    let tabs = tabs(area);
    let room = tabs
        .first()
        .map_or(area.width, |(tab, _)| tab.x.saturating_sub(area.x));
    let round = ctx.ledger.round();
    // Before everything else, so that no narrow terminal cuts it off.
    let mut badge = match (&ctx.astray, &round.demo) {
        (Some(found), _) => astray::badge(found).to_owned(),
        (None, Some(_)) => format!(" {DEMO} 虚构 "),
        (None, None) => String::new(),
    };
    if ctx.read_only {
        badge.push_str(" 只读 ");
    }
    let info = &round.info;
    let room = usize::from(room).saturating_sub(cells::width(&badge));
    let mut title = format!(" 脱钩工作台账  {} {}", info.year, info.title);
    // Which round it is matters more than what the program is called.
    if cells::width(&title) > room {
        title = format!(" {} {}", info.year, info.title);
    }
    let title = cells::pad(&title, room, ctx.glyphs.ellipsis);
    let title = Line::from(vec![
        Span::styled(badge, ctx.theme.demo()),
        Span::styled(title, ctx.theme.bar()),
    ]);
    paint::line(buf, bar, 0, &title);
    for (place, tab) in tabs {
        let style = if tab == open {
            ctx.theme.bar_active()
        } else {
            ctx.theme.bar()
        };
        let label = label(tab, area.width);
        paint::line(buf, place.intersection(bar), 0, &Line::styled(label, style));
    }
}

/// Which day is meant, and whether it was chosen.
pub fn as_of(ctx: &Ctx) -> String {
    let date = ctx.as_of_date();
    let chosen = match ctx.as_of {
        AsOf::Today => "今天",
        AsOf::Fixed(_) => "指定",
    };
    let later = match ctx.later {
        0 => String::new(),
        later => format!("，其后 {later} 条未计"),
    };
    format!("基准日 {date} {}（{chosen}{later}）", weekday(date))
}

/// The sentence, the large figure, and how urgent it is.
pub fn countdown(ctx: &Ctx) -> (String, u64, Light) {
    let milestones = ctx.ledger.round().milestones();
    match ctx.sums.countdown {
        Countdown::Next {
            milestone,
            days_left,
        } => {
            let def = &milestones[milestone];
            let standing = &ctx.sums.standings[milestone];
            let met = if ctx.loading.is_none() && standing.done == standing.population {
                "（已全部完成）"
            } else {
                ""
            };
            let left = if days_left == 0 {
                "就是今天".to_owned()
            } else {
                format!("还有 {days_left} 天")
            };
            let text = format!("距 {} {} {left}{met}", def.due_short(), def.title);
            (text, days_left.unsigned_abs(), standing.light)
        }
        Countdown::Over {
            days_since,
            unfinished,
            ..
        } => {
            let left = match ctx.loading {
                Some(_) => String::new(),
                None => format!("，{unfinished} 家拟脱钩未完成"),
            };
            let text = format!(
                "{}个节点均已过期，末节点过去 {days_since} 天{left}",
                chinese_count(milestones.len()),
            );
            let urgency = if unfinished == 0 {
                Light::Green
            } else {
                Light::Red
            };
            (text, days_since.unsigned_abs(), urgency)
        }
    }
}

fn chinese_count(count: usize) -> String {
    match count {
        8 => "八".to_owned(),
        _ => format!("{count} "),
    }
}

fn counts(ctx: &Ctx) -> Line<'static> {
    let city = &ctx.sums.city;
    Line::from(vec![
        Span::styled(
            format!(
                "{} = 已脱钩 {} + 拟脱钩 {}",
                city.total, city.decoupled, city.planned
            ),
            ctx.theme.strong(),
        ),
        Span::raw(format!(
            "  已完成 {}/{}  清单 {}/{} {}%",
            city.completed,
            city.with_task(),
            city.items.done,
            city.items.total,
            city.items.percent()
        )),
    ])
}

fn separations(ctx: &Ctx) -> Line<'static> {
    let mut spans = Vec::new();
    for (separation, tally) in Separation::ALL.into_iter().zip(ctx.sums.separations) {
        let info = ctx.ledger.round().section(separation.into());
        spans.push(Span::styled(info.short.clone(), ctx.theme.heading()));
        spans.push(Span::raw(format!(" {:>3}%  ", tally.percent())));
    }
    Line::from(spans)
}

fn strip(ctx: &Ctx) -> Line<'static> {
    let mut spans = Vec::new();
    let milestones = ctx.ledger.round().milestones();
    for (def, standing) in milestones.iter().zip(&ctx.sums.standings) {
        spans.push(Span::raw(def.id.clone()));
        spans.push(light(ctx, standing.light));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}
