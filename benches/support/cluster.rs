//! A server of one's own: made and started once for a process, in a folder that goes away with it,
//! with a database for each test or bench. Where there is no PostgreSQL, tests say so and are passed over.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};
use tuogou::domain::change::NewEntry;
use tuogou::store::Origin;
use tuogou::store::server::{Address, Founding, Keeping, ServerStore};

/// Makes a cluster, starts it, says where it is, and does what it is told: `stop`, `start`. When nobody is
/// there any more to tell it something, it ends the server and takes the folder away.
const SCRIPT: &str = r#"
set -e
unset HOME
folder=$(mktemp -d "${TMPDIR:-/tmp}/tuogou-pg.XXXXXX")
trap 'for one in data second; do
    pg_ctl -D "$folder/$one" -m immediate stop >/dev/null 2>&1 || true; done; rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
cd "$folder"
initdb -D data -U keeper -A trust -E UTF8 --locale=C --no-sync >log 2>&1 </dev/null
cat >>data/postgresql.conf <<END
unix_socket_directories = '$folder'
listen_addresses = '127.0.0.1'
port = $1
fsync = $3
max_connections = 150
END
cat >data/pg_hba.conf <<END
local all all trust
local replication all trust
host all secret 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
END
if command -v openssl >/dev/null; then
    kind="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    openssl req -x509 $kind -keyout ca.key -out ca.pem -subj /CN=ca -days 2 2>>log
    openssl req $kind -keyout data/server.key -out csr -subj /CN=server \
        -addext subjectAltName=IP:127.0.0.1 2>>log
    sign="openssl x509 -req -in csr -CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy"
    $sign -days 2 -out data/server.crt 2>>log
    $sign -days -1 -out expired.pem 2>>log
    echo "ssl = on" >>data/postgresql.conf
fi
start() { pg_ctl -D data -w -l log start >/dev/null 2>&1 </dev/null; }
start
echo "$folder"
while read -r told; do
    case $told in
        stop) pg_ctl -D data -w -m immediate stop >/dev/null 2>&1 ;;
        start) start ;;
        # A second server that follows the first, and takes its place.
        follow)
            pg_ctl -D data -w -m fast stop >/dev/null 2>&1
            cp -r data second
            touch second/standby.signal
            cat >>second/postgresql.conf <<END
port = $2
primary_conninfo = 'host=$folder port=$1 user=keeper'
END
            echo "synchronous_standby_names = '*'" >>data/postgresql.conf
            start
            pg_ctl -D second -w -l log2 start >/dev/null 2>&1 </dev/null
            ;;
        promote)
            pg_ctl -D data -w -m immediate stop >/dev/null 2>&1
            echo "synchronous_standby_names = ''" >>second/postgresql.conf
            pg_ctl -D second -w promote >/dev/null 2>&1
            ;;
        expire) cp expired.pem data/server.crt; pg_ctl -D data reload >/dev/null 2>&1 ;;
    esac
    echo done
done
"#;

/// Databases that were made, so that no two are called alike.
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The one that most tests share.
static SHARED: LazyLock<Option<Cluster>> = LazyLock::new(Cluster::start);

/// What begins a command line of somebody who is not root, as whom the server refuses to run.
fn ordinary() -> &'static [&'static str] {
    if is_root() {
        &[
            "setpriv",
            "--reuid=nobody",
            "--regid=nogroup",
            "--clear-groups",
            "sh",
        ]
    } else {
        &["sh"]
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let about = Path::new("/proc/self").metadata();
    about.is_ok_and(|about| about.uid() == 0)
}

/// A shell of somebody who is not root, to whom a folder belongs.
pub fn ordinary_user(folder: &Path) -> assert_cmd::Command {
    if is_root() {
        let above = folder.parent().expect("it lies somewhere");
        let open: std::fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(above, open).expect("opened");
        let given = assert_cmd::Command::new("chown")
            .args(["-R", "nobody:nogroup"])
            .arg(folder)
            .ok();
        given.expect("given");
    }
    let mut command = assert_cmd::Command::new(ordinary()[0]);
    command.args(&ordinary()[1..]);
    command
}

/// A server that runs as long as this lives.
pub struct Cluster {
    _child: Child,
    told: ChildStdin,
    said: BufReader<std::process::ChildStdout>,
    pub folder: PathBuf,
    pub port: u16,
    /// Of the server that can follow this one.
    pub second: u16,
}

impl Cluster {
    /// Starts one; nothing where there is no PostgreSQL to start.
    pub fn start() -> Option<Self> {
        Self::start_with("off")
    }

    /// Starts one that makes durable what it is told, as one does on which people work.
    pub fn durable() -> Option<Self> {
        Self::start_with("on")
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the server has to go on beside the test"
    )]
    fn start_with(fsync: &str) -> Option<Self> {
        let free = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
        let [port, second] = free.map(|free| free.local_addr().expect("bound").port());
        let mut command = Command::new(ordinary()[0]);
        command.args(&ordinary()[1..]);
        let child = command
            .args(["-c", SCRIPT, "sh", &port.to_string(), &second.to_string()])
            .arg(fsync)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = child.ok()?;
        let told = child.stdin.take().expect("piped");
        let mut said = BufReader::new(child.stdout.take().expect("piped"));
        let mut folder = String::new();
        said.read_line(&mut folder).expect("read");
        let folder = folder.trim();
        (!folder.is_empty()).then(|| Self {
            _child: child,
            told,
            said,
            folder: folder.into(),
            port,
            second,
        })
    }

    /// Lets the server stop at once, as if its machine had gone off, start again, be followed by
    /// another and give way to it, or show a certificate that has expired.
    pub fn tell(&mut self, what: &str) {
        writeln!(self.told, "{what}").expect("told");
        let mut done = String::new();
        self.said.read_line(&mut done).expect("read");
        assert_eq!(done.trim(), "done");
    }

    /// A new database.
    pub fn database(&self) -> Database {
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let name = format!("账{number}");
        let database = Database {
            folder: self.folder.clone(),
            port: self.port,
            name,
        };
        let mut keeper = database.client_of("keeper", "postgres");
        let made = keeper.batch_execute(&format!("CREATE DATABASE \"{}\"", database.name));
        made.expect("made");
        database
    }
}

/// A database of a test.
#[derive(Clone)]
pub struct Database {
    pub folder: PathBuf,
    pub port: u16,
    pub name: String,
}

impl Database {
    /// A new one; nothing where there is no PostgreSQL, which is said once for each test.
    pub fn new() -> Option<Self> {
        let made = SHARED.as_ref().map(Cluster::database);
        if made.is_none() {
            eprintln!("skipped: there is no PostgreSQL (initdb, pg_ctl, setpriv) here");
        }
        made
    }

    /// As somebody writes it.
    pub fn address_of(&self, role: &str) -> String {
        let folder = self.folder.to_str().expect("text").replace('/', "%2F");
        format!("postgres://{role}@{folder}:{}/{}", self.port, self.name)
    }

    /// The same over the network, with whatever stands between.
    pub fn address_over(&self, role: &str, port: u16) -> String {
        format!("postgres://{role}@127.0.0.1:{port}/{}", self.name)
    }

    /// The same over the network.
    pub fn address_over_tcp(&self, role: &str) -> String {
        self.address_over(role, self.port)
    }

    /// The certificate by which the server is to be trusted; nothing where it has none.
    pub fn root(&self) -> Option<PathBuf> {
        Some(self.folder.join("ca.pem")).filter(|root| root.exists())
    }

    /// Understood.
    pub fn address(&self, role: &str) -> Address {
        Address::parse(&self.address_of(role)).expect("an address")
    }

    /// Somebody with plain SQL.
    pub fn client(&self, role: &str) -> Client {
        self.client_of(role, &self.name)
    }

    fn client_of(&self, role: &str, database: &str) -> Client {
        postgres::Config::new()
            .host_path(&self.folder)
            .port(self.port)
            .user(role)
            .dbname(database)
            .connect(NoTls)
            .expect("connected")
    }

    /// Makes a ledger in it.
    pub fn found(&self, origin: Origin, closing: &[&str], entries: &[NewEntry]) {
        let founding = Founding {
            origin,
            closing: closing.iter().map(|id| (*id).to_owned()).collect(),
        };
        let keeping = Keeping::connect(&self.address("keeper")).expect("connected");
        keeping.init(&founding, entries).expect("made");
    }

    /// The ledger that was made, as whoever keeps it.
    pub fn store(&self) -> ServerStore {
        ServerStore::open(&self.address("keeper")).expect("opened")
    }
}
