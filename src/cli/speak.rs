//! In which language the command line speaks, and its help in that language. A help text holds both, side
//! by side: the Chinese one, the sign ¦, the English one.

use std::borrow::Cow;
use std::ffi::OsString;

use clap::builder::{Str, StyledStr};

use super::args::Spoken;
use super::ledger::read_config;
use crate::text::lang::{self, Lang, Text, english};

/// What stands between the texts in the two languages.
const BESIDE: &str = "¦";

/// What values are called in the usage.
const VALUE_NAMES: &[Text] = &[
    text!("协会", "ASSOCIATION"),
    text!("单位", "UNIT"),
    text!("文号", "NUMBER"),
    text!("号", "NUMBER"),
    text!("日期", "DATE"),
    text!("命令", "COMMAND"),
    text!("台账", "LEDGER"),
    text!("格式", "FORMAT"),
    text!("文件", "FILE"),
    text!("文件夹", "FOLDER"),
    text!("哪边", "SIDE"),
    text!("文字", "TEXT"),
    text!("目录", "FOLDER"),
    text!("外壳", "SHELL"),
    text!("方式", "WAY"),
    text!("表", "FORM"),
    text!("文书", "LETTER"),
    text!("成员单位", "BODY"),
    text!("节点", "MILESTONE"),
    text!("状态", "STATUS"),
    text!("编码", "ENCODING"),
    text!("类别", "KIND"),
    text!("编号", "ID"),
    text!("决定", "VERDICT"),
    text!("栏目", "FIELD"),
    text!("内容", "VALUE"),
    text!("条数", "COUNT"),
    text!("办法", "WAY"),
    text!("列=位置", "COLUMN=PLACE"),
    text!("词=状态", "WORD=STATUS"),
    text!("写法=单位", "SPELLING=UNIT"),
    text!("名称", "NAME"),
    text!("差别", "DIFFERENCE"),
    text!("条件", "CONDITIONS"),
    text!("数字", "DIGIT"),
    text!("列", "COLUMNS"),
    text!("城市", "CITY"),
    text!("年份", "YEAR"),
    text!("姓名", "NAME"),
    text!("原因", "REASON"),
    text!("批次", "BATCH"),
    text!("电话", "PHONE"),
    text!("序次", "NUMBER"),
    text!("全称", "NAME"),
    text!("代字", "CODE"),
    text!("事由", "MATTER"),
    text!("情况", "FOUND"),
    text!("结果", "RESULT"),
    text!("天数", "DAYS"),
    text!("备份", "BACKUP"),
    text!("用户", "USER"),
    text!("权限", "RIGHTS"),
    text!("事项", "ITEM"),
    text!("记录号", "ENTRY"),
    text!("印发名称", "NAME"),
    text!("校验码", "CODE"),
    text!("分组", "GROUPS"),
    text!("排序", "ORDER"),
    text!("协会、节点或事项", "SUBJECT"),
    text!("部分", "SECTION"),
    text!("语言", "LANGUAGE"),
];

/// Chooses the language before anything is said: `--lang`, else `TUOGOU_LANG`, else the configuration, else
/// the locale. What is wrong with one of them is said when the arguments are read.
pub fn choose(args: &[OsString]) {
    lang::choose(named(args).or_else(configured).unwrap_or_else(of_locale));
}

/// What the command line or the environment asks for.
fn named(args: &[OsString]) -> Option<Lang> {
    let mut words = args.iter().skip(1).map(|word| word.to_string_lossy());
    let mut asked = None;
    while let Some(word) = words.next() {
        if word == "--" {
            break;
        }
        if word == "--lang" {
            asked = words.next().map(Cow::into_owned);
        } else if let Some(word) = word.strip_prefix("--lang=") {
            asked = Some(word.to_owned());
        }
    }
    let asked = asked.or_else(|| std::env::var("TUOGOU_LANG").ok())?;
    Lang::named(&asked)
}

fn configured() -> Option<Lang> {
    read_config().0.lang
}

/// The locale of messages, as POSIX has it: the first of these that is set counts.
fn of_locale() -> Lang {
    let set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let name = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find(|name| set(name));
    let locale = name.and_then(|name| std::env::var(name).ok());
    locale.map_or(Lang::Zh, |locale| Lang::of_locale(&locale))
}

/// The language that `--lang` names; nothing for an empty name, as a variable may have.
pub fn read(name: &str) -> Result<Spoken, String> {
    if name.is_empty() {
        return Ok(Spoken(None));
    }
    let lang = Lang::named(name);
    lang.map(|lang| Spoken(Some(lang))).ok_or_else(|| {
        t!(
            "没有语言 {name}，可用 zh、en",
            "no language {name}; there are zh, en"
        )
    })
}

/// The help of a command and of those below it in the language that is spoken.
pub fn help(mut command: clap::Command) -> clap::Command {
    if let Some(about) = command.get_about().map(of) {
        command = command.about(about);
    }
    if let Some(about) = command.get_long_about().map(of) {
        command = command.long_about(about);
    }
    command
        .mut_args(|mut arg| {
            if let Some(help) = arg.get_help().map(of) {
                arg = arg.help(help);
            }
            if let Some(help) = arg.get_long_help().map(of) {
                arg = arg.long_help(help);
            }
            if english() {
                // What values mean stands in the help of their argument.
                let takes = arg.get_action().takes_values();
                arg = arg.hide_possible_values(takes);
                let names = arg
                    .get_value_names()
                    .map(|names| names.iter().map(value_name).collect::<Vec<_>>());
                if let Some(names) = names.filter(|_| takes) {
                    arg = arg.value_names(names);
                }
            }
            arg
        })
        .mut_subcommands(help)
}

/// The side of a text that holds both languages.
fn of(text: &StyledStr) -> String {
    let text = text.to_string();
    let Some((zh, en)) = text.split_once(BESIDE) else {
        return text;
    };
    if english() { en } else { zh }.trim().to_owned()
}

fn value_name(name: &Str) -> Str {
    let known = VALUE_NAMES.iter().find(|known| known.zh == name.as_str());
    known.map_or_else(|| name.clone(), |known| known.en.into())
}

#[cfg(test)]
mod tests {
    use super::super::args;
    use super::*;
    use crate::text::fold::is_han;

    fn han(text: &str) -> bool {
        text.contains(is_han)
    }

    /// Every text of a command and of those below it, with where it stands.
    fn texts(command: &clap::Command, found: &mut Vec<(String, String)>) {
        let name = command.get_name().to_owned();
        let mut add = |of: &str, text: Option<String>| {
            found.extend(text.map(|text| (format!("{name} {of}"), text)));
        };
        add("about", command.get_about().map(ToString::to_string));
        add(
            "long about",
            command.get_long_about().map(ToString::to_string),
        );
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            add(id, arg.get_help().map(ToString::to_string));
            add(id, arg.get_long_help().map(ToString::to_string));
            let takes = arg.get_action().takes_values();
            for name in arg
                .get_value_names()
                .unwrap_or_default()
                .iter()
                .filter(|_| takes)
            {
                add(id, Some(name.to_string()));
            }
        }
        for below in command.get_subcommands() {
            texts(below, found);
        }
    }

    #[test]
    fn no_help_lacks_its_english_and_none_shows_both() {
        for lang in [Lang::Zh, Lang::En] {
            let mut found = Vec::new();
            lang::within(lang, || texts(&args::command(), &mut found));
            assert!(found.len() > 300, "{} texts", found.len());
            for (of, text) in found {
                assert!(!text.contains(BESIDE), "{of} shows both: {text}");
                // Values that are written in Chinese stand in English help too.
                if lang == Lang::En {
                    assert!(
                        text.contains(|c: char| c.is_ascii_alphabetic()),
                        "{of}: {text}"
                    );
                    let (mut all, mut chinese) = (0, 0);
                    for c in text.chars() {
                        all += 1;
                        chinese += usize::from(han(c.encode_utf8(&mut [0; 4])));
                    }
                    assert!(chinese * 2 < all, "{of} has no English: {text}");
                }
            }
        }
    }

    #[test]
    fn the_command_line_is_asked_before_anything_else() {
        let asked = |line: &str| {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            named(&args)
        };
        assert_eq!(asked("tuogou list --lang en"), Some(Lang::En));
        assert_eq!(asked("tuogou --lang=zh list"), Some(Lang::Zh));
        assert_eq!(asked("tuogou --lang fr"), None);
        assert_eq!(asked("tuogou remark 29 -- --lang en"), None);
    }
}
