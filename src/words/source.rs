//! Where something stands in the notice.

use crate::domain::round::Notice;

/// Where in the notice something comes from, for programs: `通知第 32 行`; `None` when no line is named.
pub fn notice_line(source: &str) -> Option<String> {
    let (_, lines) = source.split_once("seed L")?;
    Some(t!(
        "通知第 {} 行",
        "notice line {}",
        lines.replace(", L", s!("、", ", "))
    ))
}

/// By chapters: `三、第 4 段；四、（二）第 10 段`; `None` when no line is named whose chapter is known.
pub fn chapter(notice: &Notice, source: &str) -> Option<String> {
    let chapters = chapters(notice, source);
    (!chapters.is_empty()).then(|| chapters.join(s!("；", "; ")))
}

/// For people: `通知「三、第 4 段」「四、（二）第 10 段」`; what no line of the notice stands for, as it is written.
pub fn place(notice: &Notice, source: &str) -> Option<String> {
    let chapters = chapters(notice, source);
    if !chapters.is_empty() {
        return Some(t!(
            "通知「{}」",
            "notice \"{}\"",
            chapters.join(s!("」「", "\"\""))
        ));
    }
    let own = source
        .split("; ")
        .find(|part| !part.starts_with("domain.md"));
    notice_line(source).or_else(|| own.filter(|own| !own.is_empty()).map(str::to_owned))
}

/// The chapters of the lines that a source names (`seed L32, L50`, `seed L1075-1109`), each once.
fn chapters(notice: &Notice, source: &str) -> Vec<String> {
    let lines = source.split_once("seed L").map_or("", |(_, lines)| lines);
    let mut told: Vec<String> = Vec::new();
    for span in lines.split(", L").filter(|span| !span.is_empty()) {
        let (from, to) = span.split_once('-').unwrap_or((span, span));
        let (Ok(from), Ok(to)) = (from.parse(), to.parse()) else {
            continue;
        };
        let chapter = notice.chapter(from, to);
        told.extend(chapter.filter(|chapter| !told.contains(chapter)));
    }
    told
}
