//! Sorting the list of the page by one of its columns.

use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::popup::{self, Picker, PickerEntry};

/// Asks by which column; says so where the order means something.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let frame = layout::frame(model.size);
    let headings = frame.and_then(|frame| model.page().headings(&model.ctx, frame));
    let Some(headings) = headings else {
        model.fail(s!(
            "这一页按通知的次序排列，不另行排序",
            "this page stands in the order of the notice and is not sorted"
        ));
        return Vec::new();
    };
    let sort = |column: Option<String>| {
        move |model: &mut Model| {
            let (page, ctx) = model.page_and_ctx();
            page.sort_by(ctx, column.as_deref());
            Vec::new()
        }
    };
    let columns = headings.columns.into_iter();
    let mut entries: Vec<PickerEntry> = columns
        .map(|(id, title, _)| PickerEntry::new(title, String::new(), sort(Some(id))))
        .collect();
    entries.push(PickerEntry::new(
        s!("照原来的次序", "as it comes").to_owned(),
        String::new(),
        sort(None),
    ));
    let title = s!(
        "排序，再选一次倒过来",
        "Sort; choose again to turn it round"
    );
    popup::open(model, Picker::new(title, entries))
}
