//! The rules between the forms as data of the round: which round they fit, and what is asked of a
//! round without them. What each of them finds: `rules`.

use tuogou::domain::change::{AnswerRecord, Change};
use tuogou::domain::finding::{Finding, Scope, Severity, of};
use tuogou::domain::form::value::Value;
use tuogou::domain::ledger::Ledger;

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
            "a4.6.party=未建立党组织",
            "a4.6.party=没有党组织",
            "X20：a4.6.party 没有选项 没有党组织",
        ),
        (
            "{label:$1_tbl}",
            "{label:$1_rows}",
            "没有栏 a2.5.serving_rows",
        ),
        (
            "a4.6.members>2",
            "a4.6.members>many",
            "X20：看不懂条件 a4.6.members>many",
        ),
        ("undocumented:A2", "papers:A2", "看不懂条件 papers:A2"),
        ("test = \"months\"", "test = \"weeks\"", "weeks"),
    ] {
        let refused = round_with(&[(RULES, from, to)]).expect_err(to).to_string();
        let named = refused.starts_with(RULES) && refused.contains(told);
        assert!(named, "{to}: {refused}");
        // The line is that of the rule.
        if let Some((rule, _)) = told.split_once('：') {
            let documents = seed::builtin_documents();
            let before = documents[RULES].split(from).next().expect("a text");
            let head = before.lines().enumerate();
            let head = head.filter(|(_, line)| *line == "[[rule]]").last();
            let line = head.expect("a rule").0 + 1;
            assert!(
                refused.contains(&format!(" 第 {line} 行：{rule}")),
                "{refused}"
            );
        }
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
    case.put("a4.5.serving_stay_n", Value::Integer(1));
    case.fires("X08", Severity::Suspicious, "留在协会");
}
