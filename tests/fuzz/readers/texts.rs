//! Words from others: settings, conditions, templates, names, numbers, keys.

use std::sync::LazyLock;

use crate::support::{Home, date, untouched};

pub mod config {
    use super::*;
    use tuogou::app::config::Config;

    pub fn read(bytes: &[u8]) {
        let home = Home::new();
        let path = home.path("config.toml");
        std::fs::write(&path, bytes).expect("written");
        let (_, faults) = Config::read(&path);
        for said in faults {
            assert!(!said.to_string().contains(char::is_control), "{said:?}");
        }
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let text =
            "user = \"张三\"\nascii = true\nno_mouse = false\ncopies = 14\nnetwork_share = true\n";
        vec![text.into(), Vec::new()]
    }
}

/// What is understood and printed is understood as the same again; completing stays in the text.
pub mod filter {
    use super::*;
    use tuogou::app::filter;

    pub fn read(bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let text: String = text.chars().take(80).collect();
        let ledger = untouched();
        match filter::parse(&text) {
            Ok(read) => {
                let printed = read.to_string();
                assert_eq!(filter::parse(&printed).as_ref(), Ok(&read), "{printed:?}");
                let _ = read.bind(&ledger);
            }
            Err(error) => {
                assert!(text.get(error.span.clone()).is_some(), "{error:?}");
                assert!(!error.sentence.contains(char::is_control), "{error:?}");
            }
        }
        for (cursor, _) in text.char_indices().take(12).chain([(text.len(), ' ')]) {
            for found in filter::complete(&ledger, &text, cursor) {
                assert!(text.get(found.replace.clone()).is_some(), "{found:?}");
            }
        }
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let texts = [
            "unit:教育 status:拟 due<7d",
            "钓鱼 -stage:已批复",
            "no:10-20 light:red,黄",
            "item:A1=已办 done>=50%",
            "M4:未完成 has:备注",
            "\"开封市 钓鱼\" －单位：教育",
            "due:2020-07-31",
        ];
        texts.map(|text| text.as_bytes().to_vec()).to_vec()
    }
}

/// Which template (one byte), and its text: nothing but a letter or a sentence.
pub mod template {
    use super::*;
    use tuogou::domain::ledger::Ledger;
    use tuogou::exchange::letter::LetterTemplate;
    use tuogou::exchange::letter::write::LetterWriter;
    use tuogou::exchange::report::ReportMade;

    static LEDGER: LazyLock<Ledger> = LazyLock::new(untouched);

    pub fn read(bytes: &[u8]) {
        let Some((which, text)) = bytes.split_first() else {
            return;
        };
        let kind = LetterTemplate::ALL[usize::from(*which) % LetterTemplate::ALL.len()];
        let made = ReportMade {
            by: "张三".into(),
            at: "2020-08-05 17:30".into(),
            code: String::new(),
        };
        let writer = LetterWriter::new(&LEDGER, &[], date("2020-08-05"), made);
        if let Err(error) = writer.check(kind, &String::from_utf8_lossy(text)) {
            let said = error.to_string();
            assert!(
                !said.contains(|c: char| c.is_control() && c != '\n'),
                "{said:?}"
            );
        }
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let built_in = (0u8..).zip(LetterTemplate::ALL);
        built_in
            .map(|(which, kind)| [&[which], kind.built_in().as_bytes()].concat())
            .collect()
    }
}

/// A width (one byte) and a text: nothing is wider than its room, nothing is lost, nothing hidden.
pub mod cells {
    use tuogou::text::cells::{cut, is_forbidden, pad, visible, width, window, wrap};
    use tuogou::text::plain::Plain;

    pub fn read(bytes: &[u8]) {
        let Some((room, text)) = bytes.split_first() else {
            return;
        };
        let cells = usize::from(*room) % 40;
        let text = String::from_utf8_lossy(text);
        assert!(!visible(&text).contains(is_forbidden));
        if let Ok(plain) = Plain::typed(&text) {
            let again = Plain::typed(plain.as_str()).expect("as long as before");
            assert_eq!(again, plain, "cleaned twice is cleaned once");
        }
        let text = visible(&text);
        assert!(width(&cut(&text, cells, "..")) <= cells);
        assert_eq!(width(&pad(&text, cells, "..")), cells);
        let (seen, used) = window(&text, 3, cells);
        assert!(used <= cells && width(&seen) == used);
        let lines = wrap(&text, cells.max(4));
        assert!(
            lines.iter().all(|line| width(line) <= cells.max(4)),
            "{lines:?}"
        );
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&lines.concat()), bare(&text));
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let texts = [
            "核销事业编制，划转（原单位）管理。",
            "see tuogou list",
            "一家👨\u{200d}👩\u{1b}[31m\u{202e}",
            "ｶﾞﾊﾟé\u{301}…①",
        ];
        texts.map(|text| [&[12], text.as_bytes()].concat()).to_vec()
    }
}

/// A line that is typed, then names: prepared names match as names do.
pub mod names {
    use tuogou::search::{Names, Query};

    pub fn read(bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text
            .lines()
            .map(|line| line.chars().take(24).collect::<String>());
        let typed = lines.next().unwrap_or_default();
        let names: Vec<String> = lines.take(8).collect();
        let prepared = Names::new(names.iter().map(String::as_str));
        for query in [Query::new(&typed), Query::of_words([typed.as_str()])] {
            for term in query.terms() {
                let matcher = prepared.matcher(term);
                for (at, name) in names.iter().enumerate() {
                    assert_eq!(
                        matcher.strength(at),
                        term.matches(name),
                        "{typed} in {name}"
                    );
                }
            }
        }
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let texts = [
            "dyxh\n开封市钓鱼协会\n开封市长跑协会",
            "lv教育\n开封市吕剧协会\n县区女企业家协会",
            "29\n二十九\n29",
        ];
        texts.map(|text| text.as_bytes().to_vec()).to_vec()
    }
}

/// Days, codes, places, keys and answers as people write them.
pub mod written {
    use super::*;
    use tuogou::app::clock::parse_date;
    use tuogou::domain::form::month;
    use tuogou::domain::seal::Code;
    use tuogou::exchange::roster::columns::parse_override;
    use tuogou::exchange::roster::encoding::TextEncoding;
    use tuogou::tui::keymap::parse_keys;

    pub fn read(bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(day) = parse_date(&text) {
            assert_eq!(parse_date(&day.to_string()), Ok(day));
        }
        if let Some(month) = month::parse(&text) {
            assert_eq!(month::parse(&month.to_string()), Some(month));
        }
        if let Ok(code) = text.parse::<Code>() {
            assert_eq!(code.to_string().parse::<Code>().ok(), Some(code));
        }
        let _ = (
            parse_override(&text),
            TextEncoding::parse(&text),
            parse_keys(&text),
        );
        let ledger = untouched();
        for form in &ledger.round().forms {
            for field in &form.fields {
                if let Ok(Some(value)) = field.parse(&[text.clone().into_owned()]) {
                    assert!(field.holds(&value), "{} {value:?}", field.id);
                }
            }
        }
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        let texts = [
            "2020-07-31",
            "7月31日",
            "2020年8月",
            "2018.10",
            "今天",
            "+7d",
            "ABCD-EFGH",
            "名称=B",
            "gb18030",
            "12,345.60",
            "壹佰",
            "<ctrl-k>jj<lt>",
            "张三|会长|2018-10",
            "是",
        ];
        texts.map(|text| text.as_bytes().to_vec()).to_vec()
    }
}

/// What is typed on the screen, one key for each byte below 96, else the characters as they are.
pub mod keys {
    use super::*;

    const KEYS: [&str; 96] = [
        "j",
        "k",
        "<enter>",
        "<esc>",
        "<space>",
        "<tab>",
        "<backtab>",
        "z",
        "s",
        "b",
        "o",
        "c",
        "f",
        "M",
        "V",
        "E",
        "r",
        "w",
        "p",
        "l",
        "<f6>",
        "<f7>",
        "<f8>",
        "<f9>",
        "<f11>",
        "<ctrl-k>",
        "<ctrl-a>",
        "<delete>",
        "light:red",
        "2020-08-30",
        "/",
        "d",
        "n",
        "x",
        "e",
        "v",
        "m",
        "1",
        "4",
        "9",
        "W",
        "C",
        ">",
        "<lt>",
        "<ctrl-right>",
        "<f2>",
        "<f3>",
        "<f4>",
        "<f10>",
        "a",
        "u",
        "<ctrl-r>",
        "h",
        ":",
        "?",
        "钓",
        "<left>",
        "<right>",
        "<ctrl-left>",
        "<ctrl-t>",
        "<ctrl-e>",
        "<pagedown>",
        "<end>",
        "<home>",
        "<backspace>",
        "<ctrl-u>",
        "y",
        "t",
        "i",
        "<down>",
        "<up>",
        "<pageup>",
        "<f1>",
        "<f5>",
        "<f12>",
        "2",
        "3",
        "5",
        "6",
        "7",
        "8",
        "0",
        "-",
        "=",
        "A",
        "B",
        "D",
        "F",
        "G",
        "H",
        "J",
        "K",
        "L",
        "N",
        "P",
        "q",
    ];

    pub fn read(bytes: &[u8]) {
        let home = Home::new();
        let (width, height) = match bytes {
            [width, height, ..] => (u16::from(width % 140), u16::from(height % 45)),
            _ => (80, 24),
        };
        let mut story = home.story("2020-07-20", width, height);
        for byte in bytes.iter().skip(2).take(120) {
            let key = KEYS[usize::from(*byte) % KEYS.len()];
            story.keys(key);
            if story.driver.quit {
                break;
            }
        }
        let (buffer, cursor) = story.buffer();
        assert!(
            cursor.is_none_or(|cursor| buffer.area.contains(cursor)),
            "{cursor:?}"
        );
        let sum = &story.model().sums.city;
        assert_eq!((sum.total, sum.decoupled, sum.planned), (150, 37, 113));
        drop(story);
        let told = tuogou::app::verify::file(&home.ledger()).expect("looked at");
        assert!(told.rows.iter().all(|row| row.ok), "{:?}", told.rows);
    }

    pub fn seeds() -> Vec<Vec<u8>> {
        vec![
            vec![80, 24, 30, 55, 2, 2, 4, 34, 55, 2, 50, 51, 35],
            vec![120, 40, 45, 0, 0, 2, 1, 3, 52, 50],
        ]
    }
}
