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
                None => format!(
                    "{} {on} 已登记，而 {}尚未登记",
                    title(*later),
                    title(*before)
                ),
                Some(first) => format!(
                    "{} {on} 已登记，早于 {}的 {first}",
                    title(*later),
                    title(*before)
                ),
            },
            "补登记前一节点，或更正日期",
            move || {
                let first = first.map_or_else(|| "未登记".to_owned(), |first| first.to_string());
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
                format!(
                    "{}登记为 {}，早于通知 {dated_on}",
                    title(mark.milestone),
                    mark.on
                ),
                "核对登记日期",
                move || {
                    let at = place_of(ledger, &notice.source);
                    let notice = SideText::new("通知印发", dated_on.to_string(), at);
                    vec![marked(ledger, mark), notice]
                },
            )
        }
        G::MarkedComplete(mark, open) => Told::new(
            format!(
                "{} {} 已登记，清单还有 {} 项未办",
                title(mark.milestone),
                mark.on,
                open.len()
            ),
            "办结并登记清单，或取消节点登记",
            move || {
                let more = if open.len() > MOST_ITEMS { " 等" } else { "" };
                let shown = items(ledger, &open[..open.len().min(MOST_ITEMS)]);
                let count = format!("{} 项", open.len());
                let open = SideText::new("清单未办", format!("{shown}{more}"), count);
                vec![marked(ledger, mark), open]
            },
        ),
    }
}

fn marked(ledger: &Ledger, mark: &MarkedAs) -> SideText {
    let title = milestone(ledger, mark.milestone);
    SideText::new(title, mark.on.to_string(), format!("{} 登记", mark.by))
}
