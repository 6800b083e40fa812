//! Why what was written into a field cannot be read. Each sentence says what to write instead.

use std::fmt;

use crate::domain::form::value::{MAX_ROWS, MAX_SCALE, ValueError};

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber(text) => {
                write!(f, "「{text}」不是数字，请只写数字，如 12 或 1234.5")
            }
            Self::Approximate(text) => {
                write!(f, "「{text}」是约数，请写确切的数字，把约数写进说明")
            }
            Self::Negative(text) => write!(f, "「{text}」是负数，此处不能为负"),
            Self::NotWhole { text, unit } => {
                let unit = unit.as_deref().unwrap_or("数量");
                write!(f, "「{text}」不是整数，{unit}须为整数")
            }
            Self::TooLarge(text) => write!(f, "「{text}」太大，请核对单位"),
            Self::TooFine(text) => write!(f, "「{text}」小数过多，最多 {MAX_SCALE} 位"),
            Self::UnknownOption { text, known } => {
                write!(f, "没有选项「{text}」，可选：{known}")
            }
            Self::TooManyOptions(ticked) => write!(f, "只能选一项，选了 {ticked}"),
            Self::NotAlone(option) => write!(f, "「{option}」不能与其他选项同选"),
            Self::WrongColumns {
                row,
                found,
                columns,
                headings,
            } => write!(f, "第 {row} 行有 {found} 列，应为 {columns} 列：{headings}"),
            Self::TooManyRows(rows) => write!(f, "{rows} 行太多，最多 {MAX_ROWS} 行"),
            Self::NotAMonth(text) => {
                write!(
                    f,
                    "「{text}」不是年月，请写 2020-08 或 2020年8月，也可写到日"
                )
            }
            Self::OneOnly(given) => write!(f, "此栏只填一项，给了 {given} 项"),
            Self::TooLong(error) => write!(f, "{error}"),
        }
    }
}
