//! 名册预览: what is said of the file by choosing: what a column is, how a word for a state is read,
//! which sheets and rows count.

use super::{RosterFilePage, say_of};
use crate::exchange::roster::columns::ColumnPlace;
use crate::exchange::roster::details::RosterDetail;
use crate::exchange::roster::doubts::Doubt;
use crate::exchange::roster::encoding::TextEncoding;
use crate::exchange::roster::plan::{PlanPart, ReadOptions, RosterPlan};
use crate::exchange::roster::problem::Remedy;
use crate::exchange::roster::states::BLANK_STATUS;
use crate::exchange::roster::words::{ColumnMeaning, RosterColumn};
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::popup::{self, Picker, PickerEntry};

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Column(RosterColumn),
    Detail(RosterDetail),
    Unused,
}

impl Role {
    /// What a column of a sheet was taken for.
    pub fn of(part: &PlanPart, at: u16) -> Self {
        let mut columns = part.header.columns.iter();
        if let Some((column, _)) = columns.find(|(_, mapped)| mapped.at == at) {
            return Self::Column(*column);
        }
        let mut details = part.details.iter();
        let detail = details.find(|(_, place)| **place == at);
        detail.map_or(Self::Unused, |(detail, _)| Self::Detail(*detail))
    }

    /// The word for the heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Column(column) => column.label(),
            Self::Detail(detail) => detail.label(),
            Self::Unused => s!("不用", "unused"),
        }
    }
}

/// Says what a column is, and that nothing else is there.
fn put(options: &mut ReadOptions, was: Role, role: Role, at: u16) {
    let here = ColumnPlace::At(at);
    options.map.retain(|_, place| *place != here);
    options.details.map.retain(|_, place| *place != here);
    match was {
        Role::Column(column) => {
            options.map.insert(column, ColumnPlace::Absent);
        }
        Role::Detail(detail) => {
            options.details.map.insert(detail, ColumnPlace::Absent);
        }
        Role::Unused => {}
    }
    match role {
        Role::Column(column) => {
            options.map.insert(column, here);
        }
        Role::Detail(detail) => {
            options.details.map.insert(detail, here);
            options.details.left_out = false;
        }
        Role::Unused => {}
    }
}

/// What the column under the cursor is.
pub fn column(page: &RosterFilePage) -> Picker {
    let at = page.column;
    let part = page.part_here();
    let was = part.map_or(Role::Unused, |part| Role::of(part, at));
    let name = part.map_or_else(String::new, |part| part.sheet.column_name(at));
    let columns = [
        RosterColumn::Name,
        RosterColumn::Unit,
        RosterColumn::Status,
        RosterColumn::No,
    ];
    let columns = columns.map(Role::Column).into_iter();
    let details = RosterDetail::ALL.map(Role::Detail).into_iter();
    let roles = columns.chain(details).chain([Role::Unused]);
    // The names have to stand somewhere: they are moved, and not taken away.
    let name_stays = was == Role::Column(RosterColumn::Name);
    let roles = roles.filter(|role| *role == was || !name_stays);
    let entries = roles.map(|role| {
        let stands = part.and_then(|part| match role {
            _ if role == was => Some(s!("现在就是", "is it now").to_owned()),
            Role::Column(column) => Some(t!(
                "现在取 {}",
                "taken from {} now",
                part.sheet.column_name(part.header.at(column)?)
            )),
            Role::Detail(detail) => Some(t!(
                "现在取 {}",
                "taken from {} now",
                part.sheet.column_name(*part.details.get(&detail)?)
            )),
            Role::Unused => None,
        });
        PickerEntry::new(
            role.label().to_owned(),
            stands.unwrap_or_default(),
            move |model| say_of(model, |options| put(options, was, role, at)),
        )
    });
    let picker = Picker::new(t!("{name} 这一列是", "Column {name} is"), entries.collect());
    if name_stays {
        picker.told(
            s!(
                "名称一列不能没有；名称在别的列的，请到那一列上选“名称”",
                "There has to be a column of names; if they stand elsewhere choose \"名称\" there"
            )
            .to_owned(),
        )
    } else {
        picker
    }
}

/// Words for states: how each is read now, if it is, and in how many rows.
pub fn words(plan: &RosterPlan) -> Vec<(String, Option<ColumnMeaning>)> {
    let read = plan.statuses.iter();
    let mut words: Vec<(String, Option<ColumnMeaning>)> = Vec::new();
    let remedies = plan.problems.iter().flat_map(|problem| &problem.remedy);
    let unread = remedies.flat_map(|remedy| match remedy {
        // Where there is no column of states all of them are blank.
        Remedy::AllStatuses => vec![""],
        remedy => remedy.words(),
    });
    words.extend(unread.map(|word| (word.to_owned(), None)));
    words.extend(read.map(|used| (used.word.clone(), Some(used.meaning))));
    words
}

/// Which word is to be read otherwise; `None` without any.
pub fn statuses(plan: &RosterPlan) -> Option<Picker> {
    let entries = words(plan).into_iter().map(|(word, meaning)| {
        let shown = match word.as_str() {
            "" => s!("（空白）", "(blank)").to_owned(),
            word => word.to_owned(),
        };
        let now = meaning.map_or(s!("不认识", "not known"), ColumnMeaning::word);
        PickerEntry::new(shown, now.to_owned(), move |model| {
            popup::open(model, self::meaning(word.clone()))
        })
    });
    let entries: Vec<PickerEntry> = entries.collect();
    (!entries.is_empty()).then(|| Picker::new(s!("哪一种状态", "Which status"), entries))
}

/// How a word is to be read; a blank is said by no word.
pub fn meaning(word: String) -> Picker {
    let title = match word.as_str() {
        "" => s!("空白读作", "A blank means").to_owned(),
        word => t!("“{word}”读作", "\"{word}\" means"),
    };
    let word = if word.is_empty() {
        BLANK_STATUS.to_owned()
    } else {
        word
    };
    let meanings = [
        (
            ColumnMeaning::Planned,
            s!("本轮要脱钩", "to be decoupled in this round"),
        ),
        (
            ColumnMeaning::Decoupled,
            s!("此前已经脱钩", "was decoupled before"),
        ),
        (
            ColumnMeaning::Omit,
            s!("不读入这一行", "the row is left out"),
        ),
    ];
    let entries = meanings.map(|(meaning, about)| {
        let word = word.clone();
        PickerEntry::new(meaning.word().to_owned(), about.to_owned(), move |model| {
            say_of(model, |options| {
                options.statuses.insert(word.clone(), meaning);
            })
        })
    });
    Picker::new(title, entries.into())
}

/// How the text of the file is written.
pub fn encoding() -> Picker {
    let all = [
        TextEncoding::Utf8,
        TextEncoding::Gb18030,
        TextEncoding::Utf16Le,
        TextEncoding::Utf16Be,
    ];
    let entries = all.map(|encoding| {
        PickerEntry::new(encoding.name().to_owned(), String::new(), move |model| {
            say_of(model, |options| options.encoding = Some(encoding))
        })
    });
    Picker::new(s!("文字的编码", "Encoding of the text"), entries.into())
}

/// What is said where somebody agrees; `None` where it has to be asked first.
pub fn agreed(
    remedy: &Remedy,
    mut options: ReadOptions,
    sheets: Vec<String>,
) -> Option<ReadOptions> {
    match remedy {
        Remedy::CountMissing | Remedy::CountTwice | Remedy::CountUnread => {
            options.map.insert(RosterColumn::No, ColumnPlace::Absent);
        }
        Remedy::Sheet(name) => {
            options.sheets = sheets;
            options.sheets.push(name.clone());
        }
        Remedy::Column { wanted, column } => {
            options.map.insert(*wanted, ColumnPlace::At(column.at));
        }
        Remedy::Swap { name, unit } => {
            options.map.extend([
                (RosterColumn::Name, ColumnPlace::At(name.at)),
                (RosterColumn::Unit, ColumnPlace::At(unit.at)),
            ]);
        }
        Remedy::Proposed(_) => options.accept_proposed = true,
        Remedy::Units(Some(column)) => {
            options
                .map
                .insert(RosterColumn::Unit, ColumnPlace::At(column.at));
        }
        Remedy::Units(None) => {
            options.map.insert(RosterColumn::Unit, ColumnPlace::Absent);
        }
        Remedy::SameUnits(_) => options.units.accepted = true,
        Remedy::LeaveOut(doubt) => {
            options.unwanted.insert(*doubt);
        }
        Remedy::Encoding | Remedy::BlankStatus | Remedy::Status(_) | Remedy::AllStatuses => {
            return None;
        }
    }
    Some(options)
}

/// Turns something of how the file is read over.
type Turn = fn(&mut ReadOptions);

/// What else can be said of how the file is read.
pub fn reading(page: &RosterFilePage) -> Picker {
    let options = page.options();
    let on = |is: bool| {
        if is {
            s!("是", "yes")
        } else {
            s!("否", "no")
        }
    };
    let absent = |column| options.map.get(&column) == Some(&ColumnPlace::Absent);
    let unwanted = |doubt| options.unwanted.contains(&doubt);
    let turns: [(&str, bool, Turn); 7] = [
        (
            s!(
                "不用文件中的序号，按顺序编号",
                "Number in order, not by the file"
            ),
            absent(RosterColumn::No),
            |options| absent_or_not(options, RosterColumn::No),
        ),
        (
            s!("文件里没有主管单位", "The file has no units"),
            absent(RosterColumn::Unit),
            |options| absent_or_not(options, RosterColumn::Unit),
        ),
        (
            s!("隐藏的行不读入", "Leave out hidden rows"),
            options.skip_hidden,
            |options| options.skip_hidden ^= true,
        ),
        (
            s!("加了删除线的行不读入", "Leave out struck-out rows"),
            unwanted(Doubt::Struck),
            |options| wanted_or_not(options, Doubt::Struck),
        ),
        (
            s!(
                "注销、撤销的和基金会等不读入",
                "Leave out those revoked, foundations"
            ),
            unwanted(Doubt::Unlisted),
            |options| wanted_or_not(options, Doubt::Unlisted),
        ),
        (
            s!("写法很像的单位当作同一个", "Units spelt alike are one"),
            options.units.accepted,
            |options| options.units.accepted ^= true,
        ),
        (
            s!(
                "证号、联系人等资料不带入",
                "Leave out codes, contacts and so on"
            ),
            options.details.left_out,
            |options| options.details.left_out ^= true,
        ),
    ];
    let turns = turns.into_iter().map(|(label, is, turn)| {
        PickerEntry::new(label.to_owned(), on(is).to_owned(), move |model| {
            say_of(model, turn)
        })
    });
    let mut entries: Vec<PickerEntry> = turns.collect();
    if page.sheets.len() > 1 {
        let read: Vec<&String> = page
            .plan
            .parts
            .iter()
            .map(|part| &part.sheet.name)
            .collect();
        let sheets = page.sheets.iter().map(|name| {
            let is_read = read.contains(&name);
            let mut wanted: Vec<String> = read.iter().map(|name| (*name).clone()).collect();
            if is_read {
                wanted.retain(|other| other != name);
            } else {
                wanted.push(name.clone());
            }
            PickerEntry::new(
                t!("读工作表 {name}", "Read the worksheet {name}"),
                on(is_read).to_owned(),
                move |model| say_of(model, |options| options.sheets.clone_from(&wanted)),
            )
        });
        entries.extend(sheets);
    }
    if let Some(encoding) = page.plan.encoding {
        entries.push(PickerEntry::new(
            s!("文字的编码", "Encoding of the text").to_owned(),
            encoding.name().to_owned(),
            |model: &mut Model| -> Vec<Effect> { popup::open(model, self::encoding()) },
        ));
    }
    Picker::new(s!("怎么读", "How it is read"), entries)
}

fn absent_or_not(options: &mut ReadOptions, column: RosterColumn) {
    if options.map.remove(&column) != Some(ColumnPlace::Absent) {
        options.map.insert(column, ColumnPlace::Absent);
    }
}

fn wanted_or_not(options: &mut ReadOptions, doubt: Doubt) {
    if !options.unwanted.remove(&doubt) {
        options.unwanted.insert(doubt);
    }
}
