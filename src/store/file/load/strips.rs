//! Reading what is recorded of items on two connections, strip by strip by turns.
//!
//! To walk over items and take them apart is two thirds of reading a ledger, and on one connection
//! SQLite does it for one thread at a time. Strips are short, so that what one thread has read does not
//! wait long for the other, and pieces come in the order in which one would hand them out.

use std::sync::mpsc::sync_channel;
use std::thread;

use rusqlite::Connection;

use super::{EVERYBODY, Span, hand_out_items, head};
use crate::store::HistoryPiece;

/// So many rows of the roster make a strip.
const ROWS: usize = 256;
/// So many strips are read ahead.
const AHEAD: usize = 4;

/// Where the strips of a roster end.
#[derive(Debug, Default)]
pub(super) struct Strips {
    rows: usize,
    ends: Vec<u32>,
}

impl Strips {
    /// Rows come in the order of their numbers, of which there may be any.
    pub fn follow(&mut self, piece: &HistoryPiece) {
        if let HistoryPiece::Row(row) = piece {
            self.rows += 1;
            if self.rows.is_multiple_of(ROWS) {
                self.ends.push(row.no);
            }
        }
    }

    /// Everybody, strip by strip.
    fn spans(&self) -> Vec<Span> {
        let (first, last) = EVERYBODY;
        let ends = self.ends.iter().copied().map(i64::from);
        let starts = ends.clone().map(|end| end + 1);
        let ends = ends.chain([last]);
        [first].into_iter().chain(starts).zip(ends).collect()
    }
}

/// Hands out what is recorded of items as [`super::hand_out_items`] does, every other strip by a thread of its
/// own on a second connection to the same file.
///
/// As long as the first connection reads, nobody writes to the file, so that both see the same; that it
/// is the same file is asked by the newest entry. Whatever keeps the second one from a strip, the first
/// reads that too.
pub(super) fn hand_out(
    conn: &Connection,
    mut second: Connection,
    strips: &Strips,
    each: &mut dyn FnMut(HistoryPiece),
) -> rusqlite::Result<()> {
    let (newest, spans) = (head(conn)?, strips.spans());
    let theirs: Vec<Span> = spans.iter().skip(1).step_by(2).copied().collect();
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(AHEAD);
        scope.spawn(move || -> rusqlite::Result<()> {
            let read = second.transaction()?;
            let same = head(&read)? == newest;
            for span in theirs.into_iter().filter(|_| same) {
                let mut pieces = Vec::new();
                hand_out_items(&read, span, &mut |piece| pieces.push(piece))?;
                if sender.send(pieces).is_err() {
                    break;
                }
            }
            Ok(())
        });
        for pair in spans.chunks(2) {
            hand_out_items(conn, pair[0], each)?;
            let Some(other) = pair.get(1) else { break };
            match receiver.recv() {
                Ok(pieces) => pieces.into_iter().for_each(&mut *each),
                Err(_) => hand_out_items(conn, *other, each)?,
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use rusqlite::params;
    use tempfile::TempDir;

    use super::*;
    use crate::domain::seal::LedgerId;
    use crate::store::Extent;
    use crate::store::file::{load, migrate, seal};

    const BODY: &str =
        r#"{"state":"done","by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}"#;

    /// A ledger with more rows than two strips have, in numbers with gaps, and two items of each.
    fn ledger(folder: &TempDir, id: u128) -> Connection {
        let conn = Connection::open(folder.path().join(format!("{id}.db"))).expect("made");
        let begun = conn.unchecked_transaction().expect("begun");
        migrate::upgrade(&conn, 0).expect("made");
        for no in (1..=5 * ROWS).map(|row| 7 * row as u32) {
            let row = params![no, format!("协会{no}"), "教育局", "拟脱钩"];
            let sql = "INSERT INTO association VALUES (?1, ?2, ?3, ?4)";
            conn.execute(sql, row).expect("put");
            for item in ["A1", "P4"] {
                let sql = "INSERT INTO item_state VALUES (?1, ?2, ?3)";
                conn.execute(sql, params![no, item, BODY]).expect("put");
            }
        }
        seal::write_ledger(&conn, LedgerId(id)).expect("sealed");
        begun.commit().expect("kept");
        conn
    }

    fn strips_of(conn: &Connection) -> Strips {
        let mut strips = Strips::default();
        let whole = Extent::Beginning(u32::MAX);
        load::load(conn, whole, || None, &mut |piece| strips.follow(&piece)).expect("read");
        strips
    }

    /// What is handed out, in its order.
    fn pieces(
        read: impl FnOnce(&mut dyn FnMut(HistoryPiece)) -> rusqlite::Result<()>,
    ) -> Vec<String> {
        let mut pieces = Vec::new();
        read(&mut |piece| pieces.push(format!("{piece:?}"))).expect("read");
        pieces
    }

    #[test]
    fn two_hand_out_what_one_does_in_the_same_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let conn = ledger(&folder, 1);
        let strips = strips_of(&conn);
        assert_eq!(strips.spans().len(), 6);
        let alone = pieces(|each| hand_out_items(&conn, EVERYBODY, each));
        assert_eq!(alone.len(), 5 * ROWS);
        let same = || Connection::open(folder.path().join("1.db")).expect("opened");
        assert!(pieces(|each| hand_out(&conn, same(), &strips, each)) == alone);
        // One that reads another ledger, or none, or not to the end, is no help and does no harm.
        let other = ledger(&folder, 2);
        assert!(pieces(|each| hand_out(&conn, other, &strips, each)) == alone);
        let none = Connection::open_in_memory().expect("made");
        assert!(pieces(|each| hand_out(&conn, none, &strips, each)) == alone);
        let mut tired = same();
        let mut left = 40;
        let stop = move || {
            left -= 1;
            left < 0
        };
        tired.progress_handler(100, Some(stop)).expect("set");
        assert!(pieces(|each| hand_out(&conn, tired, &strips, each)) == alone);
    }

    #[test]
    fn strips_leave_nobody_out() {
        let strips = |ends: &[u32]| Strips {
            rows: 0,
            ends: ends.to_vec(),
        };
        let (first, last) = EVERYBODY;
        assert_eq!(strips(&[]).spans(), [EVERYBODY]);
        let spans = [(first, 9), (10, i64::from(u32::MAX)), (1 << 32, last)];
        assert_eq!(strips(&[9, u32::MAX]).spans(), spans);
    }
}
