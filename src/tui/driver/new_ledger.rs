//! The driver's part when a ledger is made of a roster. The one that is open stays as it is.

use super::Driver;
use crate::app::new_round;
use crate::app::paths;
use crate::app::reroster;
use crate::app::roster_details::DetailsTaken;
use crate::exchange::new_round::{Schedule, Wish};
use crate::tui::job::{LedgerOrder, LedgerWay};
use crate::tui::msg::Msg;

impl Driver {
    /// Makes the file, and says what it holds.
    pub(super) fn make_ledger(&mut self, order: &LedgerOrder) -> Msg {
        let to = self.here.join(paths::typed(&order.to));
        let by = self.session().by().to_owned();
        let (session, ledger) = self.newest();
        let made = match &order.way {
            LedgerWay::Follow(confirmed) => {
                // The ledger may have moved since the difference was shown.
                let roster = (&*order.plan, &order.plan.diff(ledger));
                let made = reroster::follow(session, ledger, roster, *confirmed, &to);
                made.map(|made| (made.associations, made.details))
                    .map_err(anyhow::Error::from)
            }
            LedgerWay::New { city, first_on } => {
                let wish = Wish {
                    city,
                    year: None,
                    schedule: Schedule::ShiftTo(*first_on),
                    units: order.plan.units(),
                };
                let made = new_round::start(&to, by, &order.plan, &wish);
                made.map(|(ledger, details)| (ledger.associations().len(), details))
                    .map_err(anyhow::Error::from)
            }
        };
        Msg::Made(made.map(|(count, details)| {
            let more = match details {
                none if none == DetailsTaken::default() => String::new(),
                some => t!("。{}", ". {}", some.sentence()),
            };
            let told = t!(
                "已写出新台账 {}：{count} 家{more}",
                "Written the new ledger {}: {count} associations{more}",
                to.display()
            );
            (told, to)
        }))
    }
}
