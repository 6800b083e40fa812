//! What is to be seen of a cell beside its characters, and makes it doubtful what was filled in.

use super::changed::excerpt;
use super::matching::Found;
use super::options;
use crate::domain::form::layout::{Part, Template};
use crate::exchange::word_text::{Look, Text};

/// Why what was found in a cell is not taken; nothing = it is.
pub fn of(template: &Template, text: &Text, found: &[(&Part, Found)]) -> Option<String> {
    let is_place = template.parts.iter().any(|part| part.field().is_some());
    if !is_place {
        return None;
    }
    if let Some(words) = text.that_is(Look::Struck) {
        return Some(t!(
            "「{}」加了删除线，看不出算不算；请删净，或去掉删除线",
            "\"{}\" is struck out, and may count or not; delete it, or take the line away",
            excerpt(&words)
        ));
    }
    if let Some(words) = text.that_is(Look::Hidden) {
        return Some(t!(
            "「{}」是隐藏的文字，看不出算不算；请删净，或取消隐藏",
            "\"{}\" is hidden text, and may count or not; delete it, or show it",
            excerpt(&words)
        ));
    }
    if text.nested {
        return Some(
            s!(
                "这一格里套着一张表，读不出各格；请把各行分别填到原表的各行",
                "a table stands in this cell, whose cells cannot be told; fill in the rows of the form itself"
            )
            .into(),
        );
    }
    if let Some(words) = beside(text, found) {
        return Some(t!(
            "「{}」写在填写的位置之外，看不出算不算；请删去，或写进填写的位置",
            "\"{}\" stands outside of the place to fill in, and may count or not; delete it, or write it into the place",
            excerpt(&words)
        ));
    }
    if let Some(problem) = drawn(text, found) {
        return Some(problem);
    }
    if options::is_mixed(template, text) {
        return Some(
            s!(
                "既有 √ 又有 ×，看不出选了哪些；请只在选中的方框里打 √",
                "both √ and × stand here, and it is not known what was chosen; tick only the boxes chosen"
            )
            .into(),
        );
    }
    let marked = options::only_marked(template, text, found)?;
    Some(t!(
        "「{}」只是加了下划线、颜色、底色或圈，没有打勾；请在方框里打 √",
        "\"{}\" is underlined, coloured or framed, and no box is ticked; tick the box",
        excerpt(&marked)
    ))
}

/// What follows an answer in its content control after a blank.
fn beside(text: &Text, found: &[(&Part, Found)]) -> Option<String> {
    found.iter().find_map(|(part, found)| {
        let Found::Text(answer) = found else {
            return None;
        };
        let mut controls = text.controls.iter();
        let control = controls.find(|control| control.name.as_deref() == part.field())?;
        let inside: String = text.chars.get(control.from..control.to)?.iter().collect();
        let inside = inside.trim();
        let more = answer.strip_prefix(inside).filter(|_| !inside.is_empty())?;
        more.starts_with(char::is_whitespace)
            .then(|| more.trim().to_owned())
    })
}

fn drawn(text: &Text, found: &[(&Part, Found)]) -> Option<String> {
    let words = text.drawn.as_deref()?;
    if !words.is_empty() {
        return Some(in_box(words));
    }
    let is_blank = |found: &Found| match found {
        Found::Text(text) => text.is_empty(),
        Found::Box(ticked) => !ticked,
        Found::Lines(lines) => lines.is_empty(),
    };
    // A seal over what was filled in is one.
    found.iter().all(|(_, found)| is_blank(found)).then(|| {
        s!(
            "这里是图片，读不出文字；请直接填写",
            "a picture stands here, which cannot be read; type it in"
        )
        .into()
    })
}

/// Text in a box that floats over the form.
pub fn in_box(words: &str) -> String {
    t!(
        "文本框里的「{}」没有读入，请直接填在格里",
        "\"{}\" in a text box was left out; write it into the cell itself",
        excerpt(words)
    )
}
