//! What is measured on: a ledger of a size on the server, and the program's first screen in front of it.

use std::time::Duration;

use ratatui::buffer::Buffer;
use tuogou::app::session::Session;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::Status;
use tuogou::exchange::seed::builtin_documents;
use tuogou::store::Origin;
use tuogou::store::server::{Address, Keeping, PersonKind, ServerStore, TripCount};
use tuogou::tui::driver::Driver;

use crate::support::cluster::{Cluster, Database};
use crate::support::desk;
use crate::support::history;
use crate::support::roster::roster;

/// Who works: somebody of the office, whom the server holds to its rules.
pub const ROLE: &str = "office";
const NAME: &str = "王小明";

/// An answer is waited for no longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// A ledger with a history: a fifth of the associations have 25 states each, 500,000 of 100,000.
pub fn founded(cluster: &Cluster, size: u32) -> Database {
    let database = cluster.database();
    let rows = roster(size);
    let entries = history::at_once(&rows);
    let origin = Origin::new(builtin_documents(), rows);
    database.found(origin, &[], &entries);
    let keeping = Keeping::connect(&database.address("keeper")).expect("connected");
    keeping.add(ROLE, NAME, PersonKind::Office).expect("added");
    // As a server does by itself some time after.
    let mut keeper = database.client("keeper");
    keeper.batch_execute("VACUUM ANALYZE").expect("done");
    database
}

/// Items that are open: of associations that have a task and that nobody has touched, each its own.
pub fn untouched(ledger: &Ledger) -> impl Iterator<Item = (u32, String)> {
    let all = ledger.associations().iter();
    let planned = all.filter(|one| one.status == Status::Planned);
    let untouched = planned.enumerate().filter(|(at, _)| at % 3 > 0);
    let items = ledger.round().items.iter();
    let own = items.filter(|item| !item.per_unit() && !item.closes);
    let own: Vec<&String> = own.map(|item| &item.id).collect();
    untouched.flat_map(move |(_, one)| {
        let own = own.clone().into_iter();
        own.map(|item| (one.no, item.clone()))
    })
}

/// Connects, and says who it is; nothing is read.
pub fn connected(address: &str) -> (ServerStore, TripCount) {
    let address = Address::parse(address).expect("an address");
    let store = ServerStore::enter(&address).expect("entered");
    let trips = store.trips();
    (store, trips)
}

/// Reads the whole ledger.
pub fn loaded(store: ServerStore) -> (Session, Ledger) {
    Session::on(Box::new(store), String::new()).expect("loaded")
}

/// The program in front of it.
pub struct Screen {
    driver: Driver,
}

impl Screen {
    pub fn new(session: Session, ledger: Ledger) -> Self {
        let mut driver = desk::driver_now(session, ledger);
        driver.opened();
        let mut screen = Self { driver };
        screen.settled();
        screen
    }

    /// Presses keys, and waits until all is answered and drawn.
    pub fn keys(&mut self, keys: &str) -> Buffer {
        desk::press(&mut self.driver, keys);
        self.settled()
    }

    /// Looks around as the loop does.
    pub fn look(&mut self) -> Buffer {
        self.driver.look_around();
        self.settled()
    }

    /// Position of the newest entry.
    pub fn head(&self) -> i64 {
        self.driver.head()
    }

    fn settled(&mut self) -> Buffer {
        while self.driver.is_out() {
            self.driver.hear(PATIENCE);
        }
        self.driver.draw().0
    }
}
