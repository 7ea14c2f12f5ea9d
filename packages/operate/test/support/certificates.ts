import { generate } from 'selfsigned';

/** A certificate with its key, and the authority that signed it; all PEM. */
export interface Certificates {
  readonly ca: string;
  readonly caKey: string;
  readonly cert: string;
  readonly key: string;
}

/** For whom, and until when. */
export interface Wanted {
  readonly commonName?: string;
  readonly hosts?: readonly string[];
  readonly authority?: Pick<Certificates, 'ca' | 'caKey'>;
  readonly notAfter?: Date;
}

const HOUR = 3_600_000;

// keys take a while to make, and tests need the same few
const made = new Map<string, Promise<Certificates>>();

/** A certificate for localhost, the same for the same name. */
export function certificatesFor(name: string, wanted: Wanted = {}): Promise<Certificates> {
  let one = made.get(name);
  if (!one) made.set(name, (one = issue({ commonName: name, ...wanted })));
  return one;
}

async function issue({ commonName = 'localhost', hosts = ['localhost'], authority, notAfter }: Wanted): Promise<Certificates> {
  const { ca, caKey } = authority ?? (await newAuthority());
  const altNames = [...hosts.map((value) => ({ type: 2, value }) as const), { type: 7, ip: '127.0.0.1' } as const];
  const issued = await generate([{ name: 'commonName', value: commonName }], {
    ...during(notAfter),
    ca: { key: caKey, cert: ca },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { ca, caKey, cert: issued.cert, key: issued.private };
}

/** An authority.
 * @param by who has signed it; itself by default
 * @param notAfter until when */
export async function newAuthority(by?: Pick<Certificates, 'ca' | 'caKey'>, notAfter?: Date): Promise<Pick<Certificates, 'ca' | 'caKey'>> {
  const { cert, private: caKey } = await generate([{ name: 'commonName', value: `authority ${made.size} ${by ? 'between' : 'root'}` }], {
    ...during(notAfter),
    ...(by && { ca: { key: by.caKey, cert: by.ca } }),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { ca: cert, caKey };
}

function during(notAfterDate = new Date(Date.now() + 24 * HOUR)) {
  return { keyType: 'ec', curve: 'P-256', algorithm: 'sha256', notBeforeDate: new Date(Date.now() - 24 * HOUR), notAfterDate } as const;
}
