//! Where something stands in the notice.

/// Where in the notice something comes from: `通知第 32 行`; `None` when no line is named.
pub fn notice_line(source: &str) -> Option<String> {
    let (_, lines) = source.split_once("seed L")?;
    Some(format!("通知第 {} 行", lines.replace(", L", "、")))
}
