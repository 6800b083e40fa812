//! Where a ledger on a server is, as people write it: `postgres://office@host/开封`. What is not
//! PostgreSQL's own (the root that a certificate is held against) is taken out here, and the
//! password is looked for where `psql` looks for it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postgres::Config;
use postgres::config::{Host, SslMode, TargetSessionAttrs};

use crate::store::{ServerFault, StoreError};

/// For each host that is tried.
const CONNECT: Duration = Duration::from_secs(4);
/// After which a connection over which nothing comes is asked whether it still stands.
const IDLE: Duration = Duration::from_secs(20);
/// Between two such questions.
const AGAIN: Duration = Duration::from_secs(5);
/// How long sent data may stay unanswered.
const UNANSWERED: Duration = Duration::from_secs(6);
/// No statement takes longer than this; a ledger of a million associations is read in seconds.
/// Whoever has their turn and does not use it loses it: others wait.
const STATEMENT: &str = "-c statement_timeout=120s -c idle_in_transaction_session_timeout=10s";

/// The address of a ledger on a server.
#[derive(Clone)]
pub struct Address {
    config: Config,
    /// A file of certificates that a server is trusted by; the system's where there is none.
    root: Option<PathBuf>,
    shown: String,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// The address without the password that may stand in it, for people.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// A text is the address of a server and no path, if only of a kind that there is not.
pub fn is_address(text: &str) -> bool {
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    // One letter is a drive.
    scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphabetic())
}

impl Address {
    /// Understands an address, and finds the password where none stands in it.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let shown = without_password(text);
        let wrong = || StoreError::Server {
            place: shown.clone(),
            fault: ServerFault::Address,
        };
        let (base, options) = text.split_once('?').unwrap_or((text, ""));
        let mut kept = Vec::new();
        let (mut mode, mut root) = (None, None);
        for option in options.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslmode", word)) => mode = Some(ssl_mode(word).ok_or_else(wrong)?),
                Some(("sslrootcert", path)) => root = Some(decoded(path).ok_or_else(wrong)?.into()),
                _ => kept.push(option),
            }
        }
        let text = match kept.join("&") {
            options if options.is_empty() => base.to_owned(),
            options => format!("{base}?{options}"),
        };
        let mut config: Config = text.parse().map_err(|_| wrong())?;
        if config.get_hosts().is_empty() {
            return Err(wrong());
        }
        let usual = if config.get_hosts().iter().all(is_here) {
            SslMode::Disable
        } else {
            SslMode::Require
        };
        config
            .ssl_mode(mode.unwrap_or(usual))
            .application_name("tuogou")
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            .keepalives_idle(IDLE)
            .keepalives_interval(AGAIN)
            .keepalives_retries(3)
            .tcp_user_timeout(UNANSWERED);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_options().is_none() {
            config.options(STATEMENT);
        }
        let mut address = Self {
            config,
            root,
            shown,
        };
        if address.config.get_password().is_none()
            && let Some(password) = address.kept_password()
        {
            address.config.password(password);
        }
        Ok(address)
    }

    /// How it is connected to.
    pub(super) const fn config(&self) -> &Config {
        &self.config
    }

    /// Which certificates are trusted, where it is not the system that says so.
    pub(super) fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Whose name the server is told; the login where none is written.
    pub fn user(&self) -> Option<&str> {
        self.config.get_user()
    }

    /// A password stands in it, in the environment or in the password file.
    pub fn has_password(&self) -> bool {
        self.config.get_password().is_some()
    }

    /// The same with the password that somebody typed.
    #[must_use]
    pub fn with_password(&self, password: &str) -> Self {
        let mut address = self.clone();
        address.config.password(password);
        address
    }

    /// What `PGPASSWORD` says, else the password file.
    fn kept_password(&self) -> Option<String> {
        if let Ok(password) = std::env::var("PGPASSWORD") {
            return Some(password);
        }
        let file = match std::env::var_os("PGPASSFILE") {
            Some(file) => PathBuf::from(file),
            None => etcetera::home_dir().ok()?.join(".pgpass"),
        };
        is_private(&file).then_some(())?;
        let text = std::fs::read_to_string(file).ok()?;
        let config = &self.config;
        let user = config.get_user()?;
        let database = config.get_dbname().unwrap_or(user);
        let ports = config.get_ports();
        let mut hosts = config.get_hosts().iter().enumerate();
        hosts.find_map(|(at, host)| {
            let port = ports.get(at).or(ports.first()).copied().unwrap_or(5432);
            let host = match host {
                Host::Tcp(host) => host.as_str(),
                // As `psql` calls it there.
                #[cfg(unix)]
                Host::Unix(_) => "localhost",
            };
            password_in(&text, [host, &port.to_string(), database, user])
        })
    }
}

/// Nobody in between: this machine, or a socket on it.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(host) => host == "localhost" || host == "::1" || host.starts_with("127."),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn ssl_mode(word: &str) -> Option<SslMode> {
    match word {
        "disable" => Some(SslMode::Disable),
        "prefer" => Some(SslMode::Prefer),
        // A certificate is always held against its root and its name.
        "require" | "verify-ca" | "verify-full" => Some(SslMode::Require),
        _ => None,
    }
}

/// Others of the machine cannot read it: `psql` passes over a file that they can.
#[cfg(unix)]
fn is_private(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let about = file.metadata();
    let others = |about: &std::fs::Metadata| about.permissions().mode() & 0o077;
    about.is_ok_and(|about| about.is_file() && others(&about) == 0)
}

#[cfg(not(unix))]
fn is_private(file: &Path) -> bool {
    file.is_file()
}

/// The password of the first line that fits: `host:port:database:user:password`, each with a
/// backslash before a colon or a backslash of its own, `*` for any.
fn password_in(text: &str, wanted: [&str; 4]) -> Option<String> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.find_map(|line| {
        let mut fields = fields(line).into_iter();
        let fits = wanted.iter().all(|wanted| {
            let field = fields.next();
            field.is_some_and(|field| field == "*" || field == *wanted)
        });
        fields.next().filter(|_| fits)
    })
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ':' if fields.len() < 5 => fields.push(String::new()),
            sign => {
                let sign = if sign == '\\' {
                    signs.next().unwrap_or(sign)
                } else {
                    sign
                };
                fields.last_mut().expect("there is one").push(sign);
            }
        }
    }
    fields
}

/// `%2F` and its like as what they stand for.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The address as it may be shown: nothing of a password in it.
fn without_password(text: &str) -> String {
    let (base, options) = text.split_once('?').unwrap_or((text, ""));
    let begin = base.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = base.split_at(begin);
    let end = rest.find('/').unwrap_or(rest.len());
    let (place, path) = rest.split_at(end);
    let place = match place.rsplit_once('@') {
        Some((who, host)) => {
            let who = who.split(':').next().unwrap_or_default();
            format!("{who}@{host}")
        }
        None => place.to_owned(),
    };
    let options = options.split('&');
    let options: Vec<&str> = options
        .filter(|option| !option.is_empty() && !option.starts_with("password="))
        .collect();
    let mark = if options.is_empty() { "" } else { "?" };
    format!("{scheme}{place}{path}{mark}{}", options.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_understood_and_shown_without_its_password() {
        let text =
            "postgres://office:geheim@db1:5433,db2/开封?sslrootcert=%2Ftmp%2Fca.pem&password=x";
        let address = Address::parse(text).expect("understood");
        assert_eq!(
            address.to_string(),
            "postgres://office@db1:5433,db2/开封?sslrootcert=%2Ftmp%2Fca.pem"
        );
        assert_eq!(format!("{address:?}"), address.to_string());
        assert_eq!(address.root(), Some(Path::new("/tmp/ca.pem")));
        assert_eq!(address.config.get_hosts().len(), 2);
        assert_eq!(address.config.get_ssl_mode(), SslMode::Require);
        for path in [
            "C:\\台账.db",
            "C://台账.db",
            "台账://一.db",
            "a/b.db",
            "://",
        ] {
            assert!(!is_address(path), "{path}");
        }
        for (text, mode) in [
            ("postgres://a@localhost/b", SslMode::Disable),
            ("postgresql:///b?host=/run/postgresql", SslMode::Disable),
            (
                "postgres://a@127.0.0.1/b?sslmode=verify-full",
                SslMode::Require,
            ),
            ("postgres://a@host/b?sslmode=disable", SslMode::Disable),
        ] {
            let address = Address::parse(text).expect(text);
            assert_eq!(address.config.get_ssl_mode(), mode, "{text}");
        }
        for wrong in [
            "postgres://",
            "postgres:///db",
            "postgres://a@h:port/db",
            "postgres://a@h/db?sslmode=perhaps",
            "postgres://a@h/db?sslrootcert=%2",
            "postgres://a@h/db?colour=red",
            "postgre://a@h/db",
            "mysql://a@h/db",
        ] {
            assert!(is_address(wrong), "{wrong}");
            let error = Address::parse(wrong).expect_err(wrong);
            let fault = ServerFault::Address;
            assert!(matches!(error, StoreError::Server { fault: one, .. } if one == fault));
        }
    }

    #[test]
    fn the_password_file_is_read_as_psql_reads_it() {
        let text =
            "# *:*:*:*:no\nhost:5432:db:other:1\nhost:*:d\\:b:office:a\\:b:c\n*:*:*:office:2\n";
        let of = |host, database, user| password_in(text, [host, "5432", database, user]);
        assert_eq!(of("host", "db", "other").as_deref(), Some("1"));
        assert_eq!(of("host", "d:b", "office").as_deref(), Some("a:b:c"));
        assert_eq!(of("elsewhere", "db", "office").as_deref(), Some("2"));
        assert_eq!(of("elsewhere", "db", "other"), None);
    }
}
