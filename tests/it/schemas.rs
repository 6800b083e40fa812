//! What `--format json` gives is what `docs/schema` says: every field, and nothing else.
//! `SCHEMAS=write cargo test --test it -- schemas` adds what is new, and keeps what people wrote.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::support::Home;

/// Commands by the name of their schema; several, where one does not show every field. They are
/// run in this order, each on a ledger that nobody has touched and on the demonstration.
const COMMANDS: &str = "\
list | list
show | show 29 | show 1 | show 137
stats | stats
overview | overview | overview --as-of 2020-07-20
timeline | timeline | timeline --as-of 2021-01-01 | timeline --as-of 2020-07-20
changes | changes --since 2020-07-01 --until 2020-08-15
why | why | why 29 | why 1 | why 29 A1 | why M4 | why M3 --unit 教育体育局 | why A1 | why M4 --association 29
tick | tick 29 A1 | tick 29 A2 --note 已签 --evidence 一号
mark | mark M1 --on 2020-06-16 | mark M3 --unit 教育体育局 --on 2020-07-06 | mark M4 --association 30 --on 2020-07-20
history | history | history --association 29
undo | undo
redo | redo
exit | exit 30 注销 --document 一号 --reason 自行注销 | exit 30 --clear
reschedule | reschedule M8 --to 2020-10-09 --reason 汛期
form | form 29 basic | form 29 plan | form 29 completion
fill | fill 29 a2.1.address 示范路1号 | fill 29 a2.1.address
check | check --all
findings | findings | findings --all
findings-decide | findings decide U07:开封市城管局 ignore --reason 通用
contact | contact 29 --person 王五 --phone 123 | contact --unit 教育体育局 --person 赵六 | contact
remark | remark 29 电话催过 | remark --unit 教育体育局 来访 | remark
promise | promise 29 补齐资料 --due 2020-09-01 | promise --unit 教育体育局 补报方案 --due 2020-09-10 --milestone M4 | promise
office | office --person 王五 --phone 123 --series 开脱钩办
letters | letters --kind 通报 --number 一号 --matter 进展 --reply-by 2020-12-01 | letters
visit | visit --unit 教育体育局 账目未分开 --person 王五 --due 2020-12-10 | visit
attend | attend M2 --unit 教育体育局 --body 市财政局 --person 王五 | attend
bodies | bodies | bodies 财政局
evidence | tick 29 A2 --evidence-file EVIDENCE | evidence TEMPLATES
confirm | confirm 市财政局 已核对 --person 王五 | confirm
reason | reason 29 工作不到位 --text 清查未完成 --batch 第二批 | reason
approve | approve 29 --number 一号 | approve
rollup | rollup
export-answers | export answers basic
unit-list | unit list
unit-merge | unit merge 畜牧局 --into 农业农村局 --dry-run | unit merge 畜牧局 --into 农业农村局 --reason 机构改革
unit-split | unit split 开封市畜牧局 --reason 复核
view-save | view save 9 我的 --where 单位:教育 --columns no,name | view clear 9
view-list | view list
export-roster | export roster
import-roster | import roster ROSTER --dry-run | import roster CHANGED --dry-run
import-bundle | import bundle BUNDLE --dry-run
new | new --out NEW
templates-check | templates check TEMPLATES
backup | backup
restore | restore
restore-copy | restore COPY
verify | verify
recover | recover COPY --out RECOVERED
paths | paths
doctor | doctor";

/// What a schema has to say of some values.
fn infer(values: &[&Value]) -> Value {
    let mut schema = Map::new();
    let mut types = BTreeSet::new();
    for value in values {
        types.insert(match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        });
    }
    let types: Vec<&str> = types.into_iter().collect();
    schema.insert(
        "type".into(),
        if types.len() == 1 {
            json!(types[0])
        } else {
            json!(types)
        },
    );
    let objects: Vec<_> = values
        .iter()
        .filter_map(|value| value.as_object())
        .collect();
    if !objects.is_empty() {
        let mut names: Vec<&String> = Vec::new();
        for name in objects.iter().flat_map(|object| object.keys()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let of = |name: &String| {
            let values: Vec<_> = objects
                .iter()
                .filter_map(|object| object.get(name))
                .collect();
            (name.clone(), infer(&values))
        };
        let in_all = |name: &&&String| objects.iter().all(|object| object.contains_key(**name));
        let required: Vec<_> = names.iter().filter(in_all).collect();
        schema.insert("required".into(), json!(required));
        let properties: Map<String, Value> = names.iter().map(|name| of(name)).collect();
        schema.insert("properties".into(), properties.into());
    }
    let elements: Vec<_> = values
        .iter()
        .filter_map(|value| value.as_array())
        .flatten()
        .collect();
    if !elements.is_empty() {
        schema.insert("items".into(), infer(&elements));
    }
    schema.into()
}

fn types(schema: &Value) -> BTreeSet<&str> {
    match &schema["type"] {
        Value::String(one) => BTreeSet::from([one.as_str()]),
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => BTreeSet::new(),
    }
}

/// What a schema says otherwise than what was seen, by its place.
fn differences(kept: &Value, seen: &Value, place: &str, found: &mut Vec<String>) {
    if !types(kept).is_superset(&types(seen)) {
        found.push(format!(
            "{place} is {:?}, and {:?} was seen",
            types(kept),
            types(seen)
        ));
    }
    let none = Map::new();
    let properties = |schema: &Value| schema["properties"].as_object().unwrap_or(&none).clone();
    let (kept_fields, seen_fields) = (properties(kept), properties(seen));
    for (name, field) in &kept_fields {
        let place = format!("{place}.{name}");
        match seen_fields.get(name) {
            Some(seen) => differences(field, seen, &place, found),
            None if seen_fields.is_empty() => {}
            None => found.push(format!("{place} was not seen")),
        }
    }
    for name in seen_fields
        .keys()
        .filter(|name| !kept_fields.contains_key(*name))
    {
        found.push(format!("{place}.{name} is not described"));
    }
    if !seen_fields.is_empty() {
        let required = |schema: &Value| {
            let names = schema["required"].as_array().into_iter().flatten();
            names
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect::<BTreeSet<_>>()
        };
        for name in required(kept).difference(&required(seen)) {
            found.push(format!("{place}.{name} is not always there"));
        }
    }
    match (&kept["items"], &seen["items"]) {
        (_, Value::Null) => {}
        (Value::Null, _) => found.push(format!("the elements of {place} are not described")),
        (kept, seen) => differences(kept, seen, &format!("{place}[]"), found),
    }
}

/// Takes descriptions over from the schema that is there.
fn describe(new: &mut Value, old: &Value) {
    if let Some(said) = old.get("description") {
        new["description"] = said.clone();
    }
    if let Some(fields) = new.get_mut("properties").and_then(Value::as_object_mut) {
        for (name, field) in fields {
            describe(field, &old["properties"][name]);
        }
    }
    if let Some(items) = new.get_mut("items") {
        describe(items, &old["items"]);
    }
}

/// A ledger, and the files that commands ask for.
struct Desk {
    home: Home,
    day: &'static str,
}

impl Desk {
    fn path(&self, name: &str) -> PathBuf {
        self.home.path(name)
    }

    fn untouched() -> Self {
        let desk = Self {
            home: Home::new(),
            day: "2020-07-20",
        };
        drop(desk.home.open("张三"));
        desk.with_files()
    }

    fn demonstration() -> Self {
        let desk = Self {
            home: Home::new(),
            day: "2020-08-21",
        };
        let mut program = desk.home.bare_program();
        program
            .args(["demo", "--out"])
            .arg(desk.home.ledger())
            .assert()
            .success();
        desk.with_files()
    }

    fn with_files(self) -> Self {
        let text = |name: &str| self.path(name).to_string_lossy().into_owned();
        let lines = |words: &[&str]| self.home.lines(&[words, &["--as-of", self.day]].concat());
        lines(&["export", "roster", "--out", &text("roster.csv")]);
        let roster = std::fs::read_to_string(self.path("roster.csv")).expect("read");
        let mut rows: Vec<String> = roster.lines().map(str::to_owned).collect();
        rows[1] = rows[1].replace("已脱钩", "拟脱钩");
        rows[2] = rows[2]
            .replacen("协会", "联合会", 1)
            .replacen("商会", "总商会", 1);
        rows.pop();
        std::fs::write(self.path("changed.csv"), rows.join("\n")).expect("written");
        lines(&[
            "export",
            "bundle",
            "--unit",
            "教育体育局",
            "--out",
            &text("bundle.db"),
        ]);
        let mut other = self.home.bare_program();
        other
            .args(["tick", "33", "A3", "--ledger"])
            .arg(self.path("bundle.db"));
        other.args(["--as-of", self.day]).assert().success();
        lines(&["templates", "export", &text("templates")]);
        lines(&["backup", "--out", &text("copy.db")]);
        self
    }

    fn answers(&self, command: &str) -> Value {
        let named = |word: &str| match word {
            "ROSTER" => self.path("roster.csv").to_string_lossy().into_owned(),
            "CHANGED" => self.path("changed.csv").to_string_lossy().into_owned(),
            "BUNDLE" => self.path("bundle.db").to_string_lossy().into_owned(),
            "TEMPLATES" => self.path("templates").to_string_lossy().into_owned(),
            "EVIDENCE" => {
                let file = self.path("templates").join("check.j2");
                file.to_string_lossy().into_owned()
            }
            "COPY" => self.path("copy.db").to_string_lossy().into_owned(),
            "NEW" => self.path("new.db").to_string_lossy().into_owned(),
            "RECOVERED" => self.path("recovered.db").to_string_lossy().into_owned(),
            word => word.to_owned(),
        };
        let mut words: Vec<String> = command.split(' ').map(named).collect();
        if !words.iter().any(|word| word == "--as-of") {
            words.extend(["--as-of", self.day].map(str::to_owned));
        }
        words.extend(["--format", "json"].map(str::to_owned));
        let output = self
            .home
            .bare_program()
            .args(&words)
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{command}: {said}");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

#[test]
fn json_is_what_the_schemas_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    let writes = std::env::var_os("SCHEMAS").is_some_and(|set| set == "write");
    // Each on a thread of its own: they do not know of each other.
    let made: [fn() -> Desk; 2] = [Desk::untouched, Desk::demonstration];
    let threads = made.map(|made| {
        std::thread::spawn(move || {
            let desk = made();
            let lines = COMMANDS.lines().map(|line| line.split(" | ").skip(1));
            let answers = lines.map(|commands| commands.map(|one| desk.answers(one)).collect());
            answers.collect::<Vec<Vec<Value>>>()
        })
    });
    let answered = threads.map(|thread| thread.join().expect("every command answers"));
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    for (at, line) in COMMANDS.lines().enumerate() {
        let mut parts = line.split(" | ");
        let name = parts.next().expect("a name");
        let commands: Vec<&str> = parts.collect();
        let answers: Vec<&Value> = answered.iter().flat_map(|desk| &desk[at]).collect();
        let mut seen = infer(&answers);
        let path = folder.join(format!("{name}.json"));
        let kept = std::fs::read_to_string(&path).unwrap_or_else(|_| "{}".into());
        let kept: Value = serde_json::from_str(&kept).expect("JSON");
        if writes {
            let called = commands[0].split(" --").next().expect("a command");
            let called: Vec<&str> = called.split(' ').take(name.split('-').count()).collect();
            describe(&mut seen, &kept);
            let mut schema = Map::new();
            schema.insert(
                "$schema".into(),
                "https://json-schema.org/draft/2020-12/schema".into(),
            );
            schema.insert(
                "title".into(),
                format!("tuogou {} --format json", called.join(" ")).into(),
            );
            schema.extend(seen.as_object().expect("a schema").clone());
            std::fs::create_dir_all(&folder).expect("a folder");
            let text = serde_json::to_string_pretty(&schema).expect("text");
            std::fs::write(&path, text + "\n").expect("written");
        } else {
            differences(&kept, &seen, name, &mut found);
        }
        names.insert(format!("{name}.json"));
    }
    assert_eq!(
        found, [""; 0],
        "SCHEMAS=write cargo test --test it -- schemas"
    );
    let there = folder.read_dir().expect("a folder").flatten();
    let there: BTreeSet<String> = there
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(there, names);
}

#[test]
fn the_comparison_with_a_schema_can_fail() {
    let kept = infer(&[&json!([{"a": 1, "b": "x"}, {"a": 2}])]);
    let says = |seen: Value| {
        let mut found = Vec::new();
        differences(&kept, &infer(&[&seen]), "", &mut found);
        found
    };
    assert_eq!(says(json!([{"a": 1, "b": "y"}])), [""; 0]);
    assert_eq!(says(json!([])), [""; 0]);
    assert_eq!(says(json!([{"a": null, "b": "y"}])).len(), 1);
    assert_eq!(
        says(json!([{"a": 1}])),
        [".[].b was not seen".replace(".[]", "[]")]
    );
    assert_eq!(says(json!([{"b": "y"}])).len(), 2);
    assert_eq!(
        says(json!([{"a": 1, "b": "y", "c": true}])),
        ["[].c is not described"]
    );
}
