//! What one is asked when a ledger is opened for the first time and its round is long over: on
//! which day to look at it.

use crate::app::clock::AsOf;
use crate::domain::milestone::Countdown;
use crate::tui::flow::files;
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
    let told = t!(
        "通知印发于 {begins}，最后一个节点 {}，都已过去；按今天看，未登记的都显示为逾期。\
         看哪一天，随时可按 a 或 F5 改。",
        "The notice is of {begins}, the last milestone {}, all in the past; seen from today, whatever is not recorded is late. The day can be changed at any time with a or F5.",
        last.printed()
    );
    let entries = vec![
        PickerEntry::new(
            t!("从 {begins} 看起", "See it from {begins}"),
            s!("通知印发那天", "the day of the notice").to_owned(),
            move |model| {
                model.set_as_of(AsOf::Fixed(begins));
                Vec::new()
            },
        ),
        PickerEntry::new(
            t!("按今天看（{}）", "See it from today ({})", model.today),
            s!("接着办、补登记", "go on, record what was done").to_owned(),
            |_| Vec::new(),
        ),
        PickerEntry::new(
            s!("先看演示", "See the demonstration first").to_owned(),
            s!("虚构的进度，不留痕迹", "made-up progress, leaves no traces").to_owned(),
            |_| vec![Effect::Demonstrate],
        ),
        PickerEntry::new(
            s!("用本市、本县的名册", "Use the roster of your own city").to_owned(),
            s!("读入名册，新建台账", "read it, start a ledger").to_owned(),
            files::ask_import,
        ),
    ];
    popup::open(
        model,
        Picker::new(s!("第一次打开", "Opened for the first time"), entries).told(told),
    );
}
