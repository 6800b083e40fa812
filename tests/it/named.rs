//! No id of the program stands where people read: fields by their labels, findings by their rule
//! and whose they are. JSON and CSV keep them, and so does what is typed as an argument.

use tuogou::domain::ledger::Ledger;

use crate::screens::SCREENS;
use crate::support::{Home, untouched};

/// What nobody should have to read, in a text.
fn id_in(ledger: &Ledger, text: &str) -> Option<String> {
    let forms = ledger.round().forms.iter();
    let mut fields = forms.flat_map(|form| &form.fields);
    if let Some(field) = fields.find(|field| text.contains(&field.id)) {
        return Some(field.id.clone());
    }
    // U03:开封市农林局, X31:3:C4.
    let chars: Vec<char> = text.chars().collect();
    let finding = chars.windows(4).find(|four| {
        four[0].is_ascii_uppercase()
            && four[1].is_ascii_digit()
            && four[2].is_ascii_digit()
            && four[3] == ':'
    });
    finding.map(|four| four.iter().collect())
}

#[test]
fn an_id_is_found_where_there_is_one() {
    let ledger = untouched();
    for text in [
        "29 a2.1.name 名称",
        "问题 U03:开封市农林局：属实",
        "X31:3:C4",
    ] {
        assert!(id_in(&ledger, text).is_some(), "{text}");
    }
    for text in [
        "P1 主管单位",
        "2020-07-20 12:30",
        "基本情况表「名称」",
        "U03 开封市农林局",
    ] {
        assert_eq!(id_in(&ledger, text), None, "{text}");
    }
}

#[test]
fn no_screen_shows_an_id() {
    let ledger = untouched();
    for (name, keys) in SCREENS {
        for (width, height) in [(80, 24), (200, 50)] {
            let home = Home::new();
            let mut story = home.story("2020-07-20", width, height);
            story.keys(keys);
            let found = id_in(&ledger, &story.screen());
            assert_eq!(found, None, "{name} {width}x{height}\n{}", story.screen());
        }
    }
}

#[test]
fn what_was_done_is_told_by_names_on_screens_lists_and_papers() {
    let ledger = untouched();
    let home = Home::new();
    let mut story = home.story("2020-07-20", 200, 50);
    // A field filled in, emptied and taken back; a finding decided, and a unit merged for one.
    story.keys("/dyxh<enter><enter>t<tab>钓协<enter><up>x<enter>");
    story.keys("u").shows("「名称」");
    story
        .keys("<f11>t")
        .shows("问题 X15 开封市钓鱼协会 基本情况表「名称」：属实");
    story.keys("x").shows("忽略 U03 ").keys("不再<enter>");
    story.keys("m<enter><enter>");
    for keys in ["<f3>h", "<esc><f2>", "d"] {
        story.keys(keys);
        assert_eq!(id_in(&ledger, &story.screen()), None, "{}", story.screen());
    }
    drop(story);
    for args in [
        &["history"][..],
        &["history", "--association", "29"],
        &["show", "29"],
        &["list"],
        &["overview"],
        &["why", "29"],
        &["changes", "--since", "2020-07-01"],
    ] {
        let mut program = home.program();
        let run = program.args(args).args(["--as-of", "2020-07-20"]).output();
        let output = run.expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            !text.is_empty(),
            "{args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(id_in(&ledger, &text), None, "{args:?}\n{text}");
    }
    let folder = home.path("letters");
    for letter in ["weekly", "minutes", "summary"] {
        let mut program = home.program();
        program.args([
            "export",
            "letter",
            letter,
            "--format",
            "md",
            "--as-of",
            "2020-07-20",
        ]);
        program.arg("--out").arg(&folder).assert().success();
    }
    let papers = std::fs::read_dir(&folder).expect("letters");
    let mut read = 0;
    for paper in papers {
        let text = std::fs::read_to_string(paper.expect("a file").path()).expect("a text");
        assert_eq!(id_in(&ledger, &text), None, "{text}");
        read += 1;
    }
    assert_eq!(read, 3);
}
