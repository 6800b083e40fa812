//! What is said of the order of milestones.

use super::{SideText, Told, items, milestone, place_of};
use crate::domain::finding::{MarkedAs, OrderGrounds};
use crate::domain::ledger::Ledger;

/// So many items are named.
const MOST_ITEMS: usize = 12;

pub(super) fn told<'a>(ledger: &'a Ledger, grounds: &'a OrderGrounds) -> Told<'a> {
    use OrderGrounds as G;
    let round = ledger.round();
    let title = |ix| milestone(ledger, ix);
    match grounds {
        G::Needs {
            later,
            on,
            before,
            first,
        } => Told::new(
            match first {
                None => t!(
                    "{} {on} 已登记，而 {}尚未登记",
                    "{} recorded on {on}, but {} is not recorded yet",
                    title(*later),
                    title(*before)
                ),
                Some(first) => t!(
                    "{} {on} 已登记，早于 {}的 {first}",
                    "{} recorded on {on}, before {}: {first}",
                    title(*later),
                    title(*before)
                ),
            },
            s!(
                "补登记前一节点，或更正日期",
                "Record the earlier milestone, or correct the date"
            ),
            move || {
                let first = first.map_or_else(
                    || s!("未登记", "not recorded").to_owned(),
                    |first| first.to_string(),
                );
                [(before, first), (later, on.to_string())]
                    .into_iter()
                    .map(|(ix, value)| {
                        let source = place_of(ledger, &round.milestones()[*ix].source);
                        SideText::new(title(*ix), value, source)
                    })
                    .collect()
            },
        ),
        G::BeforeTheNotice(mark) => {
            let notice = &round.info.notice;
            let dated_on = notice.dated_on;
            Told::new(
                t!(
                    "{}登记为 {}，早于通知 {dated_on}",
                    "{} recorded for {}, before the notice of {dated_on}",
                    title(mark.milestone),
                    mark.on
                ),
                s!("核对登记日期", "Check the date"),
                move || {
                    let at = place_of(ledger, &notice.source);
                    let notice =
                        SideText::new(s!("通知印发", "notice issued"), dated_on.to_string(), at);
                    vec![marked(ledger, mark), notice]
                },
            )
        }
        G::MarkedComplete(mark, open) => Told::new(
            t!(
                "{} {} 已登记，清单还有 {} 项未办",
                "{} {} is recorded, but {} checklist items are open",
                title(mark.milestone),
                mark.on,
                open.len()
            ),
            s!(
                "办结并登记清单，或取消节点登记",
                "Settle and record the items, or take the mark back"
            ),
            move || {
                let more = if open.len() > MOST_ITEMS {
                    s!(" 等", " ...")
                } else {
                    ""
                };
                let shown = items(ledger, &open[..open.len().min(MOST_ITEMS)]);
                let count = t!("{} 项", "{} items", open.len());
                let open = SideText::new(
                    s!("清单未办", "open items"),
                    format!("{shown}{more}"),
                    count,
                );
                vec![marked(ledger, mark), open]
            },
        ),
    }
}

fn marked(ledger: &Ledger, mark: &MarkedAs) -> SideText {
    let title = milestone(ledger, mark.milestone);
    SideText::new(
        title,
        mark.on.to_string(),
        t!("{} 登记", "recorded by {}", mark.by),
    )
}
