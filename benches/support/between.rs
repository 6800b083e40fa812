//! A network between a client and a server: it lets through, takes its time, cuts, or is silent.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

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
        Self::far(port, Duration::ZERO)
    }

    /// A network over which a question and its answer are so long on the way, half of it each.
    pub fn far(port: u16, trip: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let own = listener.local_addr().expect("bound").port();
        let mode = Arc::new(AtomicU8::new(PASS));
        let shared = Arc::clone(&mode);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.expect("a connection");
                // In front of nobody it lets in and hangs up.
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else {
                    continue;
                };
                for end in [&client, &server] {
                    end.set_nodelay(true).expect("set");
                }
                for (from, to, cut) in [
                    (&client, &server, CUT_QUESTION),
                    (&server, &client, CUT_ANSWER),
                ] {
                    let from = from.try_clone().expect("cloned");
                    let to = to.try_clone().expect("cloned");
                    let mode = Arc::clone(&shared);
                    let (put, taken) = channel();
                    std::thread::spawn(move || take_in(from, cut, &mode, &put));
                    std::thread::spawn(move || hand_on(to, trip / 2, &taken));
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

/// What came, and when.
type Parcel = (Instant, Vec<u8>);

fn take_in(mut from: TcpStream, cut: u8, mode: &AtomicU8, put: &Sender<Parcel>) {
    let mut bytes = vec![0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        while mode.load(Ordering::SeqCst) == HOLD {
            std::thread::sleep(Duration::from_millis(10));
        }
        let is_cut = mode.compare_exchange(cut, PASS, Ordering::SeqCst, Ordering::SeqCst);
        if is_cut.is_ok() || put.send((Instant::now(), bytes[..count].to_vec())).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
}

/// One after the other, as they came: what is on the way holds nothing up that comes behind it.
fn hand_on(mut to: TcpStream, way: Duration, taken: &Receiver<Parcel>) {
    for (came, bytes) in taken {
        std::thread::sleep(way.saturating_sub(came.elapsed()));
        if to.write_all(&bytes).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
