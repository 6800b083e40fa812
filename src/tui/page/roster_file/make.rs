//! 名册预览: a roster that was read makes another ledger: the open one goes on in it with what is
//! confirmed of the difference, or one of another city begins. The open one stays as it is.

use std::path::PathBuf;
use std::rc::Rc;

use crate::app::new_round;
use crate::app::reroster::Confirmed;
use crate::exchange::new_round::city_name;
use crate::exchange::roster::diff::RosterDiff;
use crate::exchange::roster::plan::RosterPlan;
use crate::tui::job::{LedgerOrder, LedgerWay};
use crate::tui::model::{Ctx, Model};
use crate::tui::msg::Effect;
use crate::tui::popup::{self, Confirm, Picker, PickerEntry, Prompt};

/// Which parts of the difference one may want: what the file has and the ledger has not first.
const CHOICES: [Confirmed; 5] = [
    Confirmed {
        new: true,
        gone: true,
        changed: true,
    },
    Confirmed {
        new: true,
        gone: false,
        changed: true,
    },
    Confirmed {
        new: true,
        gone: false,
        changed: false,
    },
    Confirmed {
        new: false,
        gone: false,
        changed: true,
    },
    Confirmed {
        new: false,
        gone: true,
        changed: false,
    },
];

/// What can become of a roster.
pub fn ways(ctx: &Ctx, plan: &Rc<RosterPlan>, diff: &RosterDiff) -> Picker {
    let mut entries = Vec::new();
    let mut said: Vec<String> = Vec::new();
    for confirmed in CHOICES {
        let what = in_words(diff, confirmed);
        if what.is_empty() || said.contains(&what) {
            continue;
        }
        said.push(what.clone());
        let plan = Rc::clone(plan);
        entries.push(PickerEntry::new(
            t!("本台账接着办：{what}", "This ledger goes on: {what}"),
            s!("另立台账，记录都带着", "in a new file, with the history").to_owned(),
            move |model| ask_where(model, &plan, &LedgerWay::Follow(confirmed), &what),
        ));
    }
    let about = if said.is_empty() {
        s!(
            "与台账的名册相同，不用另立台账。",
            "The same as the roster of the ledger; no new ledger is needed."
        )
    } else {
        s!(
            "印发的名册不改写：确认的差别写进另一个台账文件，原台账不动。",
            "The printed roster is never rewritten: what is confirmed goes into another ledger file, and this one stays."
        )
    };
    let plan = Rc::clone(plan);
    let today = ctx.as_of_date();
    entries.push(PickerEntry::new(
        s!("为另一市、县新建台账", "Start a ledger of another city").to_owned(),
        s!("清单、表格用内置范本", "by the built-in model").to_owned(),
        move |model| ask_city(model, &plan, today),
    ));
    Picker::new(s!("用这份名册", "Use this roster"), entries).told(about.to_owned())
}

/// `新增 2 家、改变 1 家`; empty where the difference has nothing of it.
fn in_words(diff: &RosterDiff, confirmed: Confirmed) -> String {
    let parts = [
        (confirmed.new, diff.new.len(), s!("新增", "add")),
        (confirmed.gone, diff.gone.len(), s!("减少", "take out")),
        (confirmed.changed, diff.changed.len(), s!("改变", "change")),
    ];
    let parts = parts
        .into_iter()
        .filter(|(wanted, count, _)| *wanted && *count > 0);
    let parts = parts.map(|(_, count, word)| t!("{word} {count} 家", "{word} {count}"));
    parts.collect::<Vec<_>>().join(s!("、", ", "))
}

fn ask_where(model: &mut Model, plan: &Rc<RosterPlan>, way: &LedgerWay, what: &str) -> Vec<Effect> {
    let about = t!(
        "{what}。写进新的台账文件，如 新台账.db；已有的文件不会被覆盖",
        "{what}. Into a new ledger file, such as new.db; existing files are not overwritten"
    );
    let (plan, way) = (Rc::clone(plan), way.clone());
    let answer = move |_: &mut Model, typed: &str| {
        Ok(vec![Effect::MakeLedger(Box::new(LedgerOrder {
            plan: Rc::clone(&plan),
            way: way.clone(),
            to: typed.to_owned(),
        }))])
    };
    let title = s!("新台账的文件", "File of the new ledger");
    let prompt = Prompt::required(
        title,
        about,
        "",
        s!("请写明文件", "Please name the file"),
        answer,
    );
    popup::open(model, prompt.path())
}

fn ask_city(model: &mut Model, plan: &Rc<RosterPlan>, today: chrono::NaiveDate) -> Vec<Effect> {
    let known = new_round::city_of(plan).unwrap_or_default();
    let plan = Rc::clone(plan);
    let answer = move |model: &mut Model, typed: &str| {
        let city = city_name(typed).map_err(|error| error.to_string())?;
        Ok(ask_first_day(model, &plan, city, today))
    };
    let prompt = Prompt::required(
        s!("哪个市、县", "Which city or county"),
        s!(
            "如 洛阳市、兰考县；也是各协会名称共有的开头",
            "such as 洛阳市 or 兰考县, with which the names begin"
        ),
        &known,
        s!("请写市、县的名称", "Please name the city or county"),
        answer,
    );
    popup::open(model, prompt)
}

fn ask_first_day(
    model: &mut Model,
    plan: &Rc<RosterPlan>,
    city: String,
    today: chrono::NaiveDate,
) -> Vec<Effect> {
    let first = model.ledger.round().milestones().first();
    let first = first.map_or_else(String::new, |def| def.title.to_string());
    let plan = Rc::clone(plan);
    let about = t!(
        "第一个节点（{first}）的日期；其余节点按内置一轮的间隔顺延，以后可改",
        "The day of the first milestone ({first}); the others follow as in the built-in round and can be moved"
    );
    let answer = move |model: &mut Model, first_on| {
        let what = t!(
            "{city} {} 家，从 {first_on} 起",
            "{city}, {} associations, from {first_on} on",
            plan.rows.len()
        );
        let city = city.clone();
        Ok(ask_where(
            model,
            &plan,
            &LedgerWay::New { city, first_on },
            &what,
        ))
    };
    let title = s!("第一个节点哪一天", "Day of the first milestone");
    popup::open(model, Prompt::some_day(title, about, Some(today), answer))
}

/// A ledger was made: it is asked whether to open it.
pub fn made(model: &mut Model, told: &str, path: PathBuf) {
    popup::recorded(model);
    let question = t!(
        "{told}。现在打开它？本台账没有改动。",
        "{told}. Open it now? This ledger has not changed."
    );
    popup::open(model, Confirm::before(question, Effect::OpenLedger(path)));
}
