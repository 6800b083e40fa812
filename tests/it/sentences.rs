//! What an entry says: made from its changes, for every kind of command.

use std::collections::BTreeSet;

use tuogou::domain::change::{Change, ItemRecord, ItemSaid, Subject};
use tuogou::domain::command::{Command, NewAnswer, Title};
use tuogou::domain::fact::{Exit, ExitKind, Verdict, VerdictKind, View};
use tuogou::domain::model::ItemState;
use tuogou::domain::note::{Note, NoteId, NoteKind};
use tuogou::words;

use crate::support::{Home, date, moment};

const DAY: &str = "2020-07-20";

/// The kinds of commands; a new one does not compile until it is here.
fn kind(command: &Command) -> &'static str {
    match command {
        Command::SetItem { .. } => "item",
        Command::SetAnswer(_) => "answer",
        Command::SetAnswers { .. } => "answers",
        Command::Merge { .. } => "merge",
        Command::Mark { .. } => "mark",
        Command::Unmark { .. } => "unmark",
        Command::Batch { .. } => "batch",
        Command::MergeUnit { .. } => "merge unit",
        Command::SplitUnit { .. } => "split unit",
        Command::SetExit { .. } => "exit",
        Command::Note { .. } => "note",
        Command::NoteDone { .. } => "note done",
        Command::DropNote(_) => "drop note",
        Command::Decide { .. } => "decide",
        Command::MoveMilestone { .. } => "move milestone",
        Command::ShiftMilestones { .. } => "shift milestones",
        Command::SetView { .. } => "view",
        Command::Seeing { command, .. } => kind(command),
    }
}

const KINDS: usize = 17;

/// Whose changes do not say it all, however few they are.
const ON_AN_OCCASION: [&str; 4] = ["answers", "merge", "batch", "shift milestones"];

fn item(item: &str, state: Option<ItemState>, note: Option<&str>) -> Command {
    Command::SetItem {
        association: 29,
        item: item.into(),
        state,
        note: note.map(str::to_owned),
        evidence: None,
    }
}

fn answer(text: &str) -> NewAnswer {
    NewAnswer {
        association: 29,
        field: "a2.1.name".into(),
        rows: if text.is_empty() {
            Vec::new()
        } else {
            vec![vec![text.into()]]
        },
    }
}

fn items() -> Vec<Command> {
    vec![
        item("P1", Some(ItemState::Done), None),
        item("P1", Some(ItemState::Done), None),
        item("P1", None, Some("已看过")),
        item("P1", Some(ItemState::Open), None),
        item("P1", Some(ItemState::Open), None),
        item("P2", None, Some("缺一页")),
        Command::SetItem {
            association: 29,
            item: "P2".into(),
            state: None,
            note: None,
            evidence: Some("汴民〔2020〕9号".into()),
        },
    ]
}

fn answers() -> Vec<Command> {
    let many = |answers| Command::SetAnswers {
        title: Title::ImportedForms(2),
        answers,
    };
    vec![
        Command::SetAnswer(answer("甲协会")),
        Command::SetAnswer(answer("甲协会")),
        Command::SetAnswer(answer("")),
        many(vec![answer("乙协会")]),
        many(vec![answer("乙协会")]),
    ]
}

fn marks() -> Vec<Command> {
    let of = |milestone: &str, subject: &Subject| Command::Mark {
        milestone: milestone.into(),
        subject: subject.clone(),
        on: date("2020-07-15"),
    };
    let none = |milestone: &str, subject: &Subject| Command::Unmark {
        milestone: milestone.into(),
        subject: subject.clone(),
    };
    let mut all = Vec::new();
    for (milestone, subject) in [
        ("M1", Subject::City),
        ("M3", Subject::Unit("开封市民政局".into())),
        ("M4", Subject::Association(29)),
        ("M4", Subject::Unit("开封市文化广电和旅游局".into())),
        ("M4", Subject::City),
    ] {
        all.extend([of(milestone, &subject), of(milestone, &subject)]);
        all.extend([none(milestone, &subject), none(milestone, &subject)]);
    }
    all.push(of("M2", &Subject::City));
    all
}

fn facts() -> Vec<Command> {
    let whose = Subject::Association(30);
    let note = |note: Note| Command::Note {
        subject: whose.clone(),
        note,
    };
    let id = |kind, number| NoteId {
        kind,
        subject: whose.clone(),
        number,
    };
    let first = moment(DAY).at.timestamp_millis();
    let exit = |exit: Option<Exit>| Command::SetExit {
        association: 31,
        exit,
    };
    let merged = Exit {
        kind: ExitKind::Merged,
        on: date("2020-06-20"),
        document: "汴民〔2020〕8号".into(),
        reason: "合并".into(),
        into: Some(30),
    };
    let decide = |verdict: Option<(VerdictKind, &str)>| Command::Decide {
        finding: "X01-29".into(),
        verdict: verdict.map(|(kind, reason)| Verdict {
            kind,
            reason: reason.into(),
        }),
    };
    let view = |view: Option<&str>| Command::SetView {
        slot: 3,
        view: view.map(|name| View {
            name: name.into(),
            filter: "红灯".into(),
            group_by: "".into(),
            sort_by: "".into(),
            columns: Vec::new(),
        }),
    };
    let kept = |on: Option<&str>| Command::NoteDone {
        note: id(NoteKind::Promise, first),
        on: on.map(date),
    };
    vec![
        note(Note::contact("王某", "0371-1")),
        note(Note::contact("王某", "0371-1")),
        Command::DropNote(id(NoteKind::Contact, 0)),
        Command::DropNote(id(NoteKind::Contact, 0)),
        note(Note::promise("交材料", date("2020-08-01"))),
        kept(Some("2020-07-19")),
        kept(Some("2020-07-19")),
        kept(None),
        kept(None),
        Command::DropNote(id(NoteKind::Promise, first)),
        note(Note::extension("M4", "人手不足", date("2020-12-01"))),
        note(Note::remark("电话未接")),
        Command::DropNote(id(NoteKind::Remark, first)),
        exit(Some(merged)),
        exit(None),
        decide(Some((VerdictKind::Ignored, "重名"))),
        decide(Some((VerdictKind::Fixed, ""))),
        decide(None),
        view(Some("红灯")),
        view(Some("红灯")),
        view(None),
        view(None),
    ]
}

fn office() -> Vec<Command> {
    let to = |milestone: &str, due_on: Option<&str>| Command::MoveMilestone {
        milestone: milestone.into(),
        due_on: due_on.map(date),
        reason: "疫情".into(),
    };
    let merge = |from: &str, into: &str| Command::MergeUnit {
        from: from.into(),
        into: into.into(),
        reason: "机构改革".into(),
    };
    let split = || Command::SplitUnit {
        printed: "开封市文广新和旅游局".into(),
        reason: String::new(),
    };
    let shift = |days| Command::ShiftMilestones {
        days,
        reason: "疫情".into(),
    };
    let taken = |changes| Command::Merge {
        title: Title::BundleTaken("开封市民政局".into()),
        changes,
        begins: false,
    };
    let record = ItemRecord::new(
        ItemSaid {
            state: ItemState::Done,
            note: "".into(),
            evidence: "".into(),
            by: "李四".into(),
        },
        moment(DAY).at,
        date(DAY),
    );
    vec![
        to("M2", Some("2020-07-01")),
        to("M2", Some("2020-07-01")),
        to("M2", None),
        to("M2", None),
        split(),
        split(),
        merge("开封市文广新和旅游局", "开封市文化广电和旅游局"),
        merge("开封市文物局", "开封市文化广电和旅游局"),
        merge("开封市文化广电和旅游局", "开封市大文旅局"),
        Command::Batch {
            title: Title::Named("P1 改为 已办".into()),
            commands: vec![item("P1", Some(ItemState::Done), None)],
        },
        taken(vec![Change::item(32, "P1", None, Some(record))]),
        taken(Vec::new()),
        shift(3),
        shift(0),
        shift(-3),
    ]
}

#[test]
fn every_kind_of_command_says_what_it_did() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let mut said = Vec::new();
    let mut kinds = BTreeSet::new();
    let mut alone = 0;
    let all = [items(), answers(), marks(), facts(), office()].concat();
    for command in &all {
        let kind = kind(command);
        let before = ledger.clone();
        let sentence = match session.execute(&mut ledger, command, moment(DAY)) {
            Ok(receipt) => {
                assert!(!receipt.what.is_empty(), "{command:?}");
                kinds.insert(kind);
                if receipt.changes == 1 && !ON_AN_OCCASION.contains(&kind) {
                    let stored = session.entries().expect("the history").pop();
                    let stored = stored.expect("the entry just recorded").body;
                    let made = words::change(&before, &stored.changes[0]);
                    assert_eq!((&made, &made), (&receipt.what, &stored.what));
                    alone += 1;
                }
                receipt.sentence()
            }
            Err(refused) => format!("拒绝：{refused}"),
        };
        said.push(format!("{kind}: {sentence}"));
    }
    assert_eq!(kinds.len(), KINDS, "{kinds:?}");
    assert!(alone > 25, "{alone} entries are told by their change alone");
    insta::assert_snapshot!(said.join("\n"));
}
