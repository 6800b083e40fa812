//! What one is asked when a ledger is opened for the first time and its round is long over: on
//! which day to look at it.

use crate::app::clock::AsOf;
use crate::domain::milestone::Countdown;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::popup::{self, Picker, PickerEntry};

/// Asks, where nothing was recorded yet and all that is due is past.
pub fn greet(model: &mut Model, head: i64) {
    let Countdown::Over { .. } = model.sums.countdown else {
        return;
    };
    if head > 0 || model.as_of != AsOf::Today || model.popup.is_some() {
        return;
    }
    let defs = model.ledger.round().milestones();
    let Some(last) = defs.last() else {
        return;
    };
    let begins = model.ledger.round().info.notice.dated_on;
    let told = format!(
        "通知印发于 {begins}，最后一个节点 {}，都已过去；按今天看，未登记的都显示为逾期。\
         看哪一天，随时可按 a 或 F5 改。",
        last.printed()
    );
    let entries = vec![
        PickerEntry::new(
            format!("从 {begins} 看起"),
            "通知印发那天".to_owned(),
            move |model| {
                model.set_as_of(AsOf::Fixed(begins));
                Vec::new()
            },
        ),
        PickerEntry::new(
            format!("按今天看（{}）", model.today),
            "接着办、补登记".to_owned(),
            |_| Vec::new(),
        ),
        PickerEntry::new(
            "先看演示".to_owned(),
            "虚构的进度，不留痕迹".to_owned(),
            |_| vec![Effect::Demonstrate],
        ),
    ];
    popup::open(model, Picker::new("第一次打开", entries).told(told));
}
