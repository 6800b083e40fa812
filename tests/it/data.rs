//! The seed is what the notice prints, and fits together.

use std::collections::BTreeSet;

use tuogou::domain::model::{Section, Separation, Status, UnitKind};
use tuogou::domain::round::{Due, NaRule, Round, Suggested};
use tuogou::exchange::seed::{
    builtin_documents, builtin_roster, current_documents, parse_roster, parse_round,
};
use tuogou::text::cells::width;
use tuogou::words;

use crate::support::{Home, date};

fn round() -> Round {
    parse_round(&builtin_documents()).expect("the built-in round is read")
}

#[test]
fn the_roster_has_150_rows_as_printed() {
    let roster = builtin_roster().expect("the built-in roster is read");
    let numbers: Vec<u32> = roster.iter().map(|row| row.no).collect();
    assert_eq!(numbers, (1..=150).collect::<Vec<_>>());
    let count = |status| roster.iter().filter(|row| row.status == status).count();
    assert_eq!(
        (count(Status::Decoupled), count(Status::Planned)),
        (37, 113)
    );
    let names: BTreeSet<&str> = roster.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names.len(), 150);
    assert!(names.iter().all(|name| name.starts_with("开封市")));
    let units: BTreeSet<&str> = roster.iter().map(|row| row.printed_unit.as_str()).collect();
    assert_eq!(units.len(), 43);
    let direct: Vec<u32> = roster
        .iter()
        .filter(|row| row.printed_unit == "直接登记")
        .map(|row| row.no)
        .collect();
    assert_eq!(direct, (137..=148).collect::<Vec<_>>());
}

#[test]
fn the_longest_names_are_30_and_36_cells() {
    let roster = builtin_roster().expect("roster");
    let longest = roster
        .iter()
        .max_by_key(|row| width(&row.name))
        .expect("rows");
    assert_eq!((longest.no, width(&longest.name)), (122, 30));
    let unit = roster
        .iter()
        .max_by_key(|row| width(&row.printed_unit))
        .expect("rows");
    assert_eq!((unit.no, width(&unit.printed_unit)), (85, 36));
}

#[test]
fn suffixes_are_counted_by_the_longest_match() {
    let roster = builtin_roster().expect("roster");
    let scope = round().info.scope;
    let mut suffixes = scope.suffixes;
    suffixes.sort_by_key(|suffix| std::cmp::Reverse(suffix.len()));
    let of = |name: &str| {
        suffixes
            .iter()
            .find(|s| name.ends_with(s.as_str()))
            .cloned()
    };
    let count = |wanted: Option<&str>| {
        roster
            .iter()
            .filter(|row| of(&row.name).as_deref() == wanted)
            .count()
    };
    assert_eq!(count(Some("协会")), 111);
    assert_eq!(count(Some("行业协会")), 23);
    assert_eq!(count(Some("商会")), 11);
    assert_eq!(count(Some("促进会")), 3);
    assert_eq!(count(Some("联合会")), 1);
    assert_eq!(count(None), 1);
    assert!(scope.open_ended);
}

#[test]
fn every_printed_unit_is_described_once() {
    let round = round();
    let printed: BTreeSet<&str> = round
        .units
        .iter()
        .map(|unit| unit.printed.as_str())
        .collect();
    assert_eq!((round.units.len(), printed.len()), (43, 43));
    let roster = builtin_roster().expect("roster");
    assert!(
        roster
            .iter()
            .all(|row| printed.contains(row.printed_unit.as_str()))
    );
    let merged: Vec<(&str, &str)> = round
        .units
        .iter()
        .filter_map(|unit| Some((unit.printed.as_str(), unit.canonical.as_deref()?)))
        .collect();
    assert_eq!(
        merged,
        [
            ("开封市文广新和旅游局", "开封市文化广电和旅游局"),
            ("开封市住房和建设局", "开封市住房和城乡建设局"),
            ("原开封市文物局", "开封市文物局"),
        ]
    );
    assert!(
        round
            .units
            .iter()
            .all(|unit| unit.former == unit.printed.starts_with('原'))
    );
    let kinds = |kind| round.units.iter().filter(|unit| unit.kind == kind).count();
    assert_eq!(kinds(UnitKind::DirectRegistration), 1);
    assert_eq!(kinds(UnitKind::Vertical), 2);
}

#[test]
fn canonical_units_are_39_and_keep_every_row() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    assert_eq!(ledger.units().len(), 39);
    let in_units: usize = ledger
        .units()
        .iter()
        .map(|unit| unit.associations.len())
        .sum();
    assert_eq!(in_units, 150 - 12);
    let of = |name: &str| {
        let unit = &ledger.units()[ledger.unit_ix(name).expect("a unit")];
        (unit.associations.len(), unit.planned())
    };
    assert_eq!(of("开封市教育体育局"), (44, 44));
    assert_eq!(of("开封市住房和城乡建设局"), (14, 13));
    assert_eq!(of("开封市文化广电和旅游局"), (5, 5));
    assert_eq!(of("开封市文物局"), (3, 3));
    assert_eq!(of("开封市农林局"), (1, 1));
    let shorts: BTreeSet<&str> = ledger
        .units()
        .iter()
        .map(|unit| unit.short.as_str())
        .collect();
    assert_eq!(shorts.len(), 39);
}

#[test]
fn the_milestones_are_the_eight_of_the_notice() {
    let round = round();
    let dates: Vec<(&str, chrono::NaiveDate)> = round
        .milestones()
        .iter()
        .map(|m| (m.id.as_str(), m.due_on))
        .collect();
    let expected = [
        ("M1", "2020-06-16"),
        ("M2", "2020-06-26"),
        ("M3", "2020-07-10"),
        ("M4", "2020-07-31"),
        ("M5", "2020-08-15"),
        ("M6", "2020-08-28"),
        ("M7", "2020-09-18"),
        ("M8", "2020-09-30"),
    ];
    assert_eq!(dates, expected.map(|(id, on)| (id, date(on))));
    let gaps: Vec<i64> = dates
        .windows(2)
        .map(|pair| (pair[1].1 - pair[0].1).num_days())
        .collect();
    assert_eq!(gaps, [10, 14, 21, 15, 13, 21, 12]);
    assert_eq!(round.info.notice.dated_on, date("2020-06-16"));
    assert_eq!(round.info.notice.number, None);
    assert_eq!(round.info.bodies.len(), 10);
    let without_duty = round
        .info
        .bodies
        .iter()
        .filter(|body| body.duties.is_empty());
    assert_eq!(without_duty.count(), 1);
}

#[test]
fn the_checklist_has_47_items_in_eight_sections() {
    let round = round();
    let ids: Vec<&str> = round.items.iter().map(|item| item.id.as_str()).collect();
    let expected = "P1 P2 P3 P4 P5 P6 P7 P8 P9 A1 A2 A3 A4 A5 B1 B2 B3 B4 \
                    C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 D1 D2 D3 D4 D5 D6 D7 E1 E2 R1 R2 R3 R4 R5 R6 F1 F2 F3";
    assert_eq!(ids, expected.split_whitespace().collect::<Vec<_>>());
    let in_section = |section: Section| round.items.iter().filter(|i| i.section == section).count();
    let counts: Vec<usize> = Section::ALL.into_iter().map(in_section).collect();
    assert_eq!(counts, [9, 5, 4, 11, 7, 2, 6, 3]);
    let five: Vec<Separation> = Section::ALL
        .into_iter()
        .filter_map(Section::separation)
        .collect();
    assert_eq!(five, Separation::ALL);
    let never = round.items.iter().filter(|item| item.na == NaRule::Never);
    let never: Vec<&str> = never.map(|item| item.id.as_str()).collect();
    assert_eq!(
        never,
        [
            "P1", "P2", "P4", "P5", "P6", "P7", "P8", "P9", "A1", "B1", "B3", "C1", "C2", "D3",
            "D6", "E1", "F1", "F2", "F3"
        ]
    );
    let proofs: Vec<(&str, &str)> = round
        .items
        .iter()
        .filter_map(|item| {
            Some((
                item.id.as_str(),
                round.milestones()[item.proves?].id.as_str(),
            ))
        })
        .collect();
    assert_eq!(
        proofs,
        [("P3", "M3"), ("P4", "M4"), ("P5", "M4"), ("P6", "M6")]
    );
    for item in &round.items {
        assert!(
            !item.owner.is_empty() && !item.evidence.is_empty(),
            "{}",
            item.id
        );
        assert!(
            width(&item.label) <= 44,
            "{} is too long for a line",
            item.id
        );
        if item.id.starts_with('R') {
            assert_eq!(item.due, Due::On(date("2020-09-30")), "{}", item.id);
        }
    }
}

/// Who has to act and who looks, by the chapters of the notice; what of it stands nowhere there.
#[test]
fn owners_are_those_of_the_notice_and_the_rest_is_marked() {
    let round = round();
    let item = |id: &str| &round.items[round.item_ix(id).expect(id)];
    for (id, owner, checker, place) in [
        ("P7", "业务主管单位、行业协会商会", "", "四、（三）"),
        (
            "A3",
            "业务主管单位",
            "市编办、市财政局、市人力资源社会保障局",
            "四、（二）第 5 段",
        ),
        ("C3", "市财政局", "", "四、（二）第 6 段"),
        (
            "C7",
            "行业协会商会、业务主管单位",
            "市财政局",
            "四、（二）第 6 段",
        ),
        (
            "C8",
            "行业协会商会、业务主管单位",
            "市机关事务中心",
            "四、（二）第 9 段",
        ),
        (
            "C10",
            "业务主管单位、行业协会商会",
            "市财政局",
            "四、（二）第 6 段",
        ),
        ("C11", "市机关事务中心", "", "四、（二）第 9 段"),
        (
            "D5",
            "行业协会商会",
            "市人力资源社会保障局",
            "四、（二）第 7 段",
        ),
        ("D7", "行业协会商会", "", "附件3 三（四）"),
    ] {
        let item = item(id);
        assert_eq!(item.owner.join("、"), owner, "{id}");
        assert_eq!(item.checker.join("、"), checker, "{id}");
        let told = words::chapter(&round.info.notice, &item.source).expect(id);
        assert!(told.contains(place), "{id}: {told}");
    }
    let of = |part| {
        let items = round.items.iter().filter(move |item| item.suggests(part));
        items.map(|item| item.id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(Suggested::Item), ["F3"]);
    assert_eq!(of(Suggested::Checker), ["A2", "B3", "B4"]);
    let due = ["P1", "P2", "P7", "P8", "P9", "B1", "C1", "C2", "C10", "C11"];
    assert_eq!(of(Suggested::Due), due);
    for item in &round.items {
        let cited = words::chapter(&round.info.notice, &item.source);
        let suggested = item.suggests(Suggested::Item);
        assert_ne!(
            cited.is_some(),
            suggested,
            "{} has a base or says that it has none",
            item.id
        );
    }
}

/// An item that is added to the checklist later is asked of ledgers made later; texts are those of today.
#[test]
fn a_ledger_keeps_the_items_that_it_was_made_with() {
    let mut kept = builtin_documents();
    let whole = kept["checklist.toml"].clone();
    let mut blocks: Vec<&str> = whole.split("[[item]]\n").collect();
    blocks.retain(|block| !block.starts_with("id = \"B4\"") && !block.starts_with("id = \"F2\""));
    let older = blocks.join("[[item]]\n").replace("工作小组", "小组");
    kept.insert("checklist.toml".into(), older);
    let older = parse_round(&current_documents(&kept)).expect("as before");
    let mut expected = round().items;
    expected.retain(|item| item.id != "B4" && item.id != "F2");
    assert_eq!(older.items, expected);
}

/// Characters that some terminals draw one cell wide and some two would shift the lines.
#[test]
fn texts_of_the_seed_are_of_certain_width() {
    use unicode_width::UnicodeWidthStr as _;
    for (name, body) in builtin_documents() {
        // What is printed on paper never comes on the screen.
        if name.ends_with("_layout.toml") || name.starts_with("templates/") {
            continue;
        }
        for (number, line) in body
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#'))
        {
            assert_eq!(
                line.width(),
                line.width_cjk(),
                "{name} line {}: {line}",
                number + 1
            );
        }
    }
}

#[test]
fn a_seed_with_a_mistake_names_file_and_line() {
    let mut documents = builtin_documents();
    let round =
        documents["round.toml"].replace("due_on = \"2020-07-31\"", "due_on = \"2020-02-30\"");
    documents.insert("round.toml".into(), round);
    let message = parse_round(&documents)
        .expect_err("no such day")
        .to_string();
    assert!(message.starts_with("round.toml 第 "), "{message}");

    let mut documents = builtin_documents();
    let round =
        documents["round.toml"].replace("due_on = \"2020-06-16\"", "due_on = \"2020-12-16\"");
    documents.insert("round.toml".into(), round);
    let message = parse_round(&documents)
        .expect_err("out of order")
        .to_string();
    assert!(
        message.contains("M1") && message.contains("M2"),
        "{message}"
    );

    let mut documents = builtin_documents();
    documents.remove("units.toml");
    let message = parse_round(&documents).expect_err("missing").to_string();
    assert!(message.contains("units.toml"), "{message}");

    for (from, to, line, told) in [
        (
            "due = \"M6\"\nna = \"never\"\nproves",
            "due = \"M66\"\nna = \"never\"\nproves",
            "id = \"P6\"",
            "P6：没有节点 M66",
        ),
        (
            "a2.9.affil=否",
            "a2.9.affils=否",
            "id = \"A4\"",
            "A4：表格条件提到没有的栏目或选项",
        ),
    ] {
        let mut documents = builtin_documents();
        let text = documents["checklist.toml"].replacen(from, to, 1);
        // Its head stands on the line before its id.
        let line = text.lines().position(|one| one == line).expect("the item");
        documents.insert("checklist.toml".into(), text);
        let message = parse_round(&documents).expect_err(to).to_string();
        assert_eq!(message, format!("checklist.toml 第 {line} 行：{told}"));
    }

    let message = parse_roster("序号,名称,单位,备注\n1,甲协会,乙局,不知\n").expect_err("status");
    assert!(message.to_string().contains("第 2 行"), "{message}");
}

#[test]
fn a_shipped_document_reads_the_same_as_json_and_as_toml() {
    // One byte more, and a document is no longer the shipped one: it is read as TOML.
    let mut edited = builtin_documents();
    for (name, body) in &mut edited {
        if !name.starts_with("templates/") {
            body.push_str("# edited\n");
        }
    }
    let shipped = parse_round(&builtin_documents()).expect("the round");
    assert_eq!(parse_round(&edited).expect("the round"), shipped);
}
