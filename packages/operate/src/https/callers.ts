import type { TLSSocket } from 'node:tls';
import type { Caller } from './exchange.ts';

/** Finds who calls, once per connection. */
export class CallerNames {
  readonly #names: ReadonlySet<string>;
  readonly #known = new WeakMap<TLSSocket, Caller | false>();

  constructor(names: readonly string[]) {
    this.#names = new Set(names);
  }

  /** The caller, or undefined where the certificate has no name of the list.
   * @param socket whose certificate the handshake has verified */
  callerOf(socket: TLSSocket): Caller | undefined {
    let caller = this.#known.get(socket);
    if (caller === undefined) {
      caller = this.#find(socket);
      this.#known.set(socket, caller);
    }
    return caller || undefined;
  }

  #find(socket: TLSSocket): Caller | false {
    if (!socket.authorized) return false;
    const certificate = socket.getPeerX509Certificate();
    if (!certificate) return false;
    // an array where there are several
    const common = certificate.toLegacyObject().subject?.CN as string | string[] | undefined;
    const candidates = [...(common === undefined ? [] : [common].flat()), ...dnsNames(certificate.subjectAltName)];
    const name = candidates.find((candidate) => this.#names.has(candidate));
    return name !== undefined && { name };
  }
}

function dnsNames(altNames: string | undefined): string[] {
  // names with odd characters are quoted; inside such a name could stand what looks like another one
  if (altNames === undefined || altNames.includes('"')) return [];
  return altNames.split(', ').flatMap((name) => (name.startsWith('DNS:') ? [name.slice('DNS:'.length)] : []));
}
