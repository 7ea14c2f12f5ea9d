import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { TestCluster } from '../../src/cluster.ts';

/** An answer of the API, its body parsed where it is JSON. */
export interface Answered {
  readonly code: number;
  readonly warning: string | undefined;
  readonly body: any;
}

/** A request of somebody who may do everything. A body that is no text is sent as JSON, and to PATCH as a merge patch.
 * @param method of HTTP
 * @param path with its query
 * @param body of the request
 * @param headers more of them, or others */
export type Ask = (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answered>;

/** Something that asks a cluster over a connection of its own.
 * @param cluster which
 * @returns asks; and ends it */
export function openAsk({ url, ca, token }: Pick<TestCluster, 'url' | 'ca' | 'token'>): { readonly ask: Ask; readonly close: () => void } {
  const agent = new Agent({ ca, keepAlive: true });
  const ask: Ask = (method, path, body, headers = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    const sent = body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const typed = sent && { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json', 'content-length': String(sent.length) };
    const outgoing = request(`${url}${path}`, { method, agent, headers: { authorization: `Bearer ${token}`, ...typed, ...headers } }, (response) => {
      text(response).then((all) => resolve({ code: response.statusCode ?? 0, warning: response.headers['warning'] as string | undefined, body: parsed(all) }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(sent);
    return promise;
  };
  return { ask, close: () => agent.destroy() };
}

function parsed(all: string): unknown {
  try {
    return JSON.parse(all);
  } catch {
    return all;
  }
}

/** The events that a watch gave until it ended.
 * @param answered of a watch with timeoutSeconds */
export function eventsIn({ body }: Answered): readonly { readonly type: string; readonly object: any }[] {
  if (typeof body !== 'string') return [body];
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { type: string; object: unknown });
}

/** What a refusal says, without what differs between two servers that say the same.
 * @param answered the refusal */
export function refusal({ code, body }: Answered): object {
  if (typeof body === 'string') return { code, body };
  const { reason, message, details = {} } = body;
  const { causes, ...about } = details;
  // the order of causes is nobody's promise, and the message repeats it
  if (causes?.length > 1) return { code, reason, about, causes: causes.map(({ field, reason: why, message: text }: Record<string, string>) => `${field}: ${why}: ${text}`).toSorted() };
  return { code, reason, message, ...(Object.keys(about).length > 0 && { about }), ...(causes && { causes }) };
}
