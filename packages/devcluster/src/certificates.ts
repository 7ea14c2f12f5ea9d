import { generate } from 'selfsigned';

/** A certificate with its key, and the certificate that it is trusted by. All are PEM. */
export interface Certificates {
  readonly ca: string;
  readonly caKey: string;
  readonly cert: string;
  readonly key: string;
}

/** For whom a certificate is made. */
export interface CertificateOptions {
  /** DNS names and IP addresses of a server. */
  readonly hosts?: readonly string[];
  /** The common name: of a client, who it is. */
  readonly commonName?: string;
  /** The organisations: of a client, its groups. */
  readonly organizations?: readonly string[];
  /** The authority that signs; a new one where it is not given. */
  readonly authority?: Pick<Certificates, 'ca' | 'caKey'>;
}

const YEAR = 365 * 24 * 3600 * 1000;
const IP = /^[\d.]+$|:/;

/** Makes a certificate for a server or a client, for demonstrations and tests: keys on the curve P-256, valid for a year.
 * @param options for whom */
export async function issueCertificates(options: CertificateOptions = {}): Promise<Certificates> {
  const authority = options.authority ?? (await newAuthority());
  const { hosts = ['localhost', '127.0.0.1'], commonName = hosts[0] ?? 'localhost', organizations = [] } = options;
  const altNames = hosts.map((host) => (IP.test(host) ? ({ type: 7, ip: host } as const) : ({ type: 2, value: host } as const)));
  const issued = await generate([{ name: 'commonName', value: commonName }, ...organizations.map((value) => ({ name: 'organizationName', value }))], {
    ...validity(),
    ca: { key: authority.caKey, cert: authority.ca },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      ...(altNames.length === 0 ? [] : [{ name: 'subjectAltName', altNames } as const]),
    ],
  });
  return { ca: authority.ca, caKey: authority.caKey, cert: issued.cert, key: issued.private };
}

async function newAuthority(): Promise<Pick<Certificates, 'ca' | 'caKey'>> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'devcluster' }], {
    ...validity(),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { ca: cert, caKey: key };
}

function validity(): { readonly keyType: 'ec'; readonly curve: 'P-256'; readonly algorithm: 'sha256'; readonly notBeforeDate: Date; readonly notAfterDate: Date } {
  const now = Date.now();
  // clocks of other machines may be a little behind
  return { keyType: 'ec', curve: 'P-256', algorithm: 'sha256', notBeforeDate: new Date(now - 3600 * 1000), notAfterDate: new Date(now + YEAR) };
}
