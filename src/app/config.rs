//! The optional configuration file, and who the user is. What is wrong in it is told together, by
//! line and column, and the rest of it counts.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::app::clock::parse_date;
use crate::text::cells::SignWidth;
use crate::text::fault::{self, Fault};
use crate::text::lang::{Both, Lang, Text};

/// `config.toml`. Every key may be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The ledger, where it is not the usual one.
    pub ledger: Option<PathBuf>,
    /// Name that is recorded with what this user does.
    pub user: Option<String>,
    /// The language of the interface, where it is not that of the system.
    pub lang: Option<Lang>,
    /// Draw with ASCII signs only.
    pub ascii: bool,
    /// Leave the mouse to the terminal, for selecting text.
    pub no_mouse: bool,
    /// The colours of the interface.
    pub theme: ThemeName,
    /// How wide the terminal draws “ ” … — and their like.
    pub ambiguous: AmbiguousWidth,
    /// So many copies of single days are kept beside the ledger; 0 = none are made.
    pub copies: usize,
    /// Write ledgers that lie on a network share, too.
    pub network_share: bool,
    /// 基准日 that is kept; today where there is none.
    pub as_of: Option<NaiveDate>,
    /// Other keys for actions.
    pub keys: Vec<KeyWish>,
}

/// Other keys for an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyWish {
    /// `tick`, or `association.tick` for one page.
    pub action: String,
    /// Each a key, or some keys one after the other.
    pub keys: Vec<String>,
    /// Where it is written.
    pub line: usize,
}

/// Which colours the interface has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeName {
    /// Dark or light, as the terminal is.
    Auto,
    Dark,
    Light,
    /// As much contrast as there is.
    Contrast,
    /// For eyes that do not tell red from green.
    BlueOrange,
    /// The terminal's own sixteen colours.
    Sixteen,
    /// Without any colour.
    None,
}

impl ThemeName {
    /// As it is written.
    const NAMES: [(&'static str, Self); 7] = [
        ("auto", Self::Auto),
        ("dark", Self::Dark),
        ("light", Self::Light),
        ("contrast", Self::Contrast),
        ("blue-orange", Self::BlueOrange),
        ("16", Self::Sixteen),
        ("none", Self::None),
    ];

    fn named(name: &str) -> Option<Self> {
        let named = Self::NAMES.iter().find(|(one, _)| *one == name);
        named.map(|(_, theme)| *theme)
    }
}

/// How many cells a terminal gives to signs of ambiguous width (East Asian Width A).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmbiguousWidth {
    /// As the terminal says; one where it says nothing.
    Auto,
    One,
    Two,
}

impl AmbiguousWidth {
    /// What is known of it before the terminal is asked.
    pub const fn known(self) -> SignWidth {
        match self {
            Self::Auto | Self::One => SignWidth::One,
            Self::Two => SignWidth::Two,
        }
    }

    /// As it is written.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::One => "1",
            Self::Two => "2",
        }
    }

    fn read(value: &DeValue<'_>) -> Option<Self> {
        let text = match value {
            DeValue::Integer(number) => number.as_str(),
            value => value.as_str()?,
        };
        let mut all = [Self::Auto, Self::One, Self::Two].into_iter();
        all.find(|one| one.id() == text)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            ledger: None,
            user: None,
            lang: None,
            ascii: false,
            no_mouse: false,
            theme: ThemeName::Auto,
            ambiguous: AmbiguousWidth::Auto,
            copies: 14,
            network_share: false,
            as_of: None,
            keys: Vec::new(),
        }
    }
}

/// A file to begin with: every key with what holds without it.
pub const TEMPLATE: Text = text!(
    r#"# 脱钩工作台账的配置。去掉行首的 # 即生效；命令行和环境变量优先于这里。

# 台账：文件，或服务器上的台账；命令行和环境变量 TUOGOU_LEDGER 优先
# ledger = "postgres://office@host/开封"

# 登记时署的名字；环境变量 TUOGOU_USER 优先，服务器上的台账以服务器登记的为准
# user = "王小明"

# 界面语言：zh、en；命令行和环境变量 TUOGOU_LANG 优先，不写则随系统语言
# lang = "zh"

# 界面只用 ASCII 符号
# ascii = false

# 颜色：auto、dark、light、contrast、blue-orange、16、none
# theme = "auto"

# 终端把“”…—·①这类符号画成几格宽：1、2，或 auto 问终端（它不说即 1）
# ambiguous = "auto"

# 不用鼠标，留给终端选取文字
# no_mouse = false

# 台账旁按日保留几份备份；0 为不做
# copies = 14

# 允许写网络共享上的台账
# network_share = false

# 固定的基准日；不写则为今天。命令行和环境变量 TUOGOU_AS_OF 优先
# as_of = "2020-07-20"

# 换按键：操作名 = "键"，或几个键的列表；先后按的几个键用空格隔开。
# 只在一个画面换写 "画面.操作"。名称由 config keys 列出
# [keys]
# tick = ["space", "insert"]
# go-matrix = "alt-4"
# "roster.sort-by" = "g s"
"#,
    r#"# Configuration of the decoupling ledger. A line counts when the # before it is taken away; the command line and environment
# variables come before this file.

# The ledger: a file, or a ledger on a server; the command line and TUOGOU_LEDGER come first
# ledger = "postgres://office@host/kaifeng"

# The name under which you record; TUOGOU_USER comes first, a ledger on a server has the name that the server knows
# user = "Wang Xiaoming"

# Language of the interface: zh, en; the command line and TUOGOU_LANG come first, without any of them the locale counts
# lang = "en"

# ASCII signs only
# ascii = false

# Colours: auto, dark, light, contrast, blue-orange, 16, none
# theme = "auto"

# How many cells the terminal gives to signs such as “”…—·①: 1, 2, or auto to ask it (1 where it does not answer)
# ambiguous = "auto"

# Leave the mouse to the terminal, to select text
# no_mouse = false

# How many daily backups are kept beside the ledger; 0 for none
# copies = 14

# Allow recording in a ledger on a network share
# network_share = false

# A fixed as-of date; today without it. The command line and TUOGOU_AS_OF come first
# as_of = "2020-07-20"

# Other keys: action = "key", or a list of keys; keys pressed one after the other stand apart by blanks.
# For one page alone write "page.action". The names: config keys
# [keys]
# tick = ["space", "insert"]
# go-matrix = "alt-4"
# "roster.sort-by" = "g s"
"#
);

impl Config {
    /// Reads a configuration file; a missing one is an empty one. What is wrong is told beside it.
    pub fn read(path: &Path) -> (Self, Vec<Both>) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return (Self::default(), vec![Both::of(|| fault::io(&error))]),
        };
        let (config, faults) = Self::parse(&text);
        // The language is chosen by what is read here.
        let said = |at: usize| Both::of(|| Self::parse(&text).1[at].to_string());
        (config, (0..faults.len()).map(said).collect())
    }

    /// Understands what a configuration file says, as far as it can be understood.
    fn parse(text: &str) -> (Self, Vec<Fault>) {
        let mut reader = Reader {
            text,
            config: Self::default(),
            faults: Vec::new(),
        };
        match fault::toml_table(text) {
            Ok(table) => reader.table(&table),
            Err(fault) => reader.faults.push(fault),
        }
        (reader.config, reader.faults)
    }

    /// Who is at work: `TUOGOU_USER`, else the configured name, else the login.
    pub fn who(&self) -> String {
        std::env::var("TUOGOU_USER")
            .ok()
            .or_else(|| self.user.clone())
            .and_then(|name| {
                crate::text::plain::Plain::typed(&name)
                    .ok()
                    .map(String::from)
            })
            .filter(|name| !name.is_empty())
            .or_else(|| whoami::username().ok())
            .unwrap_or_else(|| "未署名".into())
    }
}

/// What is understood so far, and what is not.
struct Reader<'t> {
    text: &'t str,
    config: Config,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn wrong(&mut self, at: usize, problem: impl Into<String>) {
        self.faults.push(Fault::at(self.text, at, problem.into()));
    }

    fn table(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let (name, at) = (&**key.get_ref(), value.span().start);
            let understood = match name {
                "user" => value
                    .get_ref()
                    .as_str()
                    .map(|user| self.config.user = Some(user.into())),
                "ledger" => value
                    .get_ref()
                    .as_str()
                    .map(|ledger| self.config.ledger = Some(ledger.into())),
                "lang" => {
                    let lang = value.get_ref().as_str().and_then(Lang::named);
                    lang.map(|lang| self.config.lang = Some(lang))
                }
                "ascii" => flag(value, &mut self.config.ascii),
                "no_mouse" => flag(value, &mut self.config.no_mouse),
                "network_share" => flag(value, &mut self.config.network_share),
                "theme" => {
                    let theme = value.get_ref().as_str().and_then(ThemeName::named);
                    theme.map(|theme| self.config.theme = theme)
                }
                "ambiguous" => {
                    let width = AmbiguousWidth::read(value.get_ref());
                    width.map(|width| self.config.ambiguous = width)
                }
                "copies" => number(value).map(|copies| self.config.copies = copies),
                "as_of" => day(value).map(|day| self.config.as_of = Some(day)),
                "keys" => self.keys(value),
                _ => {
                    let problem = t!("不认识的栏 {name}", "unknown key {name}");
                    self.wrong(key.span().start, problem);
                    continue;
                }
            };
            if understood.is_none() {
                self.wrong(
                    at,
                    s!(
                        "这里的值不是应有的种类或写法",
                        "this is not the kind of value that belongs here"
                    ),
                );
            }
        }
    }

    fn keys(&mut self, value: &Spanned<DeValue<'_>>) -> Option<()> {
        let DeValue::Table(wishes) = value.get_ref() else {
            return None;
        };
        for (name, value) in wishes {
            let action = name.get_ref().to_string();
            match texts(value.get_ref()) {
                Some(keys) => self.config.keys.push(KeyWish {
                    action,
                    keys,
                    line: crate::text::line_number(self.text, name.span().start),
                }),
                None => self.wrong(
                    value.span().start,
                    t!(
                        "{action} 的键写成 \"键\" 或 [\"键\", \"键\"]",
                        "the keys of {action} are written \"key\" or [\"key\", \"key\"]"
                    ),
                ),
            }
        }
        Some(())
    }
}

fn flag(value: &Spanned<DeValue<'_>>, to: &mut bool) -> Option<()> {
    *to = value.get_ref().as_bool()?;
    Some(())
}

fn number(value: &Spanned<DeValue<'_>>) -> Option<usize> {
    let number = value.get_ref().as_integer()?;
    usize::from_str_radix(number.as_str(), number.radix()).ok()
}

/// A day with its year, as text or as TOML's own date.
fn day(value: &Spanned<DeValue<'_>>) -> Option<NaiveDate> {
    match value.get_ref() {
        DeValue::String(text) => parse_date(text).ok(),
        DeValue::Datetime(date) => date.to_string().parse().ok(),
        _ => None,
    }
}

fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Array(values) => {
            let texts = values
                .iter()
                .map(|value| value.get_ref().as_str().map(str::to_owned));
            texts.collect()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told_with_its_place_and_the_rest_counts() {
        let text = "user = \"张三\"\ncolour = 1\nascii = 3\ncopies = 5\nas_of = \"7.20\"\n";
        let (config, faults) = Config::parse(text);
        assert_eq!(config.user.as_deref(), Some("张三"));
        assert_eq!((config.copies, config.ascii), (5, false));
        let told: Vec<String> = faults.iter().map(Fault::to_string).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        for part in ["第 2 行第 1 列：不认识的栏 colour", "第 3 行", "第 5 行"] {
            assert!(told.iter().any(|one| one.contains(part)), "{told:?}");
        }
        let (config, faults) = Config::parse("user = 张三\n");
        assert_eq!((config, faults.len()), (Config::default(), 1));
    }

    #[test]
    fn the_width_of_signs_is_written_as_a_number_or_a_word() {
        use AmbiguousWidth as W;
        for (written, read) in [
            ("1", W::One),
            ("2", W::Two),
            ("\"2\"", W::Two),
            ("\"auto\"", W::Auto),
        ] {
            let (config, faults) = Config::parse(&format!("ambiguous = {written}\n"));
            assert_eq!((config.ambiguous, faults.len()), (read, 0), "{written}");
        }
        for written in ["3", "\"wide\"", "true"] {
            let (config, faults) = Config::parse(&format!("ambiguous = {written}\n"));
            assert_eq!((config.ambiguous, faults.len()), (W::Auto, 1), "{written}");
        }
    }

    #[test]
    fn what_a_file_begins_with_says_what_holds_without_it() {
        // Every line of it can be taken out of its comment: a name and what it is, or the head of a table.
        let is_setting = |line: &&str| {
            let name = line.split_once(" = ").map_or(*line, |(name, _)| name);
            let is_name = name != *line && name.is_ascii() && !name.contains(' ');
            is_name || name.starts_with('[')
        };
        let set = |template: &str| {
            assert_eq!(Config::parse(template), (Config::default(), Vec::new()));
            let lines = template.lines().filter_map(|line| line.strip_prefix("# "));
            let lines: Vec<&str> = lines.filter(is_setting).collect();
            let (config, faults) = Config::parse(&lines.join("\n"));
            assert_eq!((faults, config.keys.len()), (Vec::new(), 3));
            let names = lines.iter().filter_map(|line| line.split_once(" = "));
            names.map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(set(TEMPLATE.zh), set(TEMPLATE.en));
        let missing = Config::read(Path::new("/nowhere/config.toml"));
        assert_eq!(missing, (Config::default(), Vec::new()));
    }
}
