//! What a server and the way to it report, sorted by what can be done about it.

use std::error::Error as StdError;
use std::io;

use postgres::Error;
use postgres::error::SqlState;
use rustls::CertificateError;

use super::address::Address;
use crate::store::{Forbidden, ServerFault, StoreError};
use crate::text::lang::Text;

/// What went wrong with a question.
#[derive(Debug)]
pub(super) enum Fault {
    /// The server, or the way to it.
    Engine(Error),
    /// A value is not one of this program.
    Value(&'static str),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

/// What this program's own triggers say, by the code that they say it with.
const FORBIDDEN: [(&str, Forbidden); 6] = [
    ("TG001", Forbidden::History),
    ("TG002", Forbidden::Chain),
    ("TG003", Forbidden::OwnClosing),
    ("TG004", Forbidden::Foreign),
    ("TG005", Forbidden::OtherName),
    ("TG006", Forbidden::Clock),
];

impl Fault {
    /// The connection is of no use any more. Whether what was sent was done is not known.
    pub(super) fn is_cut(&self) -> bool {
        let Self::Engine(error) = self else {
            return false;
        };
        match error.code() {
            None => error.is_closed() || cause::<io::Error>(error).is_some(),
            Some(code) => {
                let code = code.code();
                // The server shuts down, has become one that takes no writes, or lets others have
                // their turn.
                let lost = ["08", "57P", "25P03"];
                lost.iter().any(|lost| code.starts_with(lost)) || code == "25006"
            }
        }
    }

    /// Somebody was faster, by another way than the number of the newest entry.
    pub(super) fn is_overtaken(&self) -> bool {
        self.is_one_of(&[
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
        ])
    }

    /// The tables of this program are not there.
    pub(super) fn is_of_tables(&self) -> bool {
        self.is_one_of(&[
            SqlState::UNDEFINED_TABLE,
            SqlState::UNDEFINED_COLUMN,
            SqlState::UNDEFINED_FUNCTION,
            SqlState::INVALID_SCHEMA_NAME,
        ])
    }

    /// The server refuses it for one of these reasons.
    pub(super) fn is_one_of(&self, states: &[SqlState]) -> bool {
        let Self::Engine(error) = self else {
            return false;
        };
        error.code().is_some_and(|code| states.contains(code))
    }

    /// What can be done about it.
    pub(super) fn told(self, address: &Address) -> StoreError {
        let place = address.to_string();
        let error = match self {
            Self::Engine(error) => error,
            Self::Value(what) => {
                return StoreError::Damaged {
                    path: place.into(),
                    reason: t!(
                        "有一行{what}的内容读不懂",
                        "a row holds an unreadable value: {what}"
                    ),
                };
            }
        };
        let Some(code) = error.code() else {
            let fault = ServerFault::Offline(cause(&error).map_or_else(|| CUT.into(), network));
            return StoreError::Server { place, fault };
        };
        let own = FORBIDDEN.iter().find(|(own, _)| *own == code.code());
        let fault = match own {
            Some((_, what)) => ServerFault::Forbidden(*what),
            None if *code == SqlState::INSUFFICIENT_PRIVILEGE => {
                ServerFault::Forbidden(Forbidden::Rights)
            }
            None if code.code().starts_with("57P") || code.code().starts_with("08") => {
                ServerFault::Offline(
                    s!("服务器正在停止或启动", "the server is stopping or starting").to_owned(),
                )
            }
            None if *code == SqlState::READ_ONLY_SQL_TRANSACTION => {
                ServerFault::Offline(s!("服务器只读", "the server is read-only").to_owned())
            }
            None if code.code().starts_with("53") => match code.code() {
                "53300" => ServerFault::Offline(s!("连接太多", "too many connections").to_owned()),
                _ => return StoreError::Full { path: place.into() },
            },
            None if *code == SqlState::QUERY_CANCELED => {
                return StoreError::Busy { path: place.into() };
            }
            None if code.code().starts_with("XX") => {
                return StoreError::Damaged {
                    path: place.into(),
                    reason: t!("数据库错误 {}", "database error {}", code.code()),
                };
            }
            None => ServerFault::Engine {
                code: code.code().to_owned(),
            },
        };
        StoreError::Server { place, fault }
    }
}

/// Why nothing can be asked at all.
pub(super) fn connecting(address: &Address, error: &Error) -> StoreError {
    let place = address.to_string();
    let role = address.user().unwrap_or_default().to_owned();
    let fault = match error.code() {
        Some(code) => match code.code() {
            "28000" | "28P01" | "42501" => ServerFault::Login { role },
            "3D000" => ServerFault::NoDatabase,
            "53300" => ServerFault::Offline(s!("连接太多", "too many connections").to_owned()),
            "57P03" => ServerFault::Offline(
                s!("服务器正在停止或启动", "the server is stopping or starting").to_owned(),
            ),
            other => ServerFault::Offline(t!("数据库错误 {other}", "database error {other}")),
        },
        None => match (cause::<rustls::Error>(error), cause::<io::Error>(error)) {
            (Some(error), _) => ServerFault::Certificate(certificate(error)),
            (None, Some(error)) => ServerFault::Offline(network(error)),
            // The server asks for a password and there is none, or it has no TLS.
            (None, None) if error.to_string() == NO_TLS => ServerFault::Certificate(
                s!("服务器没有开启加密", "the server does not encrypt").to_owned(),
            ),
            // Whoever stands in front of a server that is gone lets in and hangs up.
            (None, None) if error.is_closed() => ServerFault::Offline(CUT.into()),
            (None, None) => ServerFault::Login { role },
        },
    };
    StoreError::Server { place, fault }
}

/// What the client says of a server that does not take up the offer of TLS.
const NO_TLS: &str = "error performing TLS handshake";

/// Why nothing comes over a connection, in words of the network.
fn network(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let said = match error.kind() {
        // As the client calls a host of which it wants something else.
        Kind::PermissionDenied if error.raw_os_error().is_none() => {
            s!("找到的服务器都只读", "every server found is read-only")
        }
        Kind::ConnectionRefused | Kind::NotFound => {
            s!("那里没有服务器在运行", "no server is running there")
        }
        Kind::TimedOut => s!("等得太久，没有回应", "waited too long for an answer"),
        Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => {
            s!("网络不通", "no network")
        }
        Kind::PermissionDenied => s!("没有权限", "no permission"),
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::NotConnected
        | Kind::UnexpectedEof => CUT.get(),
        // What looks up names gives no number and no kind of its own.
        _ if error.raw_os_error().is_none() => s!("找不到这台主机", "this host cannot be found"),
        _ => CUT.get(),
    };
    said.to_owned()
}

/// What is said of a connection that stood.
const CUT: Text = text!("连接已断开", "cut off");

fn certificate(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(error) => match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                s!("证书已过期", "the certificate has expired").to_owned()
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => s!(
                "证书尚未生效，请核对电脑时间",
                "the certificate is not valid yet; check the clock"
            )
            .to_owned(),
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                s!(
                    "证书不是发给这台主机的",
                    "the certificate is for another host"
                )
                .to_owned()
            }
            CertificateError::UnknownIssuer => s!(
                "证书不是可信的机构签发的",
                "the certificate is from nobody trusted"
            )
            .to_owned(),
            _ => s!("证书无效", "the certificate is not valid").to_owned(),
        },
        _ => s!("加密连接没有建立", "no encrypted connection").to_owned(),
    }
}

/// A cause of a kind behind an error, also behind the wrapping of an error of the system.
fn cause<'e, C: StdError + 'static>(error: &'e (dyn StdError + 'static)) -> Option<&'e C> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = wrapped.map_or_else(
            || error.source(),
            |inner| Some(inner as &(dyn StdError + 'static)),
        );
    }
    None
}
