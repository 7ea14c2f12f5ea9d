import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { lineOf } from '../fault.ts';
import { certificatesIn, readPem } from './pem.ts';
import { type Loaded, type Watched, type WatchOptions, watchSource } from './watch.ts';

/** A certificate with its chain, and its key, both PEM. */
export interface CertificatePair {
  readonly cert: string;
  readonly key: string;
}

/** A watched certificate. */
export type Certificate = Watched<CertificatePair>;

/** Which certificate. */
export interface CertificateOptions extends WatchOptions {
  readonly certFile: string;
  readonly keyFile: string;
}

/** Reads a certificate and its key, and reads them again when they change. A pair that does not parse, does not fit together or has
 * expired, itself or the intermediate that has signed it, is not taken while the last one is good. What else of the chain has expired is only warned of: it may be one that no client
 * needs, such as an old cross-signed root. RELIABILITY D, bad input 59.
 * @param options the files
 * @throws Error in one line when the pair is not usable at the start */
export function watchCertificate(options: CertificateOptions): Promise<Certificate> {
  const { certFile, keyFile } = options;
  return watchSource({ files: [certFile, keyFile], load: () => loadPair(certFile, keyFile) }, options);
}

async function loadPair(certFile: string, keyFile: string): Promise<Loaded<CertificatePair>> {
  // one after the other: where both are wrong, it is the first that is named each time
  const cert = await readPem(certFile, 'certificate');
  const key = await readPem(keyFile, 'key');
  const chain = certificatesIn(cert, certFile);
  if (!chain[0].checkPrivateKey(privateKey(key, keyFile))) {
    throw new Error(`the key ${keyFile} does not belong to the certificate ${certFile}: both must be of the same pair`);
  }
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new Error(`the certificate ${certFile} cannot be used: ${lineOf(error)}`, { cause: error });
  }
  const [leaf, ...others] = chain;
  return {
    value: { cert, key },
    notAfter: new Date(Math.min(...[leaf, issuerOf(leaf, others)].map((each) => Date.parse(each.validTo)))),
    others: others.map(({ validTo }, index) => ({ name: `certificate ${index + 2} of ${certFile}`, notAfter: new Date(validTo) })),
    text: `${cert}\n${key}`,
  };
}

/** The intermediate that has signed a certificate, without which no client trusts it; the certificate itself where there is none. A root that signs
 * itself is one that clients have. */
function issuerOf(leaf: X509Certificate, others: readonly X509Certificate[]): X509Certificate {
  return others.find((other) => other.subject !== other.issuer && leaf.checkIssued(other)) ?? leaf;
}

function privateKey(key: string, keyFile: string): KeyObject {
  try {
    return createPrivateKey(key);
  } catch (error) {
    throw new Error(`the key ${keyFile} cannot be read: it is half written, or it needs a passphrase`, { cause: error });
  }
}
