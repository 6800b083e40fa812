//! The list of all findings: which there are on the untouched ledger, and every rule over the
//! whole ledger with a case that makes it fire and one that does not.

use chrono::TimeDelta;
use tuogou::domain::change::{AnswerRecord, Change, ItemRecord, ItemSaid};
use tuogou::domain::finding::Severity;
use tuogou::domain::finding::{Finding, Kind, Proposal, Scope, of};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::domain::round::findings::Signal;
use tuogou::words::finding as words;

use crate::support::{Home, date, instant};

/// A ledger to make findings in.
struct Made {
    ledger: Ledger,
}

impl Made {
    /// The ledger of the notice.
    fn real() -> Self {
        Self {
            ledger: Home::new().open("张三").1,
        }
    }

    fn apply(mut self, change: &Change) -> Self {
        self.ledger.apply([change]).expect("applies");
        self
    }

    fn answer(self, answer: &str) -> Self {
        let (field, texts) = answer.split_once('=').expect("field=text");
        let texts: Vec<String> = texts.split(';').map(str::to_owned).collect();
        let round = self.ledger.round();
        let ix = round
            .field_ix(field)
            .unwrap_or_else(|| panic!("no {field}"));
        let value = round.field(ix).parse(&texts);
        let value = value.unwrap_or_else(|error| panic!("{answer}: {error}"));
        let change = Change::answer(
            29,
            field,
            None,
            Some(AnswerRecord {
                value: value.expect("a value"),
                by: "张三".into(),
                at: instant(),
                on: date("2020-07-20"),
            }),
        );
        self.apply(&change)
    }

    /// Items that are done, as `P2 B1`: who, days after 07-20, seconds between two, evidence.
    fn done(mut self, items: &str, by: &str, day: i64, pace: i64, evidence: &str) -> Self {
        for (at, item) in (0..).zip(items.split(' ')) {
            let later = TimeDelta::days(day) + TimeDelta::seconds(pace * at);
            let change = Change::item(
                29,
                item,
                None,
                Some(ItemRecord::new(
                    ItemSaid {
                        state: ItemState::Done,
                        note: "".into(),
                        evidence: evidence.replace('#', &at.to_string()).into(),
                        by: by.into(),
                    },
                    instant() + later,
                    date("2020-07-20") + TimeDelta::days(day),
                )),
            );
            self = self.apply(&change);
        }
        self
    }

    fn all(&self) -> Vec<Finding> {
        of(&self.ledger, Scope::Everything, date("2020-10-20"))
    }

    fn ids(&self, rule: &str) -> Vec<String> {
        let found = self.all();
        let mut ids: Vec<String> = found
            .into_iter()
            .filter(|one| one.rule == rule)
            .map(|one| one.id)
            .collect();
        ids.sort();
        ids
    }

    #[track_caller]
    fn one(&self, id: &str) -> Finding {
        let found = self.all().into_iter().find(|one| one.id == id);
        found.unwrap_or_else(|| panic!("no {id}"))
    }
}

#[test]
fn the_untouched_ledger_has_these_findings() {
    let made = Made::real();
    let ids = |rule| made.ids(rule);
    let none: [&str; 0] = [];
    assert_eq!(
        ids("U01"),
        [
            "U01:原开封市文物局",
            "U01:开封市住房和建设局",
            "U01:开封市文广新和旅游局",
        ]
    );
    assert_eq!(
        ids("U02"),
        [
            "U02:原开封市农林局",
            "U02:原开封市国土资源局",
            "U02:开封市文物局",
        ]
    );
    assert_eq!(
        ids("U03"),
        ["U03:原开封市质量技术监督局", "U03:开封市农林局",]
    );
    assert_eq!(
        ids("U04"),
        ["U04:原开封市邮政局", "U04:原开封市食品药品监督管理局"]
    );
    assert_eq!(
        ids("U05"),
        ["U05:开封市无线电管理局", "U05:河南省通信管理局"]
    );
    assert_eq!(ids("U06"), ["U06:直接登记"]);
    assert_eq!(ids("U07"), ["U07:开封市供销社", "U07:开封市城管局"]);
    assert_eq!(ids("U08"), none);
    assert_eq!(ids("N01"), ["N01:78"]);
    // D15 names all of these but the two kinds of wrestling.
    assert_eq!(
        ids("N02"),
        [
            "N02:111-112",
            "N02:25-148",
            "N02:33-57",
            "N02:33-66",
            "N02:36-64",
            "N02:38-42",
            "N02:57-66",
            "N02:62-71",
            "N02:74-82",
            "N02:93-111",
            "N02:93-112",
        ]
    );
    assert_eq!(ids("N03"), none);
    assert_eq!(ids("D01"), ["D01"]);
    assert_eq!(ids("D02"), ["D02:M8"]);
    assert_eq!(ids("D03"), ["D03:F1"]);
    assert_eq!(ids("D04"), ["D04:central_number", "D04:property"]);
    assert_eq!(ids("D06"), ["D06"]);
    assert_eq!(ids("D07"), ["D07:M2", "D07:M5"]);
    assert_eq!(ids("D11"), ["D11:市委市直工委"]);
    assert_eq!(
        ids("D12"),
        [
            "D12:开封市发展和改革委员会",
            "D12:开封市审计局",
            "D12:开封市民政局",
        ]
    );
    assert_eq!(ids("D16"), ["D16"]);
    assert_eq!(ids("S02").len(), 37);
    // Nothing else: nobody has worked on it.
    assert_eq!(made.all().len(), 77);
}

#[test]
fn the_worst_stand_first_and_looking_back_last() {
    let made = Made::real();
    let found = made.all();
    let ids: Vec<&str> = found.iter().take(5).map(|one| one.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "U03:开封市农林局",
            "U03:原开封市质量技术监督局",
            "D01",
            "D02:M8",
            "D04:central_number",
        ]
    );
    let back = found.iter().rev().take(37);
    assert!(back.clone().all(|one| one.kind == Kind::LookBack));
    let rest = &found[..found.len() - 37];
    assert!(rest.is_sorted_by_key(|one| one.severity));
    assert_eq!(found.last().map(|one| one.id.as_str()), Some("S02:148"));
}

#[test]
fn every_finding_says_what_where_and_what_to_do() {
    let made = Made::real();
    let found = made.all();
    let mut ids: Vec<&str> = found.iter().map(|one| one.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), found.len(), "ids are unique");
    for one in &found {
        let ledger = &made.ledger;
        let sides = words::sides(ledger, one).len();
        assert!(sides >= 2 || one.rule == "U04", "{}", one.id);
        let said = [words::message(ledger, one), words::advice(ledger, one)];
        assert!(said.iter().all(|text| !text.is_empty()), "{}", one.id);
        assert!(!words::source(one).is_empty(), "{}", one.id);
        // A score never stands alone.
        assert_eq!(one.score > 0, !one.reasons().is_empty(), "{}", one.id);
    }
    let aliases = made.one("U01:开封市住房和建设局");
    let sides = words::sides(&made.ledger, &aliases);
    assert_eq!(sides[0].at, "名册第 128 行");
    assert_eq!(sides[1].at, "名册第 115-127 行");
    assert_eq!(aliases.source.cited, "seed L702");
    assert!(matches!(aliases.proposal, Some(Proposal::Split(_))));
}

/// Signal, answers that show it, answers that do not.
const SIGNALS: &[(Signal, &[&str], &[&str])] = &[
    (
        Signal::PartyWithUnit,
        &["a4.6.after=教体局党委"],
        &["a4.6.after=市直工委"],
    ),
    (
        Signal::PremisesOfUnit,
        &[
            "a2.2.cooffice=是",
            "a2.2.cooffice_addr=西大街1号",
            "a4.1.address=西大街1号",
        ],
        &[
            "a2.2.cooffice=是",
            "a2.2.cooffice_addr=西大街1号",
            "a4.1.address=东大街2号",
        ],
    ),
    (
        Signal::OfficialsInCharge,
        &[
            "a2.5.serving=是",
            "a4.1.president=王五",
            "a2.5.serving_tbl=会长|王五|局|科长",
        ],
        &[
            "a2.5.serving=是",
            "a4.1.president=王五",
            "a2.5.serving_tbl=会长|李四|局|科长",
        ],
    ),
    (
        Signal::SamePhone,
        &[
            "a2.h.filler_tel=0371-23880001",
            "a2.h.contact_tel=0371 23880001",
        ],
        &[
            "a2.h.filler_tel=0371-23880001",
            "a2.h.contact_tel=0371-23880002",
        ],
    ),
    (
        Signal::BankShared,
        &["a4.4.bank=未单独开立账户"],
        &["a4.4.bank=单独开立账户"],
    ),
    (
        Signal::BooksAttached,
        &["a4.4.books=未单独建账、独立核算"],
        &["a4.4.books=已单独建账、独立核算"],
    ),
    (
        Signal::FunctionsLeft,
        &["a4.3.admin=未完成移交", "a4.3.todo_n=2"],
        &["a4.3.admin=未完成移交", "a4.3.todo_n=0"],
    ),
    (
        Signal::RetiredStaying,
        &["a4.5.retired_stay_n=1"],
        &["a4.5.retired_stay_n=0"],
    ),
    (
        Signal::FreePremises,
        &["a2.2.cooffice=否", "a2.2.premises=企业无偿提供"],
        &["a2.2.cooffice=否", "a2.2.premises=租赁"],
    ),
    (
        Signal::NoLease,
        &["a4.2.cooffice=继续使用，但签署租赁合同"],
        &["a4.2.cooffice=不涉及此事项"],
    ),
    (
        Signal::PurchasesLikeBudget,
        &[
            "a2.4.budget=是",
            "a2.4.budget_amt=10",
            "a4.4.purchase=承接政府购买服务事项",
            "a4.4.purchase_amt=12",
        ],
        &[
            "a2.4.budget=是",
            "a2.4.budget_amt=10",
            "a4.4.purchase=承接政府购买服务事项",
            "a4.4.purchase_amt=12.1",
        ],
    ),
];

fn signals(made: &Made) -> Vec<Signal> {
    let found = made.all().into_iter().find(|one| one.id == "S01:29");
    let reasons = found
        .iter()
        .flat_map(|one| words::reasons(&made.ledger, one));
    reasons.map(|reason| reason.signal).collect()
}

#[test]
fn signals_in_the_forms_are_seen() {
    for (signal, shows, does_not) in SIGNALS {
        let filled = |answers: &[&str]| {
            let made = Made::real();
            answers
                .iter()
                .fold(made, |made, answer| made.answer(answer))
        };
        let seen = signals(&filled(shows));
        assert!(seen.contains(signal), "{signal:?}: {seen:?}");
        let seen = signals(&filled(does_not));
        assert!(!seen.contains(signal), "{signal:?} on the clean one");
    }
    let posts = |kept: &str| {
        let made = Made::real();
        let round = made.ledger.round();
        let field = round.field(round.field_ix("a4.5.posts").expect("posts"));
        let option = format!("a4.5.posts={}", field.options.last().expect("options"));
        signals(
            &made
                .answer(&option)
                .answer(&format!("a4.5.posts_keep={kept}")),
        )
    };
    assert_eq!(posts("1"), [Signal::PostsKept]);
    assert_eq!(posts("0"), []);
}

const TEN: &str = "P2 B1 B3 C1 C2 D3 D6 E1 A1 F2";

#[test]
fn signals_in_the_checklist_are_seen() {
    // Ten items over a week, each with a paper of its own.
    let day = 24 * 60 * 60;
    let honest = Made::real().done(TEN, "张三", 0, day, "文#号");
    assert_eq!(signals(&honest), []);
    let burst = Made::real().done(TEN, "张三", 0, 5, "文#号");
    assert_eq!(signals(&burst), [Signal::TicksAtOnce]);
    let night = Made::real().done(TEN, "张三", 59, 600, "文#号");
    assert_eq!(signals(&night), [Signal::TicksLastNight], "09-17");
    let bare = Made::real().done(TEN, "张三", 0, day, "");
    assert_eq!(signals(&bare), [Signal::EvidenceMissing]);
    let one_paper = Made::real().done("P2 B1 B3 C1", "张三", 0, day, "文1号");
    assert_eq!(signals(&one_paper), [Signal::EvidenceShared]);
    let few = Made::real().done("P2 B1 B3", "张三", 0, 5, "文1号");
    assert_eq!(signals(&few), []);
    let own = Made::real().done("P2 F3", "张三", 0, day, "文#号");
    assert_eq!(signals(&own), [Signal::ClosedByTicker]);
    let other = Made::real().done("P2", "张三", 0, day, "文#号");
    let other = other.done("F3", "李四", 5, day, "文#号");
    assert_eq!(signals(&other), []);
    let lease = Made::real().answer("a4.2.cooffice=继续使用，但签署租赁合同");
    assert_eq!(signals(&lease), [Signal::NoLease]);
    assert_eq!(signals(&lease.done("A2", "张三", 0, 0, "租约1号")), []);
}

#[test]
fn a_score_adds_up_its_reasons_and_ranks() {
    let made = Made::real().answer("a2.2.cooffice=否");
    let low = made.answer("a2.2.premises=企业无偿提供");
    let one = low.one("S01:29");
    assert_eq!((one.score, one.severity), (2, Severity::Ask));
    assert_eq!(
        words::message(&low.ledger, &one),
        "有迹象，须核实：企业无偿提供住所"
    );
    assert_eq!(
        words::sides(&low.ledger, &one)[0].at,
        "基本情况表 （二）机构情况"
    );
    let high = low
        .answer("a4.4.bank=未单独开立账户")
        .answer("a4.4.bank_shared=教体局");
    let one = high.one("S01:29");
    assert_eq!((one.score, one.severity), (7, Severity::Suspicious));
    assert_eq!(
        words::message(&high.ledger, &one),
        "疑为明脱暗不脱：没有单独账户、企业无偿提供住所"
    );
    let reasons = words::reasons(&high.ledger, &one);
    let said: Vec<&str> = reasons.iter().map(|r| r.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "脱钩后未单独开立账户，与「教体局」一起",
            "住所由企业无偿提供，须核实该企业是否属主管单位",
        ]
    );
    // Above what is as suspicious without a score.
    let found = high.all();
    let at = |id: &str| found.iter().position(|one| one.id == id);
    assert!(at("S01:29") < at("D01"));
    assert!(at("U03:原开封市质量技术监督局") < at("S01:29"));
}

#[test]
fn what_the_forms_contradict_is_in_the_list_under_its_own_name() {
    let made = Made::real()
        .answer("a2.2.cooffice=否")
        .answer("a4.2.cooffice=未完成脱钩");
    let found = made.one("X04:29:a4.2.cooffice");
    assert_eq!(found.kind, Kind::Forms);
    let sides = words::sides(&made.ledger, &found);
    let sides: Vec<(&str, &str)> = sides
        .iter()
        .map(|side| (side.value.as_str(), side.at.as_str()))
        .collect();
    assert_eq!(
        sides,
        [
            ("否", "基本情况表 （二）机构情况"),
            ("未完成脱钩", "完成情况表 （二）机构分离情况"),
        ]
    );
    // Another one that comes and goes does not rename it.
    let more = made.answer("a2.2.inst=是").answer("a4.2.inst=不涉及此事项");
    assert_eq!(
        more.ids("X04"),
        ["X04:29:a4.2.cooffice", "X04:29:a4.2.inst"]
    );
    let people = Made::real()
        .answer("a2.5.serving=是")
        .answer("a2.5.serving_tbl=会长|王五|局|科长;理事|赵 六|局|科长")
        .answer("a4.5.serving_tbl=会长|孙七|局|科长|退出");
    assert_eq!(
        people.ids("X09"),
        [
            "X09:29:a4.5.serving_tbl.王五",
            "X09:29:a4.5.serving_tbl.赵六",
        ]
    );
}

#[test]
fn the_command_line_lists_and_filters_them() {
    let home = Home::new();
    let json = |args: &[&str]| -> Vec<serde_json::Value> {
        let output = home
            .program()
            .args(["findings", "--as-of", "2020-07-20", "--format", "json"])
            .args(args)
            .output()
            .expect("runs");
        assert!(output.status.success(), "{args:?}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let all = json(&[]);
    assert_eq!(all.len(), 77);
    assert_eq!(all[0]["id"], "U03:开封市农林局");
    assert_eq!(all[0]["severity"], "E");
    assert_eq!(all[0]["kind"], "units");
    assert_eq!(all[0]["no"], 82);
    assert_eq!(all[0]["subject"], "开封市农林局");
    assert_eq!(all[0]["proposal"]["merge"], "开封市农林局");
    assert_eq!(all[0]["proposal"]["into"], "开封市农业农村局");
    assert_eq!(all[0]["sides"][0]["at"], "名册第 82 行");
    assert_eq!(json(&["--kind", "lookback"]).len(), 37);
    assert_eq!(json(&["--kind", "回头看"]).len(), 37);
    let of_78: Vec<_> = json(&["--association", "78"]);
    assert_eq!(of_78[0]["id"], "N01:78");
    assert_eq!(of_78.len(), 1);
    let museum = json(&["--unit", "文物局"]);
    let ids: Vec<&str> = museum.iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(
        ids,
        ["N02:111-112", "U02:开封市文物局", "U01:原开封市文物局",]
    );
    home.program()
        .args(["findings", "--kind", "weather"])
        .assert()
        .code(2);
    let output = home
        .program()
        .args(["findings", "--format", "csv"])
        .output();
    let csv = String::from_utf8(output.expect("runs").stdout).expect("UTF-8");
    assert!(csv.starts_with("id,rule,kind,severity,no,subject,message,score,reasons,sides,"));
    assert_eq!(csv.lines().count(), 78);
    let output = home.program().args(["findings"]).output().expect("runs");
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(table.ends_with("共 40 条，另有回头看 37 条\n"), "{table}");
}
