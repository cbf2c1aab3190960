import { generate } from 'selfsigned';

/** A key and a self-signed certificate for the loopback address, both PEM; a client trusts it by taking it as its CA. */
export interface LoopbackCertificate {
  key: string;
  cert: string;
}

export async function createLoopbackCertificate(): Promise<LoopbackCertificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key, cert };
}
