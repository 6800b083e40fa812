//! Files that come from outside: rosters, forms, archives, documents of a round.

use tuogou::app::new_round;
use tuogou::domain::command::{Command, Context, NewAnswer};
use tuogou::domain::decide::decide;
use tuogou::domain::form::{FieldKind, Named};
use tuogou::domain::ledger::Ledger;
use tuogou::exchange::form::plan::FormPlan;
use tuogou::exchange::form::printed::PrintedForm;
use tuogou::exchange::form::{docx, read_file, xlsx};
use tuogou::exchange::new_round::{Schedule, Wish, documents};
use tuogou::exchange::roster::plan::{ReadOptions, RosterPlan};
use tuogou::exchange::roster::reading;
use tuogou::exchange::seed;

use super::frozen;
use crate::roster_files as made;
use crate::support::{date, instant, untouched};

/// What a city's roster looks like.
const ROSTER: &str = "序号|行业协会商会名称|业务主管单位|备注
1|洛阳市钓鱼协会|洛阳市教育体育局|拟脱钩
2|洛阳市篮球协会|洛阳市教育体育局|拟脱钩
3|洛阳市建筑行业商会|洛阳市住房和城乡建设局|已脱钩
|合计|3|";

/// What was taken of a roster without a problem makes a ledger, and comes back from a CSV.
fn roster(bytes: &[u8], options: &ReadOptions) {
    let Ok(plan) = reading::read(bytes, options) else {
        return;
    };
    let _ = plan.diff(&untouched());
    if !plan.problems.is_empty() || plan.rows.is_empty() {
        return;
    }
    let wish = Wish {
        city: "洛阳",
        year: None,
        schedule: Schedule::ShiftTo(date("2021-06-01")),
        units: plan.units(),
    };
    let drawn = new_round::draft(&plan, &wish);
    let Ok(drawn) = drawn else {
        return;
    };
    let rows = plan.roster();
    assert_eq!(drawn.ledger.associations().len(), rows.len());
    let lines = plan.views().map(|row| {
        let status = row.status.word().to_owned();
        vec![
            row.no.to_string(),
            row.name.into(),
            row.printed_unit.into(),
            status,
        ]
    });
    let head = ["序号", "名称", "业务主管单位", "状态"].map(str::to_owned);
    let cells: made::Cells = std::iter::once(head.to_vec()).chain(lines).collect();
    let again = reading::read(made::text(&cells, b',').as_bytes(), &ReadOptions::default());
    let again = again.map(|plan| (plan.roster(), plan.problems));
    assert_eq!(
        again.map_err(|error| error.to_string()),
        Ok((rows, Vec::new()))
    );
}

fn is_read(bytes: &[u8]) -> RosterPlan {
    reading::read(bytes, &ReadOptions::default()).expect("a roster")
}

/// Seeds that are rosters without a problem.
fn rosters(seeds: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    for seed in &seeds {
        assert_eq!(is_read(seed).problems, []);
    }
    seeds
}

pub mod roster_text {
    use super::*;

    pub fn read(bytes: &[u8]) {
        roster(bytes, &ReadOptions::default());
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let cells = made::cells(ROSTER);
        let csv = made::text(&cells, b',');
        let gbk = encoding_rs::GB18030.encode(&csv).0.into_owned();
        let wide = csv.encode_utf16().flat_map(u16::to_le_bytes);
        let wide = [0xff, 0xfe].into_iter().chain(wide).collect();
        let tabs = made::text(&cells, b'\t').into_bytes();
        rosters(vec![csv.into_bytes(), gbk, wide, tabs])
    }
}

pub mod roster_word {
    use super::*;

    pub fn read(bytes: &[u8]) {
        roster(bytes, &ReadOptions::default());
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        rosters(vec![made::docx(&[made::cells(ROSTER)])])
    }
}

pub mod roster_excel {
    use super::*;

    pub fn read(bytes: &[u8]) {
        roster(bytes, &ReadOptions::default());
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let merged = made::book(ROSTER, &[(1, 2, 2, 2)]);
        rosters(vec![made::book(ROSTER, &[]), merged])
    }
}

pub mod roster_old_excel {
    use super::*;

    pub fn read(bytes: &[u8]) {
        roster(bytes, &ReadOptions::default());
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let cells = made::cells(ROSTER);
        rosters(vec![made::xls("名册", &cells, &[(1, 2, 2, 2)], false)])
    }
}

/// The records of an old workbook, without the container around them.
pub mod roster_records {
    use super::*;

    pub fn read(bytes: &[u8]) {
        // The container of the tests has room for so much.
        if bytes.len() < 60_000 {
            let book = made::compound("Workbook", bytes.to_vec());
            roster(&book, &ReadOptions::default());
        }
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let book = made::xls("名册", &made::cells(ROSTER), &[(1, 2, 2, 2)], false);
        // Behind header, table and directory.
        vec![book[3 * 512..].to_vec()]
    }
}

/// Lines that say how to read, an empty line, and the file.
pub mod roster_options {
    use tuogou::exchange::roster::columns::parse_override;
    use tuogou::exchange::roster::encoding::TextEncoding;

    use super::*;

    pub fn read(bytes: &[u8]) {
        let at = bytes.windows(2).position(|two| two == b"\n\n");
        let (head, file) = at.map_or((bytes, &[][..]), |at| (&bytes[..at], &bytes[at + 2..]));
        let mut options = ReadOptions::default();
        for line in String::from_utf8_lossy(head).lines() {
            match line.split_at_checked(1) {
                Some(("m", rest)) => options.map.extend(parse_override(rest)),
                Some(("e", rest)) => options.encoding = TextEncoding::parse(rest),
                Some(("s", rest)) => options.sheets.push(rest.to_owned()),
                _ => {}
            }
        }
        roster(file, &options);
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let csv = made::text(&made::cells(ROSTER), b',');
        let options = [
            "eutf-8",
            "m名称=B\nm主管单位=3\nm状态=备注",
            "m序号=-",
            "s名册",
        ];
        let with = |options: &str| format!("{options}\n\n{csv}").into_bytes();
        options.into_iter().map(with).collect()
    }
}

/// What a form would change is either told as a problem or can be recorded.
fn form(bytes: &[u8]) {
    let ledger = untouched();
    if let Ok(reading) = read_file(&ledger.round().forms, bytes) {
        let plan = FormPlan::new(&ledger, reading, None);
        if plan.problems.is_empty() {
            record(&ledger, plan.answers().collect());
        }
    }
}

/// Writes answers into a copy of the ledger.
fn record(ledger: &Ledger, answers: Vec<NewAnswer>) -> Option<Ledger> {
    let title = tuogou::domain::command::Title::Named("试".into());
    let command = Command::SetAnswers { title, answers };
    let context = Context::new("张三", instant(), date("2020-07-20"));
    let decision = decide(ledger, &command, &context).ok()?;
    let mut ledger = ledger.clone();
    ledger
        .apply(&decision.changes)
        .expect("what is decided fits");
    Some(ledger)
}

/// Position of 29 开封市钓鱼协会.
const FISHING: usize = 28;

pub mod form_word {
    use super::*;

    pub fn read(bytes: &[u8]) {
        form(bytes);
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let names = ["basic-29.docx", "form-basic.docx", "form-completion.docx"];
        names.map(frozen).to_vec()
    }
}

pub mod form_excel {
    use super::*;

    pub fn read(bytes: &[u8]) {
        form(bytes);
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let ledger = untouched();
        let blank = |form: usize| xlsx::write(&PrintedForm::new(&ledger, FISHING.into(), form));
        vec![frozen("basic-29.xlsx"), blank(0), blank(1)]
    }
}

/// One line for each field; what is recorded of it comes back from Word and Excel as it was.
pub mod form_answers {
    use super::*;

    pub fn read(bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let blank = untouched();
        for at in 0..2 {
            let mut ledger = blank.clone();
            let fields = blank.round().forms[at].fields.iter();
            // What says whose form it is has to stay.
            let fields = fields.filter(|field| field.names != Some(Named::Association));
            for (field, line) in fields.zip(text.lines()) {
                let rows: Vec<String> = match field.kind {
                    FieldKind::Table | FieldKind::List => {
                        line.split('；').map(str::to_owned).collect()
                    }
                    // What a place is drawn with does not come back from its ends.
                    _ => vec![line.trim_matches(['_', '＿', ' ']).to_owned()],
                };
                let answer = NewAnswer {
                    association: 29,
                    field: field.id.clone(),
                    rows: field.split(&rows),
                };
                if let Some(with) = record(&ledger, vec![answer]) {
                    ledger = with;
                }
            }
            let printed = PrintedForm::new(&ledger, FISHING.into(), at);
            for bytes in [docx::write(&printed), xlsx::write(&printed)] {
                let reading = read_file(&ledger.round().forms, &bytes).expect("a form");
                let plan = FormPlan::new(&ledger, reading, None);
                let drawn = |text: &str| text.contains(['_', '＿']);
                let told = plan
                    .changes
                    .iter()
                    .all(|change| change.sides().iter().any(|side| drawn(side)));
                assert!(plan.problems.is_empty() && told, "{plan:?}");
            }
        }
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let lines = [
            "开封市钓鱼协会",
            "甲路 1 号",
            "是",
            "12",
            "2020-08",
            "12.50",
            "张三|会长|2018-10；李四|秘书长|2019-01",
            "□是 ☑否",
        ];
        let all: Vec<&str> = lines.into_iter().cycle().take(48).collect();
        vec![
            all.join("\n").into_bytes(),
            lines.join("\n").into_bytes(),
            vec![b'\n'; 40],
        ]
    }
}

/// Names and bodies of parts, each behind a zero, packed: the XML inside a Word or Excel file.
pub mod package_parts {
    use std::io::{Cursor, Write as _};

    use zip::write::SimpleFileOptions;

    use super::*;

    pub fn read(bytes: &[u8]) {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut parts = bytes.split(|byte| *byte == 0);
        while let (Some(name), Some(body)) = (parts.next(), parts.next()) {
            let name = String::from_utf8_lossy(name).into_owned();
            if writer
                .start_file(name, SimpleFileOptions::default())
                .is_ok()
            {
                writer.write_all(body).expect("written");
            }
        }
        let Ok(packed) = writer.finish() else {
            return;
        };
        let packed = packed.into_inner();
        roster(&packed, &ReadOptions::default());
        form(&packed);
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let mut files = super::form_word::seeds();
        files.push(made::docx(&[made::cells(ROSTER)]));
        files.push(made::book(ROSTER, &[(1, 2, 2, 2)]));
        files.push(frozen("basic-29.xlsx"));
        let unpacked = |file: &Vec<u8>| {
            let mut parts = Vec::new();
            made::edited(file, |_, name, body| {
                parts.extend_from_slice(name.as_bytes());
                parts.push(0);
                parts.extend_from_slice(body);
                parts.push(0);
            });
            parts
        };
        files.iter().map(unpacked).collect()
    }
}

/// An archive that is accepted makes a ledger that passes every check.
fn archived(bytes: &[u8]) {
    let Ok(archive) = tuogou::exchange::archive::Archive::read(bytes) else {
        return;
    };
    let again = tuogou::exchange::archive::Archive::read(&archive.clone().write());
    assert_eq!(again, Ok(archive));
    let folder = tempfile::tempdir().expect("a folder");
    let (json, ledger) = (folder.path().join("a.json"), folder.path().join("l.db"));
    std::fs::write(&json, bytes).expect("written");
    if tuogou::app::archive::restore(&json, &ledger).is_ok() {
        let told = tuogou::app::verify::file(&ledger).expect("looked at");
        let wrong: Vec<_> = told.rows.iter().filter(|row| !row.ok).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

pub mod archive {
    use super::*;

    pub fn read(bytes: &[u8]) {
        archived(bytes);
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        vec![frozen("archive-v1.json"), frozen("archive-v2.json")]
    }
}

/// An archive of an earlier format, which no seal protects, with values of its own replaced: where
/// (two bytes), by what (one byte).
pub mod archive_values {
    use serde_json::{Value, json};

    use super::*;

    fn leaves<'v>(value: &'v mut Value, found: &mut Vec<&'v mut Value>) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|one| leaves(one, found)),
            Value::Object(map) => map.values_mut().for_each(|one| leaves(one, found)),
            leaf => found.push(leaf),
        }
    }

    pub fn read(bytes: &[u8]) {
        let strange = [
            json!(null),
            json!(0),
            json!(-1),
            json!(i64::MAX),
            json!(true),
            json!(""),
            json!([]),
            json!({}),
            json!("2099-12-31"),
            json!("-9999-01-01"),
            json!("+262142-12-31"),
            json!("0001-01-01"),
            json!("2020-07-20"),
            json!("done"),
            json!("doubtful"),
            json!("na"),
            json!("undo"),
            json!("M1"),
            json!("P1"),
            json!("a2.1.address"),
            json!("\u{1b}[2J"),
            json!("字".repeat(600)),
            json!(29),
            json!(1),
        ];
        let mut archive: Value = serde_json::from_slice(&frozen("archive-v2.json")).expect("JSON");
        let mut all = Vec::new();
        // Documents are tried by themselves.
        let parts = archive.as_object_mut().expect("an object").iter_mut();
        for (_, part) in parts.filter(|(name, _)| *name != "documents") {
            leaves(part, &mut all);
        }
        for three in bytes.chunks_exact(3).take(6) {
            let at = usize::from(u16::from_le_bytes([three[0], three[1]])) % all.len();
            *all[at] = strange[usize::from(three[2]) % strange.len()].clone();
        }
        archived(&serde_json::to_vec(&archive).expect("JSON"));
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        vec![vec![], vec![200, 3, 8], vec![255, 2, 4, 100, 2, 9]]
    }
}

/// A document of a round (its name, a zero, its text). One that is taken gives a ledger of which all
/// papers can be written.
pub mod round {
    use tuogou::exchange::calendar::{self, Edition};
    use tuogou::report::workbook;

    use super::*;

    pub fn read(bytes: &[u8]) {
        let mut parts = bytes.splitn(2, |byte| *byte == 0);
        let (name, body) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let mut documents = seed::builtin_documents();
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        documents.insert(text(name), text(body));
        let Ok(round) = seed::parse_round(&documents) else {
            return;
        };
        let roster = seed::builtin_roster().expect("the roster");
        let Ok(ledger) = Ledger::new(&std::sync::Arc::new(round), roster) else {
            return;
        };
        let (at, as_of) = (instant(), date("2020-07-20"));
        let edition = Edition {
            at,
            as_of,
            revision: 1,
        };
        assert!(calendar::city(&ledger, edition).starts_with(b"BEGIN:VCALENDAR"));
        workbook::write(&ledger, as_of, at, "").expect("a workbook");
        for form in 0..ledger.round().forms.len() {
            docx::write(&PrintedForm::new(&ledger, FISHING.into(), form));
        }
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let documents = seed::builtin_documents();
        let toml = documents
            .iter()
            .filter(|(name, _)| !name.starts_with("templates/"));
        toml.map(|(name, text)| format!("{name}\0{text}").into_bytes())
            .collect()
    }
}

/// A file of milestones that is taken gives a round.
pub mod milestones {
    use super::*;

    pub fn read(bytes: &[u8]) {
        let wish = Wish {
            city: "洛阳",
            year: None,
            schedule: Schedule::File(String::from_utf8_lossy(bytes).into_owned()),
            units: vec!["洛阳市教育体育局"],
        };
        if let Ok((made, _)) = documents(&seed::builtin_documents(), &wish) {
            let round = seed::parse_round(&made);
            assert!(round.is_ok(), "{:?}", round.err());
        }
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let documents = seed::builtin_documents();
        let whole = documents["round.toml"].clone().into_bytes();
        let days = (1..=8)
            .map(|nth| format!("[[milestone]]\nid = \"M{nth}\"\ndue_on = \"2021-06-{nth:02}\"\n"));
        vec![whole, days.collect::<String>().into_bytes()]
    }
}
