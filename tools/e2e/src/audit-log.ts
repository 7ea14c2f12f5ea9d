import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Requested } from './cluster.ts';

/** The part of an audit event that is read. */
interface AuditEvent {
  readonly auditID: string;
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly apiGroup?: string; readonly resource?: string; readonly subresource?: string; readonly namespace?: string; readonly name?: string };
  readonly responseStatus?: { readonly code?: number };
}

const LOOK_MS = 25;
const LIMIT_MS = 20_000;

/** What somebody has asked for, by the audit log of a server.
 * @param path of the log
 * @param user who
 * @param ask sends a request for a path, whose entry tells that all before it have been written */
export async function requestsInAuditLog(path: string, user: string, ask: (path: string) => Promise<unknown>): Promise<readonly Requested[]> {
  const mark = randomUUID();
  await ask(`/version?mark=${mark}`);
  const lines = (await logWith(path, mark)).split('\n').slice(0, -1);
  const events = lines.filter((line) => line.includes(JSON.stringify(user))).map((line) => JSON.parse(line) as AuditEvent);
  // a watch is written when it begins and when it ends
  const requests = new Map(events.filter((event) => event.user.username === user && event.objectRef).map((event) => [event.auditID, requestedBy(event)]));
  return [...requests.values()];
}

async function logWith(path: string, mark: string): Promise<string> {
  for (const limit = Date.now() + LIMIT_MS; Date.now() < limit; await sleep(LOOK_MS)) {
    const text = await readFile(path, 'utf8');
    if (text.includes(mark)) return text;
  }
  throw new Error(`The server has not written a request to its audit log ${path} that it has answered.`);
}

function requestedBy({ verb, objectRef = {}, responseStatus }: AuditEvent): Requested {
  const { apiGroup = '', resource = '', subresource, namespace = '', name = '' } = objectRef;
  const qualified = `${resource}${apiGroup === '' ? '' : `.${apiGroup}`}${subresource === undefined ? '' : `/${subresource}`}`;
  // the server takes the name of what is created from its body
  return { verb, resource: qualified, namespace, name: verb === 'create' && subresource === undefined ? '' : name, code: responseStatus?.code ?? 0 };
}
