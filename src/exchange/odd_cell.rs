//! What stands in a cell and is neither an answer nor a name: an error mark, a formula that was saved without
//! its result, a number of which digits are lost. Rosters and forms say the same of it.

use crate::text::lang::Text;

/// Stands where a formula was saved without its result.
pub const UNCOMPUTED: &str = "=?";
/// Said of that.
pub const NO_RESULT: Text = text!(
    "是公式，文件里没有存结果；请用 Excel 打开，保存一次再导入",
    "a formula without its result in the file; open it in Excel, save it and import again"
);
/// Said of `#N/A` and the like.
pub const ERROR_MARK: Text = text!(
    "是 Excel 的出错标记，不是文字",
    "an error mark of Excel, no text"
);
/// Said of a number that is too long for Excel.
pub const LOST_DIGITS: Text = text!(
    "是超过 15 位的数字，Excel 已丢掉末几位；请按文本格式重新填写",
    "a number of over 15 digits, of which Excel has lost the last; fill it in anew as text"
);
/// Said of TRUE and FALSE.
pub const TRUTH: Text = text!("是逻辑值，不是文字", "is true or false, no text");
/// Said of a date in a place for words.
pub const DATE: Text = text!(
    "是日期，可能是 Excel 把 3-5 这样的文字改成的；请按文本格式重新填写",
    "a date, which Excel may have made of a text like 3-5; fill it in anew as text"
);
/// From here on Excel keeps no more than fifteen digits of a number.
pub const EXACT: f64 = 1e15;
/// A number in this many digits that is written with an exponent was longer than Excel shows.
const SHOWN_DIGITS: u32 = 11;

/// Why a text is none, however it came into the cell: typed, pasted, or saved by another program.
pub fn fault(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text == UNCOMPUTED {
        return Some(NO_RESULT.get());
    }
    let hash = text.strip_prefix(['#', '＃']);
    if hash.is_some_and(|rest| rest.ends_with(['!', '?', 'a', 'A', '#']) || rest.is_empty()) {
        return Some(ERROR_MARK.get());
    }
    is_shortened(text).then(|| LOST_DIGITS.get())
}

/// `5.14103E+17`: a long number as Excel shows it.
fn is_shortened(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, rest) = number.split_once('.').unwrap_or((number, "0"));
    let power = power.strip_prefix('+').unwrap_or(power);
    let is_number = digits(whole) && whole.len() == 1 && digits(rest) && digits(power);
    is_number
        && power
            .parse::<u32>()
            .is_ok_and(|power| power >= SHOWN_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_told_from_what_looks_like_it() {
        for text in ["#N/A", "#DIV/0!", "#NAME?", "#REF!", "####", "#"] {
            assert_eq!(fault(text), Some(ERROR_MARK.get()), "{text}");
        }
        for text in ["5.14103E+17", "5e17", "6.22202E17", "1.2E+11"] {
            assert_eq!(fault(text), Some(LOST_DIGITS.get()), "{text}");
        }
        assert_eq!(fault("=?"), Some(NO_RESULT.get()));
        for text in [
            "#一协会",
            "12E3",
            "5.1E+3",
            "E17",
            "3e栋",
            "A座1e12",
            "12.5",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }
}
