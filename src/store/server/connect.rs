//! Connecting: over a socket, plainly, or by TLS with a certificate that is held against the
//! system's roots or a named one.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::Builder;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::{Client, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::Address;
use super::fault;
use crate::store::{ServerFault, StoreError};

/// How long a server may take to say who it is and to let somebody in, for each host.
const GREETING: Duration = Duration::from_secs(20);

/// A connection to the server at an address; of several hosts the first that takes writes.
///
/// It is made by a thread, which is left to itself when it takes too long: the client knows a limit
/// for reaching a host, and none for one that is reached and says nothing.
pub(super) fn connect(address: &Address) -> Result<Client, StoreError> {
    let (tell, told) = channel();
    let hosts = u32::try_from(address.config().get_hosts().len()).unwrap_or(1);
    let own = address.clone();
    let silent = || StoreError::Server {
        place: address.to_string(),
        fault: ServerFault::Offline(
            s!("等得太久，没有回应", "waited too long for an answer").to_owned(),
        ),
    };
    let thread = Builder::new().name("connect".to_owned());
    let begun = thread.spawn(move || {
        // Who has waited long enough is not told any more.
        let _ = tell.send(greet(&own));
    });
    begun.map_err(|_| silent())?;
    told.recv_timeout(GREETING * hosts)
        .unwrap_or_else(|_| Err(silent()))
}

fn greet(address: &Address) -> Result<Client, StoreError> {
    let config = address.config();
    let client = if config.get_ssl_mode() == SslMode::Disable {
        config.connect(NoTls)
    } else {
        config.connect(MakeRustlsConnect::new(tls(address)?))
    };
    client.map_err(|error| fault::connecting(address, &error))
}

fn tls(address: &Address) -> Result<ClientConfig, StoreError> {
    let unusable = |what: String| StoreError::Server {
        place: address.to_string(),
        fault: ServerFault::Certificate(what),
    };
    let mut roots = RootCertStore::empty();
    if let Some(file) = address.root() {
        let named = || {
            unusable(t!(
                "读不出证书文件 {}",
                "cannot read the certificate {}",
                file.display()
            ))
        };
        for certificate in CertificateDer::pem_file_iter(file).map_err(|_| named())? {
            let certificate = certificate.map_err(|_| named())?;
            roots.add(certificate).map_err(|_| named())?;
        }
    } else {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| {
            unusable(s!("没有可用的加密方式", "no way of encryption is there").to_owned())
        })?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
