//! A network between a client and the server of the tests: it lets through, cuts, or is silent.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

/// Lets everything through, or cuts a connection.
pub struct Between {
    pub port: u16,
    mode: Arc<AtomicU8>,
}

/// Nothing comes through, in either direction.
pub const HOLD: u8 = 3;
pub const PASS: u8 = 0;
/// Before the server gets what is sent next.
pub const CUT_QUESTION: u8 = 1;
/// Before the client gets what is answered next.
pub const CUT_ANSWER: u8 = 2;

impl Between {
    pub fn new(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let own = listener.local_addr().expect("bound").port();
        let mode = Arc::new(AtomicU8::new(PASS));
        let shared = Arc::clone(&mode);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.expect("a connection");
                let server = TcpStream::connect(("127.0.0.1", port)).expect("connected");
                for (from, to, cut) in [
                    (&client, &server, CUT_QUESTION),
                    (&server, &client, CUT_ANSWER),
                ] {
                    let from = from.try_clone().expect("cloned");
                    let to = to.try_clone().expect("cloned");
                    let mode = Arc::clone(&shared);
                    std::thread::spawn(move || carry(from, to, cut, &mode));
                }
            }
        });
        Self { port: own, mode }
    }

    /// What was to be cut was.
    pub fn has_cut(&self) -> bool {
        self.mode.load(Ordering::SeqCst) == PASS
    }

    /// What becomes of what comes next.
    pub fn next(&self, mode: u8) {
        self.mode.store(mode, Ordering::SeqCst);
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, cut: u8, mode: &AtomicU8) {
    let mut bytes = vec![0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        while mode.load(Ordering::SeqCst) == HOLD {
            std::thread::sleep(Duration::from_millis(10));
        }
        let is_cut = mode.compare_exchange(cut, PASS, Ordering::SeqCst, Ordering::SeqCst);
        if is_cut.is_ok() || to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
