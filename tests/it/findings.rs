//! The rules between the forms, each with answers that make it fire and answers that do not.

use tuogou::domain::change::{AnswerRecord, Change, ItemRecord};
use tuogou::domain::finding::{Finding, Scope, Severity, of};
use tuogou::domain::form::value::Value;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;

use tuogou::domain::round::Round;
use tuogou::exchange::seed::{self, SeedError};
use tuogou::words::finding as words;

use crate::support::{Home, date, instant};

/// 29 开封市钓鱼协会, with answers written as `field=text;text`.
struct Case {
    ledger: Ledger,
}

impl Case {
    fn new(answers: &[&str]) -> Self {
        let mut case = Self {
            ledger: Home::new().open("张三").1,
        };
        for answer in answers {
            let (field, texts) = answer.split_once('=').expect("field=text");
            let texts: Vec<String> = texts.split(';').map(str::to_owned).collect();
            let round = case.ledger.round();
            let ix = round
                .field_ix(field)
                .unwrap_or_else(|| panic!("no field {field}"));
            let value = round.field(ix).parse(&texts);
            let value = value.unwrap_or_else(|error| panic!("{answer}: {error}"));
            case.put(field, value.expect("a value"));
        }
        case
    }

    fn put(&mut self, field: &str, value: Value) {
        let change = Change::answer(
            29,
            field,
            None,
            Some(AnswerRecord {
                value,
                by: "张三".into(),
                at: instant(),
                on: date("2020-07-20"),
            }),
        );
        self.ledger.apply([&change]).expect("applies");
    }

    /// Ticks an item, with an evidence reference.
    fn done(mut self, item: &str) -> Self {
        let change = Change::item(
            29,
            item,
            None,
            Some(ItemRecord {
                state: ItemState::Done,
                note: "".into(),
                evidence: "文1号".into(),
                by: "张三".into(),
                at: instant(),
                on: date("2020-07-20"),
            }),
        );
        self.ledger.apply([&change]).expect("applies");
        self
    }

    fn of(&self, rule: &str) -> Vec<Finding> {
        let ix = self.ledger.association_ix(29).expect("29");
        let mut found = of(&self.ledger, Scope::Forms(ix), date("2020-07-20"));
        found.retain(|finding| finding.rule == rule);
        found
    }

    #[track_caller]
    fn fires(&self, rule: &str, severity: Severity, part: &str) {
        let found = self.of(rule);
        assert!(
            found
                .iter()
                .any(|f| f.severity == severity && words::message(&self.ledger, f).contains(part)),
            "{rule} with {part}: {found:?}"
        );
        for field in found.iter().flat_map(|finding| &finding.fields) {
            assert!(
                self.ledger.round().field_ix(field).is_some(),
                "{rule} names {field}"
            );
        }
    }

    #[track_caller]
    fn silent(&self, rule: &str) {
        assert_eq!(self.of(rule), [], "{rule}");
    }
}

use Severity::{Ask, Contradiction, Suspicious};

/// Rule, severity, part of the sentence, answers that fire it, answers that do not.
type Row = (
    &'static str,
    Severity,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const TABLE: &[Row] = &[
    (
        "X01",
        Contradiction,
        "填了 2 项，清单列了 1 项",
        &["a2.3.admin=是", "a2.3.admin_n=2", "a2.3.admin_list=年检"],
        &[
            "a2.3.admin=是",
            "a2.3.admin_n=2",
            "a2.3.admin_list=年检;评比",
        ],
    ),
    (
        "X01",
        Contradiction,
        "填了 1 项，清单列了 0 项",
        &["a4.3.given_n=1"],
        &["a4.3.given_n=0"],
    ),
    (
        "X02",
        Contradiction,
        "合计 3 人次，各级相加 2 人次",
        &[
            "a2.5.serving=是",
            "a2.5.serving_n=3",
            "a2.5.serving_county=2",
        ],
        &[
            "a2.5.serving=是",
            "a2.5.serving_n=3",
            "a2.5.serving_county=2",
            "a2.5.serving_other=1",
        ],
    ),
    (
        "X02",
        Contradiction,
        "合计 2 人次，表中 1 行",
        &[
            "a2.5.retired=是",
            "a2.5.retired_n=2",
            "a2.5.retired_tbl=会长|王某|原教育局局长|2019年3月",
        ],
        &[
            "a2.5.retired=是",
            "a2.5.retired_n=1",
            "a2.5.retired_tbl=会长|王某|原教育局局长|2019年3月",
        ],
    ),
    (
        "X02",
        Contradiction,
        "合计 2 人次，表中 1 行",
        &[
            "a4.5.serving_left_n=1",
            "a4.5.serving_stay_n=1",
            "a4.5.serving_tbl=会长|王某|教育局|科长|退出",
        ],
        &[
            "a4.5.serving_left_n=1",
            "a4.5.serving_stay_n=0",
            "a4.5.serving_tbl=会长|王某|教育局|科长|退出",
        ],
    ),
    (
        "X04",
        Contradiction,
        "脱钩前为否，脱钩后应为不涉及",
        &["a2.2.inst=否", "a4.2.inst=核销事业编制"],
        &["a2.2.inst=否", "a4.2.inst=不涉及此事项"],
    ),
    (
        "X04",
        Contradiction,
        "脱钩前为是，脱钩后不应为不涉及",
        &["a2.4.office=是", "a4.4.office=不涉及此事项"],
        &["a2.4.office=是", "a4.4.office=符合核定面积"],
    ),
    (
        "X04",
        Contradiction,
        "脱钩前为否，脱钩后应为不涉及",
        &["a2.5.serving=否", "a4.5.serving_left_n=1"],
        &["a2.5.serving=否", "a4.5.serving_na=不涉及此事项"],
    ),
    (
        "X04",
        Contradiction,
        "脱钩前为是，脱钩后不应为不涉及",
        &["a2.9.affil=是", "a4.8.na=不涉及此事项"],
        &["a2.9.affil=是", "a4.8.items=挂靠|已取消"],
    ),
    (
        "X04",
        Contradiction,
        "反而不独立",
        &["a2.4.bank=是", "a4.4.bank=未单独开立账户"],
        &["a2.4.bank=是", "a4.4.bank=不涉及此事项"],
    ),
    (
        "X04",
        Contradiction,
        "脱钩前未独立",
        &["a2.4.books=否", "a4.4.books=不涉及此事项"],
        &["a2.4.books=否", "a4.4.books=已单独建账、独立核算"],
    ),
    (
        "X05",
        Contradiction,
        "脱钩前 2 项，已移交与未移交合计 1 项",
        &[
            "a2.3.admin=是",
            "a2.3.admin_n=2",
            "a4.3.admin=已移交有关部门",
            "a4.3.done_n=1",
        ],
        &[
            "a2.3.admin=是",
            "a2.3.admin_n=2",
            "a4.3.admin=已移交有关部门;未完成移交",
            "a4.3.done_n=1",
            "a4.3.todo_n=1",
        ],
    ),
    (
        "X05",
        Contradiction,
        "「评比」在完成情况表中没有去向",
        &[
            "a2.3.admin=是",
            "a2.3.admin_list=年检;评比",
            "a4.3.admin=已移交有关部门",
            "a4.3.done_list=年检",
        ],
        &[
            "a2.3.admin=是",
            "a2.3.admin_list=年检;评 比",
            "a4.3.admin=已移交有关部门",
            "a4.3.done_list=年检;评比",
        ],
    ),
    (
        "X06",
        Contradiction,
        "机构部分 3 个，人员部分 2 个",
        &[
            "a4.2.inst=核销事业编制",
            "a4.2.inst_cancel=3",
            "a4.5.posts=核销和保留事业编制",
            "a4.5.posts_cancel=2",
        ],
        &[
            "a4.2.inst=核销事业编制",
            "a4.2.inst_cancel=2",
            "a4.5.posts=核销和保留事业编制",
            "a4.5.posts_cancel=2",
        ],
    ),
    (
        "X06",
        Contradiction,
        "脱钩前 5 个，核销 2 个、保留 2 个",
        &[
            "a2.2.inst=是",
            "a2.2.inst_posts=5",
            "a4.5.posts=核销和保留事业编制",
            "a4.5.posts_cancel=2",
            "a4.5.posts_keep=2",
        ],
        &[
            "a2.2.inst=是",
            "a2.2.inst_posts=5",
            "a4.2.inst=划转",
            "a4.5.posts=核销和保留事业编制",
            "a4.5.posts_cancel=2",
            "a4.5.posts_keep=2",
        ],
    ),
    (
        "X07",
        Contradiction,
        "脱钩前 3 人次，退出与留任合计 2 人次",
        &[
            "a2.5.serving=是",
            "a2.5.serving_n=3",
            "a4.5.serving_left_n=1",
            "a4.5.serving_stay_n=1",
        ],
        &[
            "a2.5.serving=是",
            "a2.5.serving_n=3",
            "a4.5.serving_left_n=2",
            "a4.5.serving_stay_n=1",
        ],
    ),
    (
        "X07",
        Contradiction,
        "（县处级和其他）：脱钩前 3 人次，退出与留任合计 1 人次",
        &[
            "a2.5.retired=是",
            "a2.5.retired_county=2",
            "a2.5.retired_other=1",
            "a4.5.retired_left_other=1",
        ],
        &[
            "a2.5.retired=是",
            "a2.5.retired_county=2",
            "a2.5.retired_other=1",
            "a4.5.retired_left_other=3",
        ],
    ),
    (
        "X07",
        Contradiction,
        "党和国家领导人 1 人次",
        &["a4.5.serving_left_state=1"],
        &["a4.5.serving_left_state=0"],
    ),
    (
        "X08",
        Suspicious,
        "继续兼职 1 人次",
        &["a4.5.retired_stay_n=1"],
        &["a4.5.retired_stay_n=0"],
    ),
    (
        "X09",
        Contradiction,
        "「王某」在表二中有，表四中没有",
        &[
            "a2.5.serving=是",
            "a2.5.serving_tbl=会长|王某|教育局|科长",
            "a4.5.serving_tbl=会长|李某|教育局|科长|退出",
        ],
        &[
            "a2.5.serving=是",
            "a2.5.serving_tbl=会长|王某|教育局|科长",
            "a4.5.serving_tbl=会长|王 某|教育局|科长|退出",
        ],
    ),
    (
        "X09",
        Contradiction,
        "「王某」没有写脱钩后情况",
        &[
            "a2.5.serving=是",
            "a2.5.serving_tbl=会长|王某|教育局|科长",
            "a4.5.serving_tbl=会长|王某|教育局|科长|",
        ],
        &[],
    ),
    (
        "X10",
        Suspicious,
        "国有资产减少 10 万元",
        &[
            "a2.4.fix_state=10",
            "a2.4.cur_state=0",
            "a4.4.fix_state=0",
            "a4.4.cur_state=0",
        ],
        &[
            "a2.4.fix_state=10",
            "a2.4.cur_state=0",
            "a4.4.fix_state=0",
            "a4.4.cur_state=10",
        ],
    ),
    (
        "X11",
        Suspicious,
        "疑为改记",
        &[
            "a2.4.fix_state=100",
            "a2.4.cur_state=0",
            "a4.4.fix_state=0",
            "a4.4.cur_state=0",
            "a2.4.fix_other=0",
            "a2.4.cur_other=0",
            "a4.4.fix_other=96",
            "a4.4.cur_other=0",
        ],
        &[
            "a2.4.fix_state=100",
            "a2.4.cur_state=0",
            "a4.4.fix_state=0",
            "a4.4.cur_state=0",
            "a2.4.fix_other=0",
            "a2.4.cur_other=0",
            "a4.4.fix_other=94",
            "a4.4.cur_other=0",
        ],
    ),
    (
        "X12",
        Ask,
        "变动超过两成",
        &[
            "a2.4.fix_state=100",
            "a2.4.cur_state=0",
            "a2.4.fix_other=0",
            "a2.4.cur_other=0",
            "a4.4.fix_state=121",
            "a4.4.cur_state=0",
            "a4.4.fix_other=0",
            "a4.4.cur_other=0",
        ],
        &[
            "a2.4.fix_state=100",
            "a2.4.cur_state=0",
            "a2.4.fix_other=0",
            "a2.4.cur_other=0",
            "a4.4.fix_state=120",
            "a4.4.cur_state=0",
            "a4.4.fix_other=0",
            "a4.4.cur_other=0",
        ],
    ),
    (
        "X13",
        Suspicious,
        "财政预算资金 5.5 万元",
        &["a4.4.budget=预算资金额度", "a4.4.budget_amt=5.5"],
        &["a4.4.budget=预算资金额度", "a4.4.budget_amt=0"],
    ),
    (
        "X14",
        Contradiction,
        "表二 30 ㎡，表四 20 ㎡",
        &[
            "a2.4.office=是",
            "a2.4.office_over=30",
            "a4.4.office=清理腾退超出核定面积",
            "a4.4.office_over=20",
        ],
        &[
            "a2.4.office=是",
            "a2.4.office_over=30.0",
            "a4.4.office=清理腾退超出核定面积",
            "a4.4.office_over=30",
            "a4.4.office_handover=是",
        ],
    ),
    (
        "X14",
        Suspicious,
        "没有书面移交协议",
        &[
            "a4.4.office=清理腾退超出核定面积",
            "a4.4.office_over=20",
            "a4.4.office_handover=否",
        ],
        &[
            "a4.4.office=清理腾退超出核定面积",
            "a4.4.office_over=20",
            "a4.4.office_handover=是",
        ],
    ),
    (
        "X15",
        Contradiction,
        "与名册「开封市钓鱼协会」不同",
        &["a4.1.name=开封市垂钓协会"],
        &["a4.1.name=开封市钓鱼协会"],
    ),
    (
        "X15",
        Contradiction,
        "法定代表人：两表所填不同，却写明没有变化",
        &[
            "a2.1.legal_rep=王某",
            "a4.1.legal_rep=李某",
            "a4.9.legal=否",
        ],
        &[
            "a2.1.legal_rep=王某",
            "a4.1.legal_rep=李某",
            "a4.9.legal=是",
        ],
    ),
    (
        "X15",
        Contradiction,
        "负责人：写明有变化，两表所填却相同",
        &[
            "a2.1.president=王某",
            "a4.1.president=王某",
            "a2.1.sec_gen=李某",
            "a4.1.sec_gen=李某",
            "a4.9.officers=是",
        ],
        &[
            "a2.1.president=王某",
            "a4.1.president=王某",
            "a4.9.officers=是",
        ],
    ),
    (
        "X16",
        Contradiction,
        "不能销号",
        &["a4.9.charter=是", "a4.9.charter_done=否"],
        &["a4.9.charter=是", "a4.9.charter_done=是"],
    ),
    (
        "X18",
        Contradiction,
        "表二为「市直工委」，表四为「教体局党组」",
        &["a2.6.superior=市直工委", "a4.6.before=教体局党组"],
        &["a2.6.superior=市直工委", "a4.6.before=市直工委"],
    ),
    (
        "X18",
        Contradiction,
        "报刊「钓鱼」在表四中没有",
        &[
            "a2.8.pubs=钓鱼|CN1|甲局|协会",
            "a4.7.pubs=钓鱼|CN1|乙局|协会|协会|协会",
        ],
        &[
            "a2.8.pubs=钓鱼|CN1|甲局|协会",
            "a4.7.pubs=钓鱼|CN1|甲局|协会|协会|协会",
        ],
    ),
    (
        "X18",
        Contradiction,
        "报刊「新刊」在表二中没有",
        &["a4.7.pubs=新刊|CN1|乙局|协会|协会|协会"],
        &[],
    ),
    (
        "X18",
        Contradiction,
        "「年检」在表四中没有脱钩情况",
        &[
            "a2.9.affil=是",
            "a2.9.affil_items=年检",
            "a4.8.items=评比|已取消",
        ],
        &[
            "a2.9.affil=是",
            "a2.9.affil_items=年检",
            "a4.8.items=年检|已取消",
        ],
    ),
    (
        "X19",
        Suspicious,
        "业务主管单位自己的党组织",
        &["a4.6.after=市教体局党组"],
        &["a4.6.after=市社会组织党委"],
    ),
    (
        "X20",
        Suspicious,
        "党员 3 人而未建立党组织",
        &["a2.6.party=未建立党组织", "a2.6.members=3"],
        &["a2.6.party=未建立党组织", "a2.6.members=2"],
    ),
    (
        "X21",
        Suspicious,
        "就是原合署办公地址",
        &[
            "a2.2.cooffice=是",
            "a2.2.cooffice_addr=东大街1号",
            "a4.1.address=东大街 1号",
        ],
        &[
            "a2.2.cooffice=是",
            "a2.2.cooffice_addr=东大街1号",
            "a4.1.address=西大街1号",
        ],
    ),
    (
        "X21",
        Suspicious,
        "又使用行政办公用房",
        &["a2.2.cooffice=否", "a2.2.premises=其他", "a2.4.office=是"],
        &["a2.2.cooffice=否", "a2.2.premises=租赁", "a2.4.office=是"],
    ),
    (
        "X22",
        Suspicious,
        "理事长「王某」在现职公务员兼职名单中",
        &[
            "a2.1.president=王某",
            "a2.5.serving=是",
            "a2.5.serving_tbl=会长|王某|教育局|科长",
        ],
        &[
            "a2.1.president=李某",
            "a2.5.serving=是",
            "a2.5.serving_tbl=会长|王某|教育局|科长",
        ],
    ),
    (
        "X24",
        Ask,
        "清单 E2",
        &["a2.7.trips=1", "a4.1.name=开封市钓鱼协会"],
        &["a2.7.trips=0", "a4.1.name=开封市钓鱼协会"],
    ),
    (
        "X25",
        Ask,
        "清单 D4",
        &["a4.1.name=开封市钓鱼协会"],
        &["a2.1.name=开封市钓鱼协会"],
    ),
    (
        "X26",
        Ask,
        "清单 C7",
        &[
            "a2.4.resettle=是",
            "a2.4.resettle_n=2",
            "a4.1.name=开封市钓鱼协会",
        ],
        &[
            "a2.4.resettle=是",
            "a2.4.resettle_n=0",
            "a4.1.name=开封市钓鱼协会",
        ],
    ),
    (
        "X27",
        Suspicious,
        "疑以元为单位",
        &["a2.1.income_prev=100000.01"],
        &["a2.1.income_prev=100000"],
    ),
];

#[test]
fn each_rule_fires_on_its_answers_and_on_no_others() {
    for (rule, severity, part, fire, quiet) in TABLE {
        Case::new(fire).fires(rule, *severity, part);
        Case::new(quiet).silent(rule);
    }
}

#[test]
fn every_rule_has_a_case() {
    let mut tested: Vec<&str> = TABLE.iter().map(|row| row.0).collect();
    tested.extend(["X03", "X17", "X23"]);
    for number in 1..=27 {
        let rule = format!("X{number:02}");
        assert!(tested.contains(&rule.as_str()), "{rule}");
    }
}

#[test]
fn x03_sees_what_typing_would_have_refused() {
    let mut case = Case::new(&[]);
    let both = ["不涉及此事项", "划转"].map(str::to_owned).to_vec();
    case.put("a4.2.inst", Value::Ticked(both));
    case.fires("X03", Contradiction, "不涉及此事项 与其他选项同选");
    Case::new(&["a4.2.inst=划转;核销事业编制"]).silent("X03");
}

#[test]
fn x17_asks_for_the_charter_once_the_relation_has_ended() {
    let answers = ["a4.9.charter=否"];
    Case::new(&answers).silent("X17");
    Case::new(&answers)
        .done("A1")
        .fires("X17", Suspicious, "章程未改");
}

#[test]
fn x23_holds_the_form_against_the_mark() {
    let answers = [
        "a4.2.cooffice=未完成脱钩",
        "a4.4.books=未单独建账、独立核算",
    ];
    Case::new(&answers).silent("X23");
    let mut case = Case::new(&answers);
    let command = tuogou::domain::command::Command::Mark {
        milestone: "M7".into(),
        subject: tuogou::domain::change::Subject::Association(29),
        on: date("2020-09-18"),
    };
    let context = tuogou::domain::command::Context::new("张三", instant(), date("2020-09-18"));
    let decision =
        tuogou::domain::decide::decide(&case.ledger, &command, &context).expect("accepted");
    for change in &decision.changes {
        case.ledger.apply([change]).expect("applies");
    }
    case.fires("X23", Contradiction, "填了未完成脱钩，却已登记完成");
    assert_eq!(case.of("X23").len(), 2);
}

#[test]
fn the_checklist_answers_what_the_forms_cannot() {
    Case::new(&["a4.5.retired_stay_n=1"])
        .done("D2")
        .silent("X08");
    let assets = [
        "a2.4.fix_state=10",
        "a2.4.cur_state=0",
        "a4.4.fix_state=0",
        "a4.4.cur_state=0",
    ];
    Case::new(&assets).done("C3").silent("X10");
    let name = "a4.1.name=开封市钓鱼协会";
    Case::new(&[name]).done("D4").silent("X25");
    Case::new(&["a2.7.abroad=1", name]).done("E2").silent("X24");
    Case::new(&["a2.4.resettle=是", "a2.4.resettle_n=2", name])
        .done("C7")
        .silent("X26");
}

#[test]
fn an_empty_ledger_and_a_hidden_answer_contradict_nothing() {
    let case = Case::new(&[]);
    for ix in 0..150 {
        assert_eq!(
            of(&case.ledger, Scope::Forms(ix.into()), date("2020-07-20")),
            []
        );
    }
    // The count is kept but hidden once its question says 否.
    Case::new(&["a2.3.admin=否", "a2.3.admin_n=2"]).silent("X01");
}

/// The shipped round with some of its texts replaced.
fn round_with(changes: &[(&str, &str, &str)]) -> Result<Round, SeedError> {
    let mut documents = seed::builtin_documents();
    for (file, from, to) in changes {
        let text = &documents[*file];
        assert!(text.contains(from), "{file} has {from}");
        let text = text.replace(from, to);
        documents.insert((*file).to_owned(), text);
    }
    seed::parse_round(&documents)
}

#[test]
fn a_rule_that_speaks_of_what_the_round_does_not_have_refuses_the_round() {
    const RULES: &str = "forms/rules.toml";
    for (from, to, told) in [
        (
            "a2.3.legal_list",
            "a2.3.nothing",
            "X01：没有栏 a2.3.nothing",
        ),
        (
            "a4.9.charter=否",
            "a4.9.charters=否",
            "X17：没有栏 a4.9.charters",
        ),
        ("open:E2", "open:E22", "X24：没有事项 E22"),
        (
            "$1=未建立党组织",
            "$1=没有党组织",
            "X20：a2.6.party 没有选项 没有党组织",
        ),
        (
            "{label:$1_tbl}",
            "{label:$1_rows}",
            "没有栏 a2.5.serving_rows",
        ),
        (
            "\"$2>2\"",
            "\"$2>many\"",
            "X20：看不懂条件 a2.6.members>many",
        ),
        ("undocumented:A2", "papers:A2", "看不懂条件 papers:A2"),
        ("test = \"months\"", "test = \"weeks\"", "weeks"),
    ] {
        let refused = round_with(&[(RULES, from, to)]).expect_err(to).to_string();
        let named = refused.starts_with(RULES) && refused.contains(told);
        assert!(named, "{to}: {refused}");
    }
}

#[test]
fn without_rules_of_its_own_a_round_has_those_that_fit_and_a_missing_item_fires_nothing() {
    // The item is called something else, so nothing can be said of it.
    let renamed = ("checklist.toml", "\"C7\"", "\"C77\"");
    let refused = round_with(&[renamed]).expect_err("its rules speak of C7");
    assert!(
        refused.to_string().contains("X26：没有事项 C7"),
        "{refused}"
    );
    let mut documents = seed::builtin_documents();
    documents.remove("forms/rules.toml");
    let whole = seed::parse_round(&documents).expect("as before");
    let shipped = round_with(&[]).expect("shipped");
    assert_eq!(whole.form_rules(), shipped.form_rules());
    // Other words in a document have all rules held against the round, and all fit.
    let reworded = round_with(&[("checklist.toml", "[[", "# reworded\n[[")]).expect("all fit");
    assert_eq!(reworded.form_rules(), shipped.form_rules());
    let checklist = documents["checklist.toml"].replace(renamed.1, renamed.2);
    documents.insert("checklist.toml".into(), checklist);
    let round = seed::parse_round(&documents).expect("an older round");
    let rules = |round: &Round| round.form_rules().rules.len();
    assert_eq!(rules(&round), rules(&whole) - 1);
    let roster = seed::builtin_roster().expect("the roster");
    let mut case = Case::new(&[]);
    case.ledger = Ledger::new(&std::sync::Arc::new(round), roster).expect("a ledger");
    case.put("a2.4.resettle", Value::Ticked(vec!["是".into()]));
    case.put("a2.4.resettle_n", Value::Integer(2));
    case.put("a4.1.name", Value::Text("开封市钓鱼协会".into()));
    case.silent("X26");
    case.fires("X25", Ask, "D4");
}
