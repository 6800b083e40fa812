//! Letters and the page for the leader: who gets one, what it is called.

use anyhow::ensure;
use chrono::Days;

use super::{ExportDesk, ExportFiles, ExportFormat, ExportOrder, SentLetter};
use crate::app::output;
use crate::domain::county::CountyFigures;
use crate::exchange::letter::{Letter, LetterTemplate, LetterWriter, head};
use crate::text::lang::aloud;

/// Days before the last one of a weekly report: with it a week, so that one report ends where the
/// next begins.
const WEEK: u64 = 6;

/// 催办单 or 督办单 to each unit that has something to catch up on.
pub fn remind(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let template = template(desk, order, LetterTemplate::Remind);
    let writer = writer(desk, order);
    let return_on = order.letter.return_on;
    let return_on = return_on.unwrap_or_else(|| writer.return_on());
    let as_of = desk.as_of;
    ensure!(
        return_on >= as_of,
        both!(
            "回复日期 {return_on} 早于基准日 {as_of}，请改正其中一个",
            "The reply date {return_on} is before the as-of date {as_of}; correct one of them"
        )
    );
    let (mut letters, mut left_out) = (Vec::new(), Vec::new());
    for unit in order.whose.units() {
        if let Some(letter) = writer.remind(&template, *unit, return_on)? {
            letters.push(letter);
        } else {
            let name = &desk.ledger.units()[*unit].name;
            left_out.push(aloud(|| {
                t!(
                    "{name} 没有到期未办的事项，不写催办单",
                    "{name} has nothing overdue, no reminder"
                )
            }));
        }
    }
    let mut files = files(desk, order, letters);
    files.left_out = left_out;
    Ok(files)
}

/// 通报 to all units.
pub fn circular(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let letter = writer(desk, order).circular(&template(desk, order, LetterTemplate::Circular))?;
    Ok(files(desk, order, vec![letter]))
}

/// 周报 about what has changed since a day, or in the last seven.
pub fn weekly(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let as_of = desk.as_of;
    let week = as_of.checked_sub_days(Days::new(WEEK));
    let since = order.letter.since.or(week).unwrap_or(as_of);
    ensure!(
        since <= as_of,
        both!(
            "起始日 {since} 晚于基准日 {as_of}，请改正其中一个",
            "The first day {since} is after the as-of date {as_of}; correct one of them"
        )
    );
    let letter =
        writer(desk, order).weekly(&template(desk, order, LetterTemplate::Weekly), since)?;
    Ok(files(desk, order, vec![letter]))
}

/// 总结.
pub fn summary(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let letter = writer(desk, order).summary(&template(desk, order, LetterTemplate::Summary))?;
    Ok(files(desk, order, vec![letter]))
}

/// 调度会纪要 of a day, which is the as-of date unless somebody says otherwise.
pub fn minutes(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let as_of = desk.as_of;
    let on = order.letter.on.unwrap_or(as_of);
    ensure!(
        on <= as_of,
        both!(
            "会议日期 {on} 晚于基准日 {as_of}，请改正其中一个",
            "The meeting of {on} is after the as-of date {as_of}; correct one of them"
        )
    );
    let whose = order.whose.units();
    let letter =
        writer(desk, order).minutes(&template(desk, order, LetterTemplate::Minutes), on, whose)?;
    Ok(files(desk, order, vec![letter]))
}

/// 批复 to each unit some of whose plans were approved.
pub fn approval(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let (writer, template) = (
        writer(desk, order),
        template(desk, order, LetterTemplate::Approval),
    );
    let (mut letters, mut left_out) = (Vec::new(), Vec::new());
    for unit in order.whose.units() {
        let of_unit = writer.approvals(&template, *unit)?;
        if of_unit.is_empty() {
            let name = &desk.ledger.units()[*unit].name;
            left_out.push(aloud(|| {
                t!(
                    "{name} 还没有登记了文号的批复，不写批复",
                    "{name} has no approval with a number yet, no letter"
                )
            }));
        }
        letters.extend(of_unit);
    }
    let mut files = files(desk, order, letters);
    files.left_out = left_out;
    Ok(files)
}

/// 函 to each member body, or to those that are named, about what it has to check.
pub fn check(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let template = template(desk, order, LetterTemplate::Check);
    let writer = writer(desk, order);
    let return_on = order.letter.return_on;
    let return_on = return_on.unwrap_or_else(|| writer.return_on());
    let wanted = &order.letter.bodies;
    let bodies = desk.ledger.round().info.bodies.iter();
    let bodies = bodies.filter(|body| wanted.is_empty() || wanted.contains(&body.name));
    let letters = bodies.map(|body| writer.to_body(&template, body, return_on));
    let letters = letters.collect::<Result<Vec<_>, _>>()?;
    Ok(files(desk, order, letters))
}

/// Notice, sign-in sheet and minutes to fill in, of the meeting of each milestone, or of one.
pub fn gathering(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let template = template(desk, order, LetterTemplate::Gathering);
    let writer = writer(desk, order);
    let all = desk.ledger.round().milestones().iter_enumerated();
    let wanted = order.letter.milestone;
    let meets = all.filter(|(ix, def)| match wanted {
        Some(wanted) => wanted == *ix,
        None => def.meets,
    });
    let letters = meets.map(|(ix, _)| writer.gathering(&template, ix));
    let letters = letters.collect::<Result<Vec<_>, _>>()?;
    Ok(files(desk, order, letters))
}

/// 报告 about what counties come to.
pub fn counties(
    desk: &ExportDesk<'_>,
    order: &ExportOrder,
    counties: &[CountyFigures],
) -> anyhow::Result<Vec<u8>> {
    let template = template(desk, order, LetterTemplate::Counties);
    let letter = writer(desk, order).counties(&template, counties)?;
    Ok(bytes(&letter, order.format))
}

/// The page for the leader: `脱钩进展-2020-08-05.html`.
pub fn page(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let page = writer(desk, order).page(&template(desk, order, LetterTemplate::Report))?;
    let word = LetterTemplate::Report.word();
    let name = format!("{word}-{}.{}", desk.as_of, order.format.ending());
    let name = desk.ledger.round().file_name(&name);
    Ok(ExportFiles::ready(vec![(name, page.into_bytes())]))
}

/// Letters that are sent are numbered from the first on.
fn writer<'a>(desk: &'a ExportDesk<'_>, order: &ExportOrder) -> LetterWriter<'a> {
    let sent = order.letter.send;
    let number = sent.then(|| head::next_number(desk.ledger, desk.as_of));
    let made = desk.made.clone();
    LetterWriter::new(desk.ledger, &desk.entries, desk.as_of, made).numbered(number)
}

/// The office's own template, or else the round's.
fn template(desk: &ExportDesk<'_>, order: &ExportOrder, kind: LetterTemplate) -> String {
    let given = order.letter.template.clone();
    given.unwrap_or_else(|| desk.ledger.round().templates[kind.file()].clone())
}

fn bytes(letter: &Letter, format: ExportFormat) -> Vec<u8> {
    match format {
        ExportFormat::Markdown => letter.markdown(),
        _ => letter.docx(),
    }
}

/// `督办单-开封市教育体育局-2020-08-05.docx`; minutes have the day of the meeting.
fn files(desk: &ExportDesk<'_>, order: &ExportOrder, letters: Vec<Letter>) -> ExportFiles {
    let on = order.letter.on.unwrap_or(desk.as_of);
    let sent = letters.iter().map(|letter| SentLetter {
        to: letter.to.clone(),
        note: letter.note(desk.as_of),
    });
    let sent = sent.collect();
    let files = letters.into_iter().map(|letter| {
        let unit = letter.unit.as_deref().map(output::safe_name);
        let unit = unit.map_or_else(String::new, |unit| format!("-{unit}"));
        let name = format!("{}{unit}-{on}.{}", letter.word, order.format.ending());
        let bytes = bytes(&letter, order.format);
        (desk.ledger.round().file_name(&name), bytes)
    });
    let mut files = ExportFiles::ready(files.collect());
    files.sent = sent;
    files
}
