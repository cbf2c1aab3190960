import tls from 'node:tls';

/**
 * Trusts what the operating system trusts, besides Mozilla's list that Node brings: organisations that inspect TLS
 * install their own root there (Node, `tls.setDefaultCACertificates`).
 */
export function trustSystemCertificates(): void {
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]);
}
