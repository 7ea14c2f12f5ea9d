import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { statusError } from './status.ts';

/** Who makes a request. */
export interface User {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
}

/** Who may do everything. */
export const MASTERS = 'system:masters';

const AUTHENTICATED = 'system:authenticated';
const ANONYMOUS: User = { username: 'system:anonymous', groups: ['system:unauthenticated'] };

/** The tokens and certificates that the cluster trusts. */
export class Identities {
  readonly #tokens = new Map<string, User>();

  /** Makes a token for a user.
   * @param user who */
  issue(user: User): string {
    const token = randomBytes(24).toString('base64url');
    this.#tokens.set(token, authenticated(user));
    return token;
  }

  /** Makes a token for a service account.
   * @param namespace the account's
   * @param name the account's
   * @param uid the account's */
  issueForServiceAccount(namespace: string, name: string, uid: string): string {
    return this.issue({ username: `system:serviceaccount:${namespace}:${name}`, uid, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] });
  }

  /** Forgets a token, as if it had expired.
   * @param token from one of the methods above */
  revoke(token: string): void {
    this.#tokens.delete(token);
  }

  /** Whose token it is; undefined where it is not valid.
   * @param token the token */
  ofToken(token: string): User | undefined {
    return this.#tokens.get(token);
  }

  /** Who made a request: by its token, else by its client certificate, else nobody in particular.
   * @param request the request
   * @throws StatusError 401 where a token is not valid */
  of(request: IncomingMessage): User {
    const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) return certified(request) ?? ANONYMOUS;
    const user = this.#tokens.get(token);
    if (user === undefined) throw statusError(401, 'Unauthorized', 'Unauthorized');
    return user;
  }
}

/** Somebody who is known, as member of the group of all who are.
 * @param user who */
export function authenticated(user: User): User {
  return user.groups.includes(AUTHENTICATED) ? user : { ...user, groups: [...user.groups, AUTHENTICATED] };
}

function certified({ socket }: IncomingMessage): User | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { subject } = socket.getPeerCertificate();
  if (!subject?.CN) return undefined;
  const groups = subject.O === undefined ? [] : [subject.O].flat();
  return authenticated({ username: [subject.CN].flat()[0] ?? '', groups });
}
