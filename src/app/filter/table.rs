//! The table of conditions. A new condition is one row: help, completion and errors follow.

use std::sync::Arc;

use super::syntax::Op;
use super::values::{self, Choice};
use crate::app::listing::SeenRows;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Section;
use crate::domain::note::NoteKind;
use crate::domain::round::Round;
use crate::search::Query;
use crate::text::cells::visible;
use crate::text::fold::fold_text;
use crate::text::lang::{Text, either, english};

/// A question about an association.
pub type Ask = Arc<dyn Fn(&SeenRows<'_>, AssocIx) -> bool + Send + Sync>;

/// A value of a condition, looked up and ready to be asked of many associations.
#[derive(Clone)]
pub enum RowTest {
    /// What is kept of it in the ledger, and of its unit.
    Ask(Ask),
    /// What costs more to answer, or follows from more than that.
    AskMore(Ask),
    /// There is a note of this kind about it or its unit; of one with a deadline, an open one.
    Noted(NoteKind),
    /// Its own name contains each of these as it stands.
    Named(Query),
    /// Its number, its name or one of its unit's contains each of these as it stands.
    Found(Query),
}

/// What a value means.
pub struct RowTests {
    pub test: RowTest,
    /// The value in words for people.
    pub words: String,
}

impl RowTests {
    /// A meaning with its words.
    pub fn new(
        words: impl Into<String>,
        test: impl Fn(&SeenRows<'_>, AssocIx) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            test: RowTest::Ask(Arc::new(test)),
            words: words.into(),
        }
    }
}

/// How a condition is called.
enum ConditionNames {
    /// By these names; the first is suggested, and in the language of the screen.
    These(&'static [&'static str]),
    /// By the id of each milestone.
    Milestones,
    /// By the section of the checklist: its id or its two characters.
    Sections,
}

/// A row of the table.
struct FilterCondition {
    names: ConditionNames,
    /// The word for people.
    title: &'static str,
    /// What stands behind the name.
    sign: Op,
    /// One sentence of help.
    about: Text,
    /// Values that are suggested.
    values: fn(&Ledger, usize) -> Vec<Choice>,
    /// Looks a value up; which of its names was used, how it is compared, the value. The error
    /// says what is possible.
    read: fn(&Ledger, usize, Op, &str) -> Result<RowTests, String>,
}

const fn row(
    names: ConditionNames,
    title: &'static str,
    sign: Op,
    about: Text,
    values: fn(&Ledger, usize) -> Vec<Choice>,
    read: fn(&Ledger, usize, Op, &str) -> Result<RowTests, String>,
) -> FilterCondition {
    FilterCondition {
        names,
        title,
        sign,
        about,
        values,
        read,
    }
}

static CONDITIONS: &[FilterCondition] = {
    use ConditionNames::{Milestones, Sections, These};
    &[
        row(
            These(&["单位", "unit", "主管单位"]),
            "单位",
            Op::Is,
            text!(
                "业务主管单位：全称、简称、印发名称或一部分",
                "supervising unit: full, short or printed name, or part of it"
            ),
            values::units,
            values::unit,
        ),
        row(
            These(&["状态", "status"]),
            "状态",
            Op::Is,
            text!(
                "名册所列状态：拟脱钩、已脱钩，写开头即可",
                "status in the roster: 拟脱钩 (to decouple), 已脱钩 (decoupled)"
            ),
            values::statuses,
            values::status,
        ),
        row(
            These(&["灯", "light"]),
            "灯",
            Op::Is,
            text!(
                "灯：红 黄 蓝 绿 灰，几个用逗号隔开",
                "light: red yellow blue green grey"
            ),
            values::lights,
            values::light,
        ),
        row(
            These(&["阶段", "stage"]),
            "阶段",
            Op::Is,
            text!(
                "所到阶段，如 方案已报，或退出方式，如 注销",
                "stage, such as 方案已报 (plan filed), or exit, such as 注销"
            ),
            values::stages,
            values::stage,
        ),
        row(
            These(&["到期", "due", "下一事项"]),
            "到期",
            Op::Below,
            text!(
                "下一事项的到期天数（逾期为负）、日期或无",
                "days to the next item (late: negative), date, none"
            ),
            values::dues,
            values::due,
        ),
        row(
            These(&["进度", "done"]),
            "进度",
            Op::Below,
            text!(
                "清单已办的百分比，只算拟脱钩",
                "share of the checklist that is done, of those to decouple"
            ),
            values::percents,
            values::done,
        ),
        row(
            Sections,
            "",
            Op::Below,
            text!(
                "清单一个部分已办的百分比，如 资产<100",
                "share of a section that is done, such as 资产<100"
            ),
            values::percents,
            values::section,
        ),
        row(
            These(&["序号", "no"]),
            "序号",
            Op::Is,
            text!(
                "序号：一个、几个或一段，如 10-20",
                "number: one, several or a range, such as 10-20"
            ),
            values::none,
            values::no,
        ),
        row(
            These(&["名称", "name"]),
            "名称",
            Op::Is,
            text!(
                "名称含有的文字、全拼或首字母",
                "characters, pinyin or initials of the name"
            ),
            values::none,
            values::name,
        ),
        row(
            These(&["印发名称", "printed"]),
            "印发名称",
            Op::Is,
            text!(
                "名册所印主管单位含有的文字或拼音",
                "characters or pinyin of the printed unit"
            ),
            values::printed_units,
            values::printed,
        ),
        row(
            These(&["性质", "kind"]),
            "性质",
            Op::Is,
            text!(
                "主管单位的性质，如 党群机关、直接登记",
                "kind of unit, such as 党群机关 (Party, mass), 直接登记 (direct)"
            ),
            values::kinds,
            values::kind,
        ),
        row(
            These(&["事项", "item"]),
            "事项",
            Op::Is,
            text!(
                "清单事项：A1 为已办或不涉及，A1=未办 为未办",
                "checklist item: A1 is done or n/a, A1=open is open"
            ),
            values::items,
            values::item,
        ),
        row(
            These(&["责任", "body"]),
            "责任",
            Op::Is,
            text!(
                "还有未办事项由其负责或审核，如 财政局",
                "what this body does or checks is open, such as 财政局"
            ),
            values::bodies,
            values::body,
        ),
        row(
            These(&["栏", "field"]),
            "栏",
            Op::Is,
            text!(
                "表格的这一栏已填，前加 - 为未填",
                "field of a form is filled in; - before it: empty"
            ),
            values::fields,
            values::field,
        ),
        row(
            Milestones,
            "",
            Op::Is,
            text!(
                "节点：已完成、未完成、逾期未完成",
                "milestone: done, open, late"
            ),
            values::milestone_states,
            values::milestone,
        ),
        row(
            These(&["有", "has"]),
            "有",
            Op::Is,
            text!(
                "有：问题、暗不脱、承诺、联系人、备注、退出等",
                "has: problem, signal, promise, contact, remark, exit ..."
            ),
            values::kept,
            values::has,
        ),
    ]
};

/// A condition as a round knows it: of those that stand for milestones or sections, one each.
#[derive(Clone)]
pub struct KnownConditions {
    condition: &'static FilterCondition,
    which: usize,
    /// Names; the first is suggested.
    pub names: Vec<String>,
    /// The word for people.
    pub title: String,
}

impl KnownConditions {
    /// One sentence of help.
    pub fn about(&self) -> String {
        let about = self.condition.about;
        match self.condition.names {
            ConditionNames::These(_) => about.into(),
            ConditionNames::Milestones | ConditionNames::Sections => {
                t!("{}，{about}", "{}, {about}", self.title)
            }
        }
    }

    /// What is written behind the name.
    pub fn sign(&self) -> Op {
        self.condition.sign
    }

    /// Values that are suggested.
    pub(super) fn values(&self, ledger: &Ledger) -> Vec<Choice> {
        (self.condition.values)(ledger, self.which)
    }

    /// Looks a value up.
    pub(super) fn read(&self, ledger: &Ledger, op: Op, value: &str) -> Result<RowTests, String> {
        (self.condition.read)(ledger, self.which, op, value.trim())
    }
}

/// The first of some names that is written in letters.
pub(super) fn english_of(names: &[&'static str]) -> Option<&'static str> {
    names.iter().copied().find(|name| name.is_ascii())
}

/// Every condition of a round, in the order of the table.
pub fn known(round: &Round) -> Vec<KnownConditions> {
    let mut all = Vec::new();
    for condition in CONDITIONS {
        let mut add = |which: usize, names: Vec<String>, title: String| {
            all.push(KnownConditions {
                condition,
                which,
                names,
                title,
            });
        };
        match &condition.names {
            ConditionNames::These(known) => {
                let names = known.iter().map(|name| (*name).to_owned()).collect();
                let title = either(condition.title, english_of(known).unwrap_or_default());
                add(0, names, title.to_owned());
            }
            ConditionNames::Milestones => {
                for (which, milestone) in round.milestones().iter_enumerated() {
                    let title = format!("{} {}", milestone.id, milestone.short);
                    add(which.into(), vec![milestone.id.clone()], title);
                }
            }
            ConditionNames::Sections => {
                for (which, section) in Section::ALL.into_iter().enumerate() {
                    let short = round.section(section).short.zh().to_owned();
                    let title = either(short.clone(), section.id().to_owned());
                    add(which, vec![short, section.id().to_owned()], title);
                }
            }
        }
    }
    all
}

/// The condition with a name, whatever the case and width of its letters.
pub(super) fn find<'a>(known: &'a [KnownConditions], key: &str) -> Option<&'a KnownConditions> {
    let wanted = fold_text(key);
    known
        .iter()
        .find(|known| known.names.iter().any(|name| fold_text(name) == wanted))
}

/// The names of all conditions in one line; of several that are alike the first and the last.
pub(super) fn names(known: &[KnownConditions]) -> String {
    let mut names: Vec<String> = Vec::new();
    let alike = known.chunk_by(|a, b| std::ptr::eq(a.condition, b.condition));
    for group in alike {
        let spoken = |one: &KnownConditions| {
            let known = one.names.iter().find(|name| !english() || name.is_ascii());
            known.unwrap_or(&one.names[0]).clone()
        };
        let first = spoken(&group[0]);
        names.push(match group {
            [_] => first,
            [.., last] => format!("{first}-{}", spoken(last)),
            [] => continue,
        });
    }
    visible(&names.join(" ")).into_owned()
}

/// Help: the names of each condition and one sentence.
pub fn help(round: &Round) -> Vec<(String, Text)> {
    let known = known(round);
    let alike = known.chunk_by(|a, b| std::ptr::eq(a.condition, b.condition));
    alike
        .map(|group| {
            let names = match group {
                [one] => one.names.join(" "),
                _ => names(group),
            };
            (names, group[0].condition.about)
        })
        .collect()
}
