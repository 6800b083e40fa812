//! What an item of the checklist has to be told with: whose it is, what the notice does not say of it.

use crate::domain::ledger::{ItemView, Ledger};
use crate::domain::round::{ItemDef, Suggested};

/// That a unit's item is recorded once for all of its associations, and with which of them it counts.
pub fn kept_once(ledger: &Ledger, item: &ItemView<'_>) -> Option<String> {
    let unit = ledger.unit_of(item.association)?;
    let unit = item.def.per_unit().then(|| &ledger.units()[unit])?;
    let counted = unit.bearer.filter(|bearer| *bearer != item.association);
    let counted = counted.map_or_else(String::new, |bearer| {
        t!("，计在 {} 一家", ", counted for {}", ledger.name(bearer))
    });
    Some(t!(
        "{} 的事：登记一次，所属 {} 家通用{counted}",
        "A matter of {}: recorded once for its {} associations{counted}",
        unit.short,
        unit.associations.len()
    ))
}

/// One sentence for each part that the checklist suggests or takes for the time being.
pub fn suggested(def: &ItemDef) -> Vec<&'static str> {
    let parts = [
        (
            def.suggests(Suggested::Item),
            s!(
                "建议：通知没有写这一事项，由清单建议",
                "proposed: not in the notice, a proposal of the checklist"
            ),
        ),
        (
            def.due_is_assumed(),
            s!(
                "期限是暂定的，通知未写",
                "the due date is provisional, the notice gives none"
            ),
        ),
        (
            def.suggests(Suggested::Checker),
            s!(
                "审核单位是建议，通知未写由谁审核",
                "the checking body is a proposal, the notice names none"
            ),
        ),
    ];
    let said = parts.into_iter().filter(|(suggested, _)| *suggested);
    said.map(|(_, sentence)| sentence).collect()
}

/// What a body has to do with an item: it sees to it, or looks at what others have done.
pub fn role(owner: bool) -> &'static str {
    if owner {
        s!("经办", "does")
    } else {
        s!("审核", "checks")
    }
}
