//! Where a title or a signature that needs several lines is broken: by sense, and into lines of about one
//! length, as GB/T 9704 asks for. No word is broken that these papers have.

use crate::text::cells;

/// Words that stay in one piece.
const WHOLE: &str = "\
    行业协会商会 行业协会 协会 商会 行政机关 脱钩改革 脱钩 改革 工作 联合工作组 工作组 领导小组 办公室 委员会 管理局 \
    实施方案 基本情况 完成情况 进展情况 逾期事项 业务主管 主管单位 调度会 关于 通报 通知 报告 批复 纪要 总结 周报";
/// What begins no line.
const NOT_FIRST: &str = "的市县区会局、，。：；）〕》·";
/// What ends no line.
const NOT_LAST: &str = "与和及（〔《";

/// The text in as few lines of so many cells as it needs.
pub fn by_sense(text: &str, room: usize) -> Vec<&str> {
    let lines = cells::width(text).div_ceil(room.max(1));
    let mut made = Vec::new();
    let mut rest = text;
    for left in (2..=lines).rev() {
        let at = best_break(rest, room, left);
        let (line, next) = rest.split_at(at);
        made.push(line.trim_end());
        rest = next.trim_start();
    }
    made.push(rest);
    made
}

/// Where the first of so many lines ends: nearest to its equal share, but within no word if that can be.
fn best_break(text: &str, room: usize, lines: usize) -> usize {
    let whole = cells::width(text);
    let cost = |at: &usize| {
        let (before, after) = text.split_at(*at);
        let width = cells::width(before);
        let uneven = (width * lines).abs_diff(whole);
        let too_wide = width > room || whole - width > room * (lines - 1);
        (too_wide, breaks_word(before, after), uneven)
    };
    let places = text.char_indices().map(|(at, _)| at).skip(1);
    places.min_by_key(cost).unwrap_or(text.len())
}

fn breaks_word(before: &str, after: &str) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (last, next) = (before.chars().next_back(), after.chars().next());
    let within = |word: &str| {
        let mut parts = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
        parts.any(|(head, tail)| before.ends_with(head) && after.starts_with(tail))
    };
    latin(last) && latin(next)
        || next.is_some_and(|next| NOT_FIRST.contains(next))
        || last.is_some_and(|last| NOT_LAST.contains(last))
        || WHOLE.split_whitespace().any(within)
}

#[cfg(test)]
mod tests {
    use super::by_sense;

    #[test]
    fn lines_are_even_and_break_no_word() {
        for (text, room, lines) in [
            (
                "关于办结脱钩逾期事项的督办通知",
                40,
                &["关于办结脱钩逾期事项的督办通知"][..],
            ),
            (
                "开封市行业协会商会与行政机关脱钩改革工作联合工作组办公室",
                40,
                &[
                    "开封市行业协会商会与行政机关",
                    "脱钩改革工作联合工作组办公室",
                ],
            ),
            (
                "关于开封市行业协会商会脱钩改革进展情况的通报",
                40,
                &["关于开封市行业协会商会", "脱钩改革进展情况的通报"],
            ),
            (
                "兰考县脱钩改革2020年调度会纪要",
                20,
                &["兰考县脱钩改革", "2020年调度会纪要"],
            ),
            // A text without any such word is broken all the same.
            ("甲乙丙丁戊己庚辛", 8, &["甲乙丙丁", "戊己庚辛"]),
            ("", 8, &[""]),
        ] {
            assert_eq!(by_sense(text, room), lines, "{text}");
        }
    }
}
