//! The preview of a unit's file that has come back.

mod act;
mod draw;

use crate::app::describe::PreviewLine;
use crate::domain::ledger::Ledger;
use crate::domain::merge::{MergeLine, Side};
use crate::tui::job::FilePreview;
use crate::tui::page::Reply;
use crate::tui::widget::list::List;

pub use draw::draw;

/// 预览: what the file would do, line by line.
#[derive(Debug)]
pub struct PreviewPage {
    pub file: FilePreview,
    /// Where one is.
    pub list: List,
}

impl PreviewPage {
    /// Shows what was read.
    pub fn new(file: FilePreview) -> Self {
        let list = List::default();
        Self { file, list }
    }

    /// Conflicts of which nobody has said which side counts.
    fn undecided(&self) -> usize {
        self.file.bundle.1.undecided()
    }

    /// Moves to the first of them.
    fn go_to_undecided(&mut self) {
        let merge = &self.file.bundle.1;
        let open = merge.lines.iter().position(|line| line.chosen.is_none());
        let shown = |line: &PreviewLine| open.is_some() && line.part_of == open;
        if let Some(at) = self.file.lines.iter().position(shown) {
            self.list.cursor = at;
        }
    }

    /// The other side of the conflict under the cursor; theirs first.
    fn choose(&mut self, ledger: &Ledger) -> Reply {
        let here = self.file.lines.get(self.list.cursor);
        let Some(at) = here.and_then(|line| line.part_of) else {
            return Reply::fail(s!("这一行没有可选的", "nothing to choose on this line"));
        };
        let mut conflict = false;
        self.file.choose(ledger, |merge| {
            let line = &mut merge.lines[at];
            conflict = line.conflict();
            line.decide(if line.taken() {
                Side::Ours
            } else {
                Side::Theirs
            });
        });
        if conflict {
            Reply::Done
        } else {
            Reply::fail(s!(
                "只有分册改过，没有可选的",
                "only the bundle has changed it; nothing to choose"
            ))
        }
    }

    /// The other side of all conflicts; theirs first.
    fn choose_all(&mut self, ledger: &Ledger) -> Reply {
        let merge = &self.file.bundle.1;
        let conflicts = || merge.lines.iter().filter(|line| line.conflict());
        if conflicts().next().is_none() {
            return Reply::fail(s!("没有两边都改过的", "nothing was changed on both sides"));
        }
        let side = if conflicts().all(MergeLine::taken) {
            Side::Ours
        } else {
            Side::Theirs
        };
        self.file.choose(ledger, |merge| merge.decide(side));
        Reply::Done
    }
}
