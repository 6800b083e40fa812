//! What of an item of the checklist the notice does not say.

use crate::domain::round::{ItemDef, Suggested};

/// One sentence for each part that the checklist suggests or takes for the time being.
pub fn suggested(def: &ItemDef) -> Vec<&'static str> {
    let parts = [
        (
            def.suggests(Suggested::Item),
            "建议：通知没有写这一事项，由清单建议",
        ),
        (def.due_is_assumed(), "期限是暂定的，通知未写"),
        (
            def.suggests(Suggested::Checker),
            "审核单位是建议，通知未写由谁审核",
        ),
    ];
    let said = parts.into_iter().filter(|(suggested, _)| *suggested);
    said.map(|(_, sentence)| sentence).collect()
}
