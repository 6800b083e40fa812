//! Why what was written into a field cannot be read. Each sentence says what to write instead.

use std::fmt;

use crate::domain::form::value::{MAX_ROWS, MAX_SCALE, ValueError};

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber(text) => {
                put!(
                    f,
                    "「{text}」不是数字，请只写数字，如 12 或 1234.5",
                    "\"{text}\" is no number; write digits only, such as 12 or 1234.5"
                )
            }
            Self::Approximate(text) => {
                put!(
                    f,
                    "「{text}」是约数，请写确切的数字，把约数写进说明",
                    "\"{text}\" is a rough figure; write an exact one, and the rough one into the note"
                )
            }
            Self::Negative(text) => put!(
                f,
                "「{text}」是负数，此处不能为负",
                "\"{text}\" is negative, which is not possible here"
            ),
            Self::NotWhole { text, unit } => {
                let unit = unit.as_deref().unwrap_or(s!("数量", "the count"));
                put!(
                    f,
                    "「{text}」不是整数，{unit}须为整数",
                    "\"{text}\" is not whole; {unit} must be a whole number"
                )
            }
            Self::TooLarge(text) => put!(
                f,
                "「{text}」太大，请核对单位",
                "\"{text}\" is too large; check the unit"
            ),
            Self::TooFine(text) => put!(
                f,
                "「{text}」小数过多，最多 {MAX_SCALE} 位",
                "\"{text}\" has too many decimals, at most {MAX_SCALE}"
            ),
            Self::UnknownOption { text, known } => {
                put!(
                    f,
                    "没有选项「{text}」，可选：{known}",
                    "no option \"{text}\"; there are: {known}"
                )
            }
            Self::TooManyOptions(ticked) => put!(
                f,
                "只能选一项，选了 {ticked}",
                "only one can be chosen, not {ticked}"
            ),
            Self::NotAlone(option) => put!(
                f,
                "「{option}」不能与其他选项同选",
                "\"{option}\" cannot stand beside other options"
            ),
            Self::WrongColumns {
                row,
                found,
                columns,
                headings,
            } => put!(
                f,
                "第 {row} 行有 {found} 列，应为 {columns} 列：{headings}",
                "row {row} has {found} columns, not {columns}: {headings}"
            ),
            Self::TooManyRows(rows) => put!(
                f,
                "{rows} 行太多，最多 {MAX_ROWS} 行",
                "{rows} rows are too many, at most {MAX_ROWS}"
            ),
            Self::NotAMonth(text) => {
                put!(
                    f,
                    "「{text}」不是年月，请写 2020-08 或 2020年8月，也可写到日",
                    "\"{text}\" is no month; write 2020-08 or 2020年8月, with the day if you like"
                )
            }
            Self::OneOnly(given) => put!(
                f,
                "此栏只填一项，给了 {given} 项",
                "this field takes one value, not {given}"
            ),
            Self::TooLong(error) => write!(f, "{error}"),
        }
    }
}
