//! The ledger's file is gone, or another one stands in its place, while it is open: what has
//! happened, and what can be done. What was typed waits below.

use crate::app::session::{Astray, Found, Saved};
use crate::tui::model::{Message, Model};
use crate::tui::msg::Effect;
use crate::tui::popup::{self, Picker, PickerEntry, Prompt};

/// The word for the header, for as long as it is so.
pub fn badge(astray: &Astray) -> &'static str {
    match astray.there {
        Found::Nothing => s!(" 文件不在 ", " file gone "),
        _ => s!(" 文件已换 ", " other file "),
    }
}

/// Says what has happened and asks what is to be done.
pub fn tell(model: &mut Model, astray: Astray) {
    let picker = Picker::new(
        s!(
            "台账文件出了问题",
            "Something is wrong with the ledger file"
        ),
        ways(&astray),
    )
    .told(sentence(&astray));
    model.astray = Some(astray);
    popup::tell(model, picker);
}

/// Whether to leave although the ledger is nowhere but here.
pub fn ask_before_leaving(model: &mut Model, astray: &Astray) -> Vec<Effect> {
    let mut entries = ways(astray);
    entries.push(PickerEntry::new(
        s!("离开", "Leave").into(),
        s!("不另存", "do not save elsewhere").into(),
        |_| vec![Effect::Quit],
    ));
    let picker = Picker::new(
        s!(
            "台账文件出了问题，离开前",
            "The ledger file is wrong; before you leave"
        ),
        entries,
    );
    popup::open(model, picker.told(sentence(astray)))
}

fn ways(astray: &Astray) -> Vec<PickerEntry> {
    let mut entries = vec![PickerEntry::new(
        s!("另存为", "Save as").into(),
        s!(
            "存成新文件，接着在那里工作",
            "save as a new file and work on there"
        )
        .into(),
        ask_where,
    )];
    if matches!(astray.there, Found::Ledger { .. }) {
        entries.push(PickerEntry::new(
            s!("打开现在的文件", "Open the file there").into(),
            s!("改看那里的台账", "see the ledger that is there now").into(),
            |_| vec![Effect::OpenThere],
        ));
    }
    entries.push(PickerEntry::new(
        s!("重试", "Try again").into(),
        s!("文件放回原处以后", "when the file is back in its place").into(),
        |_| vec![Effect::LookAgain],
    ));
    entries
}

fn sentence(astray: &Astray) -> String {
    let path = astray.path.display();
    let there = match &astray.there {
        Found::Nothing => {
            return t!(
                "{path} 已不在原处（被移走、改名或删除，或所在的盘已断开）。没有再记入任何内容；此前记录的都还在这里，可以另存。",
                "{path} is not there any more (moved, renamed, deleted, or its disk is gone). Nothing was recorded since; all that was recorded before is still here and can be saved elsewhere."
            );
        }
        Found::Other(why) => why.clone(),
        Found::Ledger { copy, newest } => {
            let whose = if *copy {
                s!(
                    "本台账的另一副本（较早的，或另有改动的）",
                    "another copy of this ledger (older, or with other changes)"
                )
            } else {
                s!("另一份台账", "another ledger")
            };
            match newest {
                Some(line) => t!(
                    "那里现在是{whose}，有 {} 条操作记录，最后一条是 {} {}：{}",
                    "There is now {whose} with {} entries, the last {} by {}: {}",
                    line.seq,
                    line.at.date_naive(),
                    line.by,
                    line.what
                ),
                None => t!(
                    "那里现在是{whose}，没有操作记录",
                    "There is now {whose} without entries"
                ),
            }
        }
    };
    t!(
        "{path} 已被换成另一份文件，没有再记入任何内容。{there}。",
        "{path} is another file by now; nothing was recorded since. {there}."
    )
}

fn ask_where(model: &mut Model) -> Vec<Effect> {
    let about = s!(
        "新的台账文件，如 台账-另存.db；已有的文件不会被覆盖",
        "a new ledger file, such as ledger-saved.db; existing files are not overwritten"
    );
    let answer = |_: &mut Model, typed: &str| Ok(vec![Effect::SaveAs(typed.to_owned())]);
    let prompt = Prompt::required(
        s!("另存为", "Save as"),
        about,
        "",
        s!("请写明文件", "Please name the file"),
        answer,
    );
    popup::open(model, prompt.path())
}

/// The ledger is in a new file, and work goes on there.
pub fn saved(model: &mut Model, saved: Saved, location: &str) {
    let with = match saved {
        Saved::Whole => s!("连同全部操作记录", "with the whole history"),
        Saved::State => s!(
            "原文件的操作记录已不可读，新文件从现在的状态开始",
            "the history of the old file cannot be read any more; the new one begins with the state of now"
        ),
    };
    returned(
        model,
        t!(
            "已另存为 {location}，{with}；以后的操作都记在这里",
            "Saved as {location}, {with}; from now on all goes there"
        ),
    );
    popup::recorded(model);
}

/// The file is where it was, or another one has been chosen.
pub fn returned(model: &mut Model, text: String) {
    model.astray = None;
    popup::withdraw(model);
    model.message = Some(Message {
        text,
        failed: false,
    });
}
