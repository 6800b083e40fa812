//! The official forms: the data is complete, answers are read strictly and kept with who and
//! when, hidden fields keep what they hold.

use proptest::prelude::*;
use tuogou::domain::change::Change;
use tuogou::domain::command::{Command, NewAnswer};
use tuogou::domain::decide::Refusal;
use tuogou::domain::form::value::{Value, ValueError};
use tuogou::domain::form::{Field, FieldKind, FormId, filled};
use tuogou::domain::ledger::{Basis, Ledger};
use tuogou::domain::model::{ItemState, Section};
use tuogou::exchange::seed::{builtin_documents, parse_round};

use crate::support::{Home, moment};

fn fill(home: &Home, field: &str, texts: &[&str]) -> Result<Ledger, String> {
    let (mut session, mut ledger) = home.open("张三");
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    let command = Command::SetAnswer(NewAnswer::written(ledger.round(), 29, field, &texts));
    let done = session.execute(&mut ledger, &command, moment("2020-07-20"));
    done.map(|_| ledger).map_err(|error| error.to_string())
}

fn value<'a>(ledger: &'a Ledger, field: &str) -> Option<&'a Value> {
    let ix = ledger.association_ix(29).expect("29");
    let field = ledger.round().field_ix(field).expect("a field");
    ledger.answer(ix, field).map(|record| &record.value)
}

#[test]
fn the_forms_have_75_and_92_fields_and_print_38_and_64_boxes() {
    let round = parse_round(&builtin_documents()).expect("the round");
    let counts: Vec<(FormId, usize, usize)> = round
        .forms
        .iter()
        .map(|form| (form.id, form.fields.len(), form.boxes()))
        .collect();
    assert_eq!(
        counts,
        [
            (FormId::Basic, 75, 38),
            (FormId::Completion, 92, 64),
            (FormId::Plan, 15, 0),
        ]
    );
    let mut ids: Vec<&str> = round
        .forms
        .iter()
        .flat_map(|form| form.fields.iter().map(|field| field.id.as_str()))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 75 + 92 + 15, "an id names one field of one form");
}

#[test]
fn a_form_with_a_condition_that_leads_nowhere_is_refused() {
    for (from, to, part) in [
        (
            "shown_if = \"a2.2.inst=是\"",
            "shown_if = \"a2.9.none=是\"",
            "a2.2.inst_type",
        ),
        (
            "shown_if = \"a2.2.inst=是\"",
            "shown_if = \"a2.2.inst=也许\"",
            "a2.2.inst_type",
        ),
        ("kind = \"yes_no\"", "kind = \"text\"", "shown_if"),
    ] {
        let mut documents = builtin_documents();
        let form = documents["forms/basic.toml"].replacen(from, to, 1);
        documents.insert("forms/basic.toml".into(), form);
        let message = parse_round(&documents).expect_err(to).to_string();
        assert!(
            message.contains(part) && message.starts_with("forms/basic.toml"),
            "{message}"
        );
    }
}

#[test]
fn a_follow_up_shows_with_its_question_and_keeps_what_it_holds() {
    let home = Home::new();
    let shown = |ledger: &Ledger, id: &str| {
        let ix = ledger.association_ix(29).expect("29");
        let found = filled::fields(ledger, ix, 0).find(|field| field.def.id == id);
        found.expect("a field").shown
    };
    let ledger = fill(&home, "a2.2.inst", &["是"]).expect("filled");
    assert!(shown(&ledger, "a2.2.inst_posts"));
    let before = filled::tally(&ledger, 28.into(), 0);
    fill(&home, "a2.2.inst_posts", &["３"]).expect("filled");
    let ledger = fill(&home, "a2.2.inst", &["否"]).expect("filled");
    assert!(!shown(&ledger, "a2.2.inst_posts"));
    assert_eq!(value(&ledger, "a2.2.inst_posts"), Some(&Value::Integer(3)));
    assert_eq!(filled::tally(&ledger, 28.into(), 0).total, before.total - 2);
    // 不填 is neither 0 nor 否.
    assert_eq!(value(&ledger, "a2.7.trips"), None);
    let ledger = fill(&home, "a2.7.trips", &["0"]).expect("filled");
    assert_eq!(value(&ledger, "a2.7.trips"), Some(&Value::Integer(0)));
    let ledger = fill(&home, "a2.7.trips", &[]).expect("cleared");
    assert_eq!(value(&ledger, "a2.7.trips"), None);
}

#[test]
fn bad_answers_are_named_and_change_nothing() {
    let home = Home::new();
    for (field, texts, part) in [
        (
            "a2.5.serving_n",
            &["3.5"][..],
            "「3.5」不是整数，人次须为整数",
        ),
        ("a2.5.serving_n", &["约50"], "约数"),
        ("a2.4.budget_amt", &["-1"], "负数"),
        ("a2.4.budget_amt", &["十"], "不是数字"),
        ("a2.1.members_org", &["99999999999"], "太大"),
        ("a2.2.inst", &["也许"], "可选：是、否"),
        ("a2.2.inst", &["是", "否"], "只能选一项"),
        (
            "a4.2.inst",
            &["不涉及此事项", "划转"],
            "「不涉及此事项」不能与其他选项同选",
        ),
        ("a2.1.address", &["甲", "乙"], "只填一项"),
        ("a2.8.pubs", &["开封钓鱼|CN41"], "第 1 行有 2 列，应为 4 列"),
        ("a2.1.address", &[&"长".repeat(501)], "文字太长"),
        ("a9.9", &["1"], "没有栏目 a9.9"),
    ] {
        let error = fill(&home, field, texts).expect_err(field);
        assert!(error.contains(part), "{error}");
    }
    let (_, ledger) = home.open("张三");
    assert_eq!(filled::tally(&ledger, 28.into(), 0).done, 0);
}

#[test]
fn answers_of_every_kind_come_back_from_the_file() {
    let home = Home::new();
    fill(&home, "a2.4.budget_amt", &["1,234.50"]).expect("amount");
    fill(&home, "a4.2.inst", &["划转", "核销事业编制"]).expect("choices");
    fill(&home, "a2.3.admin_list", &["年检", "", "评比"]).expect("list");
    let row = "会长|王某|教育体育局|副局长";
    let ledger = fill(&home, "a2.5.serving_tbl", &[row]).expect("table");
    let (_, again) = home.open("李四");
    assert_eq!(again, ledger);
    let text = |field: &str| value(&again, field).map(ToString::to_string);
    assert_eq!(text("a2.4.budget_amt").as_deref(), Some("1234.5"));
    assert_eq!(
        text("a4.2.inst").as_deref(),
        Some("核销事业编制、划转"),
        "in the form's order"
    );
    assert_eq!(text("a2.3.admin_list").as_deref(), Some("年检；评比"));
    assert_eq!(text("a2.5.serving_tbl").as_deref(), Some(row));
}

#[test]
fn an_answer_is_undone_and_stands_in_the_history() {
    let home = Home::new();
    fill(&home, "a2.2.inst", &["是"]).expect("filled");
    let (mut session, mut ledger) = home.open("张三");
    let done = session
        .undo(&mut ledger, moment("2020-07-21"))
        .expect("undone");
    assert_eq!(
        done.sentence(),
        "已撤销：开封市钓鱼协会 基本情况表「是否是事业单位法人、是否含有事业编制」：是"
    );
    assert_eq!(value(&ledger, "a2.2.inst"), None);
}

/// What can be typed for a kind of field.
fn writing(field: &Field) -> BoxedStrategy<Vec<String>> {
    let text = "[\\u{4e00}-\\u{4eff}a-z0-9 ]{0,12}";
    match field.kind {
        FieldKind::Integer => (0u64..100_000).prop_map(|n| vec![n.to_string()]).boxed(),
        FieldKind::Amount | FieldKind::Area => (0u64..100_000, 0u32..100)
            .prop_map(|(whole, cents)| vec![format!("{whole}.{cents:02}")])
            .boxed(),
        FieldKind::YesNo | FieldKind::Single | FieldKind::Tick | FieldKind::Multiple => {
            prop::sample::select(field.options.clone())
                .prop_map(|option| vec![option])
                .boxed()
        }
        FieldKind::List => prop::collection::vec(text, 0..4).boxed(),
        FieldKind::Month => Just(vec!["2020年8月".to_owned()]).boxed(),
        FieldKind::Table => {
            let cell = |column: &String| {
                let month = field.month_columns.contains(column);
                let cell = if month {
                    "2019-0[1-9]"
                } else {
                    "[\\u{4e00}-\\u{4eff}]{1,4}"
                };
                cell.boxed()
            };
            let row: Vec<_> = field.columns.iter().map(cell).collect();
            prop::collection::vec(row, 0..3)
                .prop_map(|rows| rows.into_iter().map(|row| row.join("|")).collect())
                .boxed()
        }
        _ => text.prop_map(|text| vec![text]).boxed(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is written: it is kept and shown as it can be read again.
    #[test]
    fn a_value_shown_reads_as_itself((field, texts) in (0usize..182).prop_flat_map(|at| {
        let round = parse_round(&builtin_documents()).expect("the round");
        let all: Vec<_> = round.forms.iter().flat_map(|form| form.fields.clone()).collect();
        let field = all[at].clone();
        let texts = writing(&field);
        (Just(field), texts)
    })) {
        let Some(value) = field.parse(&texts).expect("readable") else { return Ok(()) };
        let shown: Vec<String> = match &value {
            Value::Ticked(many) | Value::List(many) => many.clone(),
            Value::Table(rows) => rows.iter().map(|row| row.join("|")).collect(),
            one => vec![one.to_string()],
        };
        prop_assert_eq!(field.parse(&shown), Ok(Some(value.clone())));
        let json = serde_json::to_string(&value).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Value>(&json).expect("a value"), value);
    }

    /// Hostile writing is refused or made harmless; nothing panics.
    #[test]
    fn any_text_is_read_or_refused(at in 0usize..182, texts in prop::collection::vec(any::<String>(), 0..4)) {
        let round = parse_round(&builtin_documents()).expect("the round");
        let all: Vec<_> = round.forms.iter().flat_map(|form| &form.fields).collect();
        if let Ok(Some(value)) = all[at].parse(&texts) {
            prop_assert!(!value.to_string().chars().any(char::is_control));
        }
    }
}

#[test]
fn refusals_of_values_name_the_field() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    let texts = ["半".into()];
    let command = Command::SetAnswer(NewAnswer::written(
        ledger.round(),
        29,
        "A2.2.INST_POSTS",
        &texts,
    ));
    let context = tuogou::domain::command::Context::new(
        "张三",
        crate::support::instant(),
        crate::support::date("2020-07-20"),
    );
    let refused = tuogou::domain::decide::decide(&ledger, &command, &context);
    let Err(Refusal::BadValue { field, error, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        (field.as_str(), error),
        ("a2.2.inst_posts", ValueError::NotANumber("半".into()))
    );
    assert_eq!(
        Change::answer(29, field, None, None).association(),
        Some(29)
    );
}

/// A desk at which forms and checklist of 29 are worked on.
struct Desk {
    _home: Home,
    session: tuogou::app::session::Session,
    ledger: Ledger,
}

impl Desk {
    fn new() -> Self {
        let home = Home::new();
        let (session, ledger) = home.open("张三");
        Self {
            _home: home,
            session,
            ledger,
        }
    }

    fn run(&mut self, command: &Command) -> Result<(), String> {
        let done = self
            .session
            .execute(&mut self.ledger, command, moment("2020-07-20"));
        done.map(|_| ()).map_err(|error| error.to_string())
    }

    #[track_caller]
    fn fill(&mut self, answer: &str) -> &mut Self {
        let (field, text) = answer.split_once('=').expect("field=text");
        let texts = if text.is_empty() {
            vec![]
        } else {
            vec![text.into()]
        };
        let round = self.ledger.round();
        let command = Command::SetAnswer(NewAnswer::written(round, 29, field, &texts));
        self.run(&command).expect("filled");
        self
    }

    fn set(&mut self, item: &str, state: ItemState, note: &str) -> Result<(), String> {
        self.run(&Command::SetItem {
            association: 29,
            item: item.into(),
            state: Some(state),
            note: (!note.is_empty()).then(|| note.into()),
            evidence: None,
        })
    }

    fn item(&self, id: &str) -> tuogou::domain::ledger::ItemView<'_> {
        let ix = self.ledger.round().item_ix(id).expect("an item");
        let association = self.ledger.association_ix(29).expect("29");
        self.ledger.item(association, ix)
    }
}

#[test]
fn an_answer_of_the_after_form_gives_the_state_of_its_item() {
    for (answer, item, state) in [
        ("a4.2.cooffice=不涉及此事项", "A2", ItemState::NotApplicable),
        ("a4.2.cooffice=未完成脱钩", "A2", ItemState::Open),
        (
            "a4.2.cooffice=分离后单独租赁办公用房",
            "A2",
            ItemState::Done,
        ),
        ("a4.3.admin=未完成移交", "B2", ItemState::Open),
        ("a4.4.bank=单独开立账户", "C4", ItemState::Done),
        (
            "a4.5.serving_na=不涉及此事项",
            "D1",
            ItemState::NotApplicable,
        ),
        ("a4.9.charter=否", "R5", ItemState::NotApplicable),
        ("a4.9.charter_done=是", "R5", ItemState::Done),
    ] {
        let mut desk = Desk::new();
        assert_eq!(desk.item(item).state, ItemState::Open);
        desk.fill(answer);
        let view = desk.item(item);
        assert_eq!(view.state, state, "{answer}");
        assert!(matches!(view.basis, Basis::Form(..)), "{answer}");
    }
}

#[test]
fn progress_follows_the_form_and_what_follows_is_not_cleared_by_hand() {
    let mut desk = Desk::new();
    let tally = |desk: &Desk| {
        desk.ledger
            .progress(28.into())
            .section(Section::Institution)
    };
    assert_eq!((tally(&desk).done, tally(&desk).total), (0, 5));
    desk.fill("a4.2.cooffice=分离后单独租赁办公用房")
        .fill("a4.2.inst=不涉及此事项");
    assert_eq!((tally(&desk).done, tally(&desk).total), (1, 4));
    let refused = desk
        .set("A2", ItemState::Open, "")
        .expect_err("follows from the form");
    assert!(refused.contains("A2 由完成情况表得出"), "{refused}");
    desk.fill("a4.2.cooffice=");
    assert_eq!((tally(&desk).done, tally(&desk).total), (0, 4));
}

#[test]
fn a_tick_that_the_form_contradicts_is_in_doubt_and_counts_as_open() {
    let mut desk = Desk::new();
    desk.set("B2", ItemState::Done, "").expect("ticked");
    assert_eq!(desk.item("B2").state, ItemState::Done);
    desk.fill("a4.3.admin=未完成移交");
    let view = desk.item("B2");
    assert_eq!(view.state, ItemState::Doubtful);
    let Basis::Doubted(record, field, answer) = view.basis else {
        panic!("{:?}", view.basis);
    };
    assert_eq!(record.state, ItemState::Done, "what was ticked is kept");
    assert_eq!(desk.ledger.round().field(field).id, "a4.3.admin");
    assert_eq!(answer.value.to_string(), "未完成移交");
    assert_eq!(
        desk.ledger
            .progress(28.into())
            .section(Section::Functions)
            .done,
        0
    );
    // A note does not take the doubt away; the form's correction does.
    let note = Command::SetItem {
        association: 29,
        item: "B2".into(),
        state: None,
        note: Some("在办".into()),
        evidence: None,
    };
    desk.run(&note).expect("noted");
    assert_eq!(desk.item("B2").state, ItemState::Doubtful);
    desk.fill("a4.3.admin=已移交有关部门");
    assert_eq!(desk.item("B2").state, ItemState::Done);
}

#[test]
fn the_before_form_decides_what_may_be_not_applicable() {
    let na = ItemState::NotApplicable;
    // Nothing known: a reason is asked for.
    let mut desk = Desk::new();
    let refused = desk.set("A3", na, "").expect_err("no reason");
    assert!(refused.contains("须写明理由"), "{refused}");
    // The form says so: that is the reason.
    desk.fill("a2.2.inst=否");
    desk.set("A3", na, "").expect("by the form");
    let Basis::Record(record) = desk.item("A3").basis else {
        panic!("a record");
    };
    assert!(record.note.contains("基本情况表"), "{}", record.note);
    // The form says otherwise later: in doubt; and before: refused.
    desk.fill("a2.2.inst=是");
    assert_eq!(desk.item("A3").state, ItemState::Doubtful);
    let refused = desk.set("C8", na, "没有").map(|()| String::new());
    assert!(refused.is_ok(), "not known, with a reason");
    desk.fill("a2.4.bank=否");
    let refused = desk
        .set("C4", na, "有理由")
        .expect_err("the form says it does");
    assert!(refused.contains("表中所填与此不符"), "{refused}");
    // Several answers together.
    desk.fill("a2.4.fix_state=0");
    let refused = desk.set("C3", na, "").expect_err("half known");
    assert!(refused.contains("须写明理由"), "{refused}");
    desk.fill("a2.4.cur_state=0.00");
    desk.set("C3", na, "").expect("by the form");
}

#[test]
fn a_value_from_outside_is_held_to_what_can_be_entered() {
    use rust_decimal::Decimal;

    let round = parse_round(&builtin_documents()).expect("the round");
    for (id, value, holds) in [
        ("a2.4.fix_state", Value::Decimal(Decimal::new(125, 1)), true),
        ("a2.4.fix_state", Value::Decimal(Decimal::MAX), false),
        ("a2.4.fix_state", Value::Decimal(Decimal::new(-1, 0)), false),
        ("a2.4.fix_state", Value::Text("12.5".into()), false),
        ("a2.5.serving_n", Value::Integer(3), true),
        ("a2.5.serving_n", Value::Integer(u64::MAX), false),
        ("a2.2.inst", Value::Ticked(vec!["是".into()]), true),
        ("a2.2.inst", Value::Ticked(vec!["也许".into()]), false),
        (
            "a2.3.legal_list",
            Value::List(vec!["\u{1b}[31m".into()]),
            false,
        ),
    ] {
        let field = round.field(round.field_ix(id).expect("a field"));
        assert_eq!(field.holds(&value), holds, "{id} {value:?}");
    }
}

/// Every list and table can be answered with 无: that is filled in, is written down and read again as
/// it is, and counts no entries; several rows with 无 among them are what they say.
#[test]
fn every_list_can_say_that_there_is_nothing_to_list() {
    let round = parse_round(&builtin_documents()).expect("the round");
    let all = round.forms.iter().flat_map(|form| &form.fields);
    let lists = all.filter(|field| matches!(field.kind, FieldKind::List | FieldKind::Table));
    let mut seen = 0;
    for field in lists {
        seen += 1;
        assert!(
            !field.optional,
            "{}: nobody could tell it from a gap",
            field.id
        );
        let read = field.parse(&[" 无 ".to_owned()]).expect("read");
        let none = read.expect("an answer");
        assert_eq!(
            (none.entries(), none.to_string()),
            (Some(0), "无".to_owned())
        );
        assert_eq!(
            field.read(&none.rows()),
            Ok(Some(none.clone())),
            "{}",
            field.id
        );
        assert!(field.holds(&none));
    }
    assert!(seen > 10, "{seen}");
    let list = round.field(round.field_ix("a2.3.legal_list").expect("a field"));
    let two = list.parse(&["无".to_owned(), "年检".to_owned()]);
    assert_eq!(two.expect("read").and_then(|two| two.entries()), Some(2));
    // Ledgers from before this have it as an item.
    assert!(list.holds(&Value::List(vec!["无".into()])));
}

/// A box that opts out is not asked for where one of the fields that it would hide is filled in, and
/// those are not asked for where it is ticked: either way the form can be complete.
#[test]
fn whoever_is_concerned_need_not_opt_out() {
    let round = parse_round(&builtin_documents()).expect("the round");
    let completion = &round.forms[round.form_ix(FormId::Completion)];
    let boxes = completion.fields.iter();
    let boxes: Vec<&Field> = boxes
        .filter(|field| completion.opts_out_of(field).next().is_some())
        .collect();
    let ids: Vec<&str> = boxes.iter().map(|field| field.id.as_str()).collect();
    assert_eq!(ids, ["a4.5.serving_na", "a4.5.retired_na", "a4.8.na"]);
    for opting in boxes {
        let home = Home::new();
        let view = |ledger: &Ledger, id: &str| {
            let at = ledger.round().form_ix(FormId::Completion);
            let mut fields = filled::fields(ledger, 28.into(), at);
            let view = fields.find(|field| field.def.id == id).expect("a field");
            (view.asked, view.missing())
        };
        let hidden = completion.opts_out_of(opting).next().expect("a field");
        let ledger = fill(&home, &opting.id, &[&opting.options[0]]).expect("ticked");
        assert_eq!(view(&ledger, &opting.id), (true, false));
        assert_eq!(view(&ledger, &hidden.id), (false, false), "{}", hidden.id);
        fill(&home, &opting.id, &[]).expect("cleared");
        let text = if hidden.kind == FieldKind::Table {
            "无"
        } else {
            "0"
        };
        let ledger = fill(&home, &hidden.id, &[text]).expect("filled");
        assert_eq!(view(&ledger, &opting.id), (false, false), "{}", opting.id);
        let ledger = fill(&home, &hidden.id, &[]).expect("cleared");
        assert_eq!(view(&ledger, &opting.id), (true, true));
    }
}
