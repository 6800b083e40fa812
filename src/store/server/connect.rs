//! Connecting: over a socket, plainly, or by TLS with a certificate that is held against the
//! system's roots or a named one.

use std::sync::Arc;

use postgres::config::SslMode;
use postgres::{Client, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::Address;
use super::fault;
use crate::store::{ServerFault, StoreError};

/// A connection to the server at an address; of several hosts the first that takes writes.
pub(super) fn connect(address: &Address) -> Result<Client, StoreError> {
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
        let named = || unusable(format!("读不出证书文件 {}", file.display()));
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
        .map_err(|_| unusable("没有可用的加密方式".to_owned()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
