import { createSecureContext } from 'node:tls';
import type { Access } from './access.ts';
import { ApiError } from './api-error.ts';

/** Throws where certificates or a key cannot be used: a file that is read while it is being written is no reason to drop what works.
 * @param tls what TLS needs */
export function checkMaterial({ ca, cert, key, passphrase }: Access['tls']): void {
  if (ca !== undefined && !isComplete(ca)) throw new ApiError('unavailable', 'The certificate authority is no complete PEM certificate.');
  createSecureContext({ ca, cert, key, passphrase });
}

// what stands on one line with something else is passed over without a word
function isComplete(ca: string): boolean {
  const begun = ca.split('-----BEGIN CERTIFICATE-----').length - 1;
  const whole = ca.match(/^-----BEGIN CERTIFICATE-----\s*$[^-]*^-----END CERTIFICATE-----\s*$/gm)?.length ?? 0;
  return whole > 0 && whole === begun;
}
