//! Forms on paper and back: the whole way of one association in keys and screens, and many
//! associations at once.

use std::path::Path;

use tuogou::app::import::{self, Importer};
use tuogou::app::{archive, bundle, demo};
use tuogou::domain::command::{Command, NewAnswer, Title};
use tuogou::domain::form::{FieldKind, FormId, known};
use tuogou::domain::ledger::Ledger;
use tuogou::exchange::form::plan::FormPlan;
use tuogou::exchange::form::printed::PrintedForm;
use tuogou::exchange::form::{docx, read_file, xlsx};
use tuogou::exchange::package::Package;

use crate::office::{converted, edited, replaced};
use crate::support::{Home, date, moment};

#[test]
fn a_form_is_filled_in_contradicted_corrected_printed_edited_and_read_back() {
    for (width, height) in [(80, 24), (120, 40)] {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        // 基本情况表: the name, an institution with three posts, no shared office.
        story.keys("/dyxh<enter><enter>t<tab><enter><enter>");
        story.keys("<tab><space><down><down><enter>3<enter><space><space>");
        // 完成情况表 says that there was no institution: a rule is named.
        story
            .keys("t<tab><tab><enter><space><enter><up>")
            .shows("X04 矛盾");
        // Corrected in the comparison: 核销事业编制, three of them.
        story
            .keys("r")
            .keys("n")
            .shows("脱钩前为是，脱钩后不应为不涉及");
        story
            .keys("<right><enter><space><down><space><enter>")
            .hides("X04");
        story.keys("<esc><esc><tab><down><down>");
        // The checklist follows the form.
        story.shows("☑ A3 ");
        story.shows("由完成情况表得出");
        // Printed as Word into a folder of its own.
        story.keys("p<backtab>/表<enter>");
        story.shows("已写出 ");
        let file = home.path("表").join("029-开封市钓鱼协会-基本情况表.docx");
        let bytes = std::fs::read(&file).expect("the file");
        // The same again is refused in the dialog, where it can be changed.
        story.keys("p<enter>").shows("已经存在").shows("选覆盖");
        story
            .keys("<backtab><backtab><right><enter>")
            .shows("已写出 ");
        // Somebody edits it and sends it back.
        let bytes = replaced(&bytes, ">3<", ">4<");
        std::fs::write(&file, &bytes).expect("edited");
        story.keys("l<enter>").shows("导入预览").shows("将改 4 处");
        let line = story.line("事业编制（）个");
        assert!(line.contains("3 ") && line.contains("-> 4"), "{line}");
        assert_eq!(posts(&home), "3", "a preview records nothing");
        story
            .keys("<enter>")
            .shows("已记录：导入 开封市钓鱼协会 基本情况表");
        assert_eq!(posts(&home), "4");
        // One entry, one undo.
        story.keys("u").shows("已撤销");
        assert_eq!(posts(&home), "3");
        // An edited label: nothing of the file is taken unless asked for.
        let bytes = replaced(&bytes, "党员人数", "团员人数");
        std::fs::write(&file, &bytes).expect("edited");
        story
            .keys("<ctrl-o><enter>")
            .shows("将改 0 处")
            .shows("! （六）党建情况");
        story.keys("<enter>").shows("没有可记入的改动");
        story.keys("<tab>").shows("将改 4 处").keys("<enter>");
        assert_eq!(posts(&home), "4");
    }
}

#[test]
fn a_typed_path_begins_where_the_program_was_started() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter><enter>p<backtab><ctrl-u>表<enter>");
    story.shows("已写出 ");
    let file = home.path("表").join("029-开封市钓鱼协会-基本情况表.docx");
    assert!(file.exists());
    story.keys("l<ctrl-u>表<enter>").shows("将改 0 处");
}

#[test]
fn the_dialog_and_the_preview_are_drawn_at_any_size() {
    use ratatui::layout::Size;
    use tuogou::tui::msg::Msg;

    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/dyxh<enter><enter>p<backtab>/表<enter>");
    std::fs::write(home.path("表").join("坏.docx"), b"no").expect("written");
    for keys in ["p", "<esc>l<enter>"] {
        story.keys(keys);
        for (width, height) in [
            (0, 0),
            (1, 1),
            (2, 2),
            (20, 5),
            (60, 16),
            (80, 24),
            (300, 100),
        ] {
            story.driver.handle(Msg::Resize(Size::new(width, height)));
            story.screen();
        }
    }
    // The broken file is named, the good one is shown beside it.
    story
        .shows("2 个文件")
        .shows("1 个文件有问题，不计入")
        .shows("坏.docx");
    story
        .keys("<f7>")
        .shows("不是 Word（.docx）或 Excel（.xlsx）文件");
}

fn posts(home: &Home) -> String {
    let (_, ledger) = home.open("李四");
    let field = ledger.round().field_ix("a2.2.inst_posts").expect("a field");
    let record = ledger.answer(28.into(), field).expect("filled in");
    record.value.to_string()
}

#[test]
fn many_forms_are_written_with_progress_and_can_be_stopped() {
    use tuogou::tui::keymap::parse_keys;
    use tuogou::tui::msg::Msg;

    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    // 教育体育局 has 44 to write.
    story
        .keys("z/jyty<enter>p<tab><right><right>")
        .shows("开封市教育体育局 拟脱钩（44 家）");
    story.keys("<tab><tab><tab>/多");
    for key in parse_keys("<enter>").expect("keys") {
        story.driver.handle(Msg::Key(key));
    }
    for _ in 0..10 {
        story.driver.step();
    }
    story.shows("正在写出 10/44").shows("Esc 停下");
    // What is going on is not disturbed by other keys.
    for key in parse_keys("qx<esc>").expect("keys") {
        story.driver.handle(Msg::Key(key));
    }
    story.shows("已停下，完成了 10 个文件");
    assert!(!story.driver.busy() && !story.driver.quit);
    let written = std::fs::read_dir(home.path("多")).expect("the folder");
    assert_eq!(written.count(), 10);
}

#[test]
fn a_form_that_cannot_be_written_keeps_no_other_back_on_the_screen() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 100, 30);
    let name = "029-开封市钓鱼协会-基本情况表.docx";
    let folder = home.path("表");
    std::fs::create_dir_all(folder.join(name).join("x")).expect("in the way");
    story.keys("/dyxh<enter><enter>p<tab><right>");
    story.shows("开封市教育体育局 拟脱钩（44 家）");
    story.keys("<tab><tab><right><tab>/表<enter>");
    story
        .shows("写出了 43 个文件，有 1 个没有写出：029-开封市钓鱼协会-基本情况表.docx（")
        .shows("文件夹，不是文件）");
    assert_eq!(folder.read_dir().expect("a folder").count(), 44);
    // Where it was in the way it is not any more.
    std::fs::remove_dir_all(folder.join(name)).expect("cleared");
    story.keys("<enter>").shows("已写出 44 个文件");
}

/// Fills in both forms of some associations, each a little differently.
fn sample(home: &Home) -> Ledger {
    let (mut session, mut ledger) = home.open("张三");
    let mut answers = Vec::new();
    for no in (1..=150u32).step_by(13) {
        for form in &ledger.round().forms {
            let fields = form.fields.iter().filter(|_| form.id != FormId::Plan);
            for (at, field) in fields.enumerate() {
                let pick = (at + no as usize) % 3;
                let text = |what: &str| format!("{what}{no}-{at}");
                let texts = match field.kind {
                    // Now and then something is left blank.
                    _ if (at + no as usize).is_multiple_of(7) => continue,
                    _ if field.names.is_some() && field.id.ends_with("name") => continue,
                    FieldKind::Integer => vec![(at * 3 + pick).to_string()],
                    FieldKind::Amount | FieldKind::Area => vec![format!("{at}.{no}")],
                    FieldKind::Month => vec!["2020-08".into()],
                    FieldKind::List => vec![text("甲"), text("乙")],
                    FieldKind::Table => {
                        let cell = |column: &String| {
                            if field.month_columns.contains(column) {
                                "2018-05".to_owned()
                            } else {
                                text("格")
                            }
                        };
                        let row: Vec<String> = field.columns.iter().map(cell).collect();
                        vec![row.join("|"); pick]
                    }
                    _ if !field.options.is_empty() => {
                        vec![field.options[pick % field.options.len()].clone()]
                    }
                    _ => vec![text("填")],
                };
                answers.push(NewAnswer::written(ledger.round(), no, &field.id, &texts));
            }
        }
    }
    let command = Command::SetAnswers {
        title: Title::Named("试".into()),
        answers,
    };
    session
        .execute(&mut ledger, &command, moment("2020-07-20"))
        .expect("filled in");
    ledger
}

#[test]
fn a_folder_of_forms_comes_back_with_exactly_what_was_edited() {
    let home = Home::new();
    let ledger = sample(&home);
    let folder = home.path("收回");
    std::fs::create_dir(&folder).expect("a folder");
    let mut expected = Vec::new();
    let mut written = 0;
    for (ix, about) in ledger.associations().iter_enumerated() {
        if (about.no - 1) % 13 != 0 {
            continue;
        }
        for (form, id) in [FormId::Basic, FormId::Completion].into_iter().enumerate() {
            let printed = PrintedForm::new(&ledger, ix, ledger.round().form_ix(id));
            let field = ["a2.1.address", "a4.1.address"][form];
            let at = ledger.round().field_ix(field).expect("a field");
            let old = ledger.answer(ix, at).map(|record| record.value.to_string());
            // Word for one form, Excel for the other; every second one is edited.
            let word = (about.no as usize + form).is_multiple_of(2);
            let mut bytes = if word {
                docx::write(&printed)
            } else {
                xlsx::write(&printed)
            };
            if let (Some(old), true) = (&old, about.no % 4 < 2) {
                let part = if word {
                    "word/document.xml"
                } else {
                    "xl/sharedStrings.xml"
                };
                bytes = edited(&bytes, part, |xml| {
                    xml.replace(&format!(">{old}<"), ">新址<")
                });
                expected.push((about.no, field.to_owned(), old.clone()));
            }
            let ending = if word { "docx" } else { "xlsx" };
            std::fs::write(
                folder.join(format!("{}-{}.{ending}", about.no, id.id())),
                bytes,
            )
            .expect("written");
            written += 1;
        }
    }
    let files = import::files(std::slice::from_ref(&folder)).expect("files");
    assert_eq!(files.len(), written);
    let mut importer = Importer::new(files, None);
    while importer.step(&ledger) {}
    let plans = importer.finish();
    let mut changed = Vec::new();
    for plan in &plans {
        assert_eq!(plan.plan.problems, [], "{}", plan.file.display());
        for change in &plan.plan.changes {
            // What the ledger knows is printed, and comes back with what was edited.
            let no = plan.plan.no.expect("whose");
            let whose = ledger.association_ix(no).expect("an association");
            let round = ledger.round();
            let field = round.field(round.field_ix(&change.field).expect("a field"));
            if change.old.is_none() && change.new == known::of(&ledger, whose, field) {
                continue;
            }
            assert_eq!(change.new.as_deref(), Some("新址"));
            let old = change.old.clone().unwrap_or_default();
            changed.push((plan.plan.no.expect("whose"), change.field.clone(), old));
        }
    }
    changed.sort();
    expected.sort();
    assert!(expected.len() > 5, "{expected:?}");
    assert_eq!(changed, expected);
}

/// Two forms of the demonstration as docx-rs wrote them, packed anew.
#[test]
fn forms_that_an_earlier_version_wrote_are_read() {
    let home = Home::new();
    let made = demo::make(&home.ledger(), "张三".into(), Some(date("2020-09-25")));
    let (mut session, mut ledger) = made.expect("a demonstration");
    // It said nothing of periodicals then.
    for field in ["a2.8.pubs", "a4.7.pubs"] {
        let blank = Command::SetAnswer(NewAnswer::written(ledger.round(), 2, field, &[]));
        let done = session.execute(&mut ledger, &blank, moment("2020-09-25"));
        done.expect("cleared");
    }
    let (_, fresh) = Home::new().open("张三");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures");
    for name in ["form-basic.docx", "form-completion.docx"] {
        // What the ledger that it was printed from holds, and nothing else.
        for (ledger, least, most) in [(&ledger, 0, 0), (&fresh, 25, 99)] {
            let files = import::files(&[fixtures.join(name)]).expect("a file");
            let mut importer = Importer::new(files, None);
            while importer.step(ledger) {}
            let plan = &importer.finish()[0].plan;
            assert_eq!(plan.no, Some(2));
            assert_eq!(plan.problems, [], "{name}");
            let changed = plan.changes.len();
            assert!((least..=most).contains(&changed), "{name}: {changed}");
        }
    }
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).expect("written");
}

#[test]
fn libreoffice_opens_what_is_written_and_what_it_saves_comes_back() {
    let home = Home::new();
    let ledger = sample(&home);
    for (at, id) in [FormId::Basic, FormId::Completion].into_iter().enumerate() {
        let printed = PrintedForm::new(&ledger, 0.into(), ledger.round().form_ix(id));
        let file = home.path(&format!("{at}.docx"));
        write(&file, &docx::write(&printed));
        let Some(pdf) = converted(&file, "pdf") else {
            return;
        };
        let bytes = std::fs::read(pdf).expect("a PDF");
        assert!(bytes.starts_with(b"%PDF") && bytes.len() > 10_000);
        // Saved again by another program: the same answers, whatever became of the controls.
        for (name, bytes, ending) in [
            (format!("{at}.odt"), docx::write(&printed), "docx"),
            (format!("{at}.ods"), xlsx::write(&printed), "xlsx"),
        ] {
            let file = home.path(&format!("again-{at}.{ending}"));
            write(&file, &bytes);
            let foreign = Path::new(&name).extension().and_then(|e| e.to_str());
            let foreign = converted(&file, foreign.expect("an ending")).expect("converted");
            std::fs::remove_file(&file).expect("removed");
            let back = converted(&foreign, ending).expect("converted back");
            let bytes = std::fs::read(back).expect("the file");
            let reading = read_file(&ledger.round().forms, &bytes).expect("a form");
            let plan = FormPlan::new(&ledger, reading, Some(0.into()));
            assert_eq!(plan.problems, [], "{name}");
            assert_eq!(plan.changes, [], "{name}");
        }
    }
}

#[test]
fn letters_and_the_page_are_written_from_the_same_dialog() {
    for (width, height) in [(80, 24), (120, 40)] {
        let home = Home::new();
        let mut story = home.story("2020-08-05", width, height);
        // On a unit of the matrix the dialog offers its reminder.
        story.keys("<f10><down><down>p").shows("催办单、督办单");
        let unit = story.model().ledger.units().raw[2].name.clone();
        story.shows(&unit);
        story.keys("<tab><tab><right>").shows("< Markdown 文本 >");
        story.keys("<tab><tab>/文书<enter>").shows("已写出 ");
        let files: Vec<String> = std::fs::read_dir(home.path("文书"))
            .expect("the folder")
            .map(|entry| {
                entry
                    .expect("a file")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        assert_eq!(files, [format!("督办单-{unit}-2020-08-05.md")]);
        // All units that are late, after the one that is there already is named.
        story
            .keys("p<tab><right><tab><right><enter>")
            .shows("已经存在");
        story.keys("<tab><right><enter>").shows("已写出 33 个文件");
        // The page for the leader, from the timeline.
        story
            .keys("<f4>p")
            .shows("领导一页")
            .shows("网页（只有这一种）");
        story.keys("<enter>").shows("已写出 ");
        let page = home.path("文书").join("脱钩进展-2020-08-05.html");
        let page = std::fs::read_to_string(page).expect("the page");
        assert!(page.starts_with("<!") && page.contains("2020年8月5日"));
        // The whole ledger, the roster and the calendar stand in the same dialog.
        for (turns, file) in [
            (1, "脱钩台账-2020-08-05.xlsx"),
            (2, "脱钩名册-2020-08-05.csv"),
            (3, "脱钩日历-2020-08-05.ics"),
        ] {
            story
                .keys("p")
                .keys(&"<down>".repeat(turns + 13))
                .keys("<enter>");
            story.shows("已写出 ");
            let written = std::fs::read(home.path("文书").join(file)).expect(file);
            assert!(written.len() > 1000, "{file}");
        }
        // Before anything is due nobody is reminded.
        let mut story = home.story("2020-06-01", width, height);
        story
            .keys("<f10>p<enter>")
            .shows("没有要写出的内容")
            .shows("没有到期未办");
    }
}

#[test]
fn a_unit_gets_its_own_file_from_the_dialog_and_the_ledger_goes_out_as_a_whole() {
    let home = Home::new();
    let mut story = home.story("2020-08-05", 80, 24);
    story.keys("/dyxh<enter><enter><space>").shows("已记录");
    // An earlier day is shown: what goes out is the newest all the same.
    story.keys("a7.20<enter>").hides("☑ P1 ");
    let up = |ups: usize| "<down>".repeat(20) + &"<up>".repeat(ups);
    story
        .keys("p")
        .keys(&up(2))
        .shows("台账文件 .db（只有这一种）");
    assert!(story.line("范围").contains("开封市教育体育局"));
    story.keys("<backtab>/出<enter>").shows("已写出 ");
    story.keys("p").keys(&up(1)).shows("JSON（只有这一种）");
    story.keys("<enter>").shows("已写出 ");
    let (session, ledger) = home.open("李四");
    let bundle = home.path("出/脱钩分册-开封市教育体育局.db");
    let handed = bundle::read(&ledger, &bundle).expect("a bundle");
    assert_eq!(handed.about.entries, 1, "the newest state");
    let made = home.path("again.db");
    let content = archive::restore(&home.path("出/台账-2020-07-20.json"), &made);
    assert_eq!(content.expect("restored").code, session.head().code());
    // A ledger never takes the place of another.
    story
        .keys("p")
        .keys(&up(2))
        .keys("<enter>")
        .shows("不能覆盖");
}

#[test]
fn minutes_sums_and_calendar_are_of_the_city_or_of_the_unit_that_one_stands_on() {
    let home = Home::new();
    let mut story = home.story("2020-08-05", 120, 40);
    story.keys("Mn甲事<enter>8.7<enter>").shows("已记录");
    let here = story.line("调度会");
    story.keys("<right>n乙事<enter>8.8<enter>").shows("已记录");
    assert_ne!(story.line("调度会"), here);
    story.keys("p").shows("调度会纪要");
    assert!(story.line("范围").contains("全市"));
    story.keys("<tab><tab><right><backtab><backtab><backtab>/出<enter>");
    story.shows("已写出 ");
    let whole = std::fs::read_to_string(home.path("出/调度会纪要-2020-08-05.md")).expect("written");
    assert!(whole.contains("甲事") && whole.contains("乙事"), "{whole}");
    story.keys("p<right>").hides("< 全市 >");
    story.keys("<tab><tab><right><enter>").shows("已写出 ");
    let written = std::fs::read_dir(home.path("出")).expect("the folder");
    let names: Vec<String> = written
        .map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let of_unit = names
        .iter()
        .find(|name| !name.starts_with("调度会纪要-2020"))
        .expect("one of the unit");
    let of_unit = std::fs::read_to_string(home.path("出").join(of_unit)).expect("written");
    assert!(
        of_unit.contains("乙事") && !of_unit.contains("甲事"),
        "{of_unit}"
    );
    let (to, unit) = (home.path("一"), "教育体育局");
    let to = to.to_str().expect("a name");
    let said = home.lines(&[
        "--as-of",
        "2020-08-05",
        "export",
        "letter",
        "minutes",
        "--unit",
        unit,
        "--out",
        to,
    ]);
    assert!(
        said[0].ends_with("调度会纪要-开封市教育体育局-2020-08-05.docx"),
        "{said:?}"
    );
    story.keys("p").keys(&"<down>".repeat(13)).keys("<right>");
    story.shows("基本情况表汇总");
    assert!(story.line("范围").contains("开封市"), "{}", story.screen());
}

/// A page begins with no row that belongs to what the page before ends with.
#[test]
fn rows_that_share_a_cell_stay_on_one_page() {
    let home = Home::new();
    let ledger = sample(&home);
    for form in [FormId::Basic, FormId::Completion] {
        let form = ledger.round().form_ix(form);
        let bytes = docx::write(&PrintedForm::new(&ledger, 0.into(), form));
        let mut package = Package::open(&bytes).expect("a package");
        let xml = package
            .text("word/document.xml")
            .expect("read")
            .expect("there");
        let mut shared = 0;
        for table in xml.split("<w:tbl>").skip(1) {
            let table = table.split("</w:tbl>").next().unwrap_or_default();
            let rows: Vec<&str> = table.split("<w:tr>").skip(1).collect();
            for (row, next) in rows.iter().zip(rows.iter().skip(1)) {
                let continues = next.contains(r#"<w:vMerge w:val="continue"/>"#);
                shared += usize::from(continues);
                assert!(!continues || row.contains("<w:keepNext/>"), "{row}");
            }
            let last = rows.last().expect("rows");
            assert!(!last.contains("<w:keepNext/>"), "{last}");
            if let [.., before, _] = rows.as_slice() {
                assert!(before.contains("<w:keepNext/>"), "{before}");
            }
        }
        assert!(shared > 10, "{shared}");
    }
}
