//! The ledger's file is gone, or another one stands in its place, while it is open: what has
//! happened, and what can be done. What was typed waits below.

use crate::app::session::{Astray, Found, Saved};
use crate::tui::model::{Message, Model};
use crate::tui::msg::Effect;
use crate::tui::popup::{self, Picker, PickerEntry, Prompt};

/// The word for the header, for as long as it is so.
pub const fn badge(astray: &Astray) -> &'static str {
    match astray.there {
        Found::Nothing => " 文件不在 ",
        _ => " 文件已换 ",
    }
}

/// Says what has happened and asks what is to be done.
pub fn tell(model: &mut Model, astray: Astray) {
    let picker = Picker::new("台账文件出了问题", ways(&astray)).told(sentence(&astray));
    model.astray = Some(astray);
    popup::tell(model, picker);
}

/// Whether to leave although the ledger is nowhere but here.
pub fn ask_before_leaving(model: &mut Model, astray: &Astray) -> Vec<Effect> {
    let mut entries = ways(astray);
    entries.push(PickerEntry::new(
        "离开".into(),
        "不另存".into(),
        |_| vec![Effect::Quit],
    ));
    let picker = Picker::new("台账文件出了问题，离开前", entries);
    popup::open(model, picker.told(sentence(astray)))
}

fn ways(astray: &Astray) -> Vec<PickerEntry> {
    let mut entries = vec![PickerEntry::new(
        "另存为…".into(),
        "存成新文件，接着在那里工作".into(),
        ask_where,
    )];
    if matches!(astray.there, Found::Ledger { .. }) {
        entries.push(PickerEntry::new(
            "打开现在的文件".into(),
            "改看那里的台账".into(),
            |_| vec![Effect::OpenThere],
        ));
    }
    entries.push(PickerEntry::new(
        "重试".into(),
        "文件放回原处以后".into(),
        |_| vec![Effect::LookAgain],
    ));
    entries
}

fn sentence(astray: &Astray) -> String {
    let path = astray.path.display();
    let there = match &astray.there {
        Found::Nothing => {
            return format!(
                "{path} 已不在原处（被移走、改名或删除，或所在的盘已断开）。没有再记入任何内容；此前记录的都还在这里，可以另存。"
            );
        }
        Found::Other(why) => why.clone(),
        Found::Ledger { copy, newest } => {
            let whose = if *copy {
                "本台账的另一副本（较早的，或另有改动的）"
            } else {
                "另一份台账"
            };
            match newest {
                Some(line) => format!(
                    "那里现在是{whose}，有 {} 条操作记录，最后一条是 {} {}：{}",
                    line.seq,
                    line.at.date_naive(),
                    line.by,
                    line.what
                ),
                None => format!("那里现在是{whose}，没有操作记录"),
            }
        }
    };
    format!("{path} 已被换成另一份文件，没有再记入任何内容。{there}。")
}

fn ask_where(model: &mut Model) -> Vec<Effect> {
    let about = "新的台账文件，如 台账-另存.db；已有的文件不会被覆盖";
    let answer = |_: &mut Model, typed: &str| Ok(vec![Effect::SaveAs(typed.to_owned())]);
    let prompt = Prompt::required("另存为", about, "", "请写明文件", answer);
    popup::open(model, prompt.path())
}

/// The ledger is in a new file, and work goes on there.
pub fn saved(model: &mut Model, saved: Saved, location: &str) {
    let with = match saved {
        Saved::Whole => "连同全部操作记录",
        Saved::State => "原文件的操作记录已不可读，新文件从现在的状态开始",
    };
    returned(
        model,
        format!("已另存为 {location}，{with}；以后的操作都记在这里"),
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
