//! Something to draw on that only counts the bytes.

use std::cell::Cell;
use std::io::{Result, Write};
use std::rc::Rc;

/// Takes bytes and forgets them. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct Sink(Rc<Cell<u64>>);

impl Sink {
    /// Bytes so far.
    pub fn bytes(&self) -> u64 {
        self.0.get()
    }
}

impl Write for Sink {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        self.0.set(self.0.get() + buf.len() as u64);
        Ok(buf.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
