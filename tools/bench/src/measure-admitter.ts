import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { instancetypes, preferences } from '@instancetype/catalog';
import { issueCertificates, startDevCluster } from '@instancetype/devcluster';
import { type ApiObject, connect, openApi, RESOURCES } from '@instancetype/kube';
import type { Loaded } from './admitter/load.ts';
import { put, type Served, serve, untilReady } from './admitter/processes.ts';
import { type Subject, subjects } from './admitter/reviews.ts';
import type { Figures, Ratio, Reading } from './figure.ts';

const CONNECTIONS = [8, 50];
const SECONDS = 6;
const GOAL = '16,000 requests/s and p99 below 8 ms with 8 connections';

/** The admitter as it is deployed: its own process, TLS, schemas and rules on, caches filled from an embedded API in this process;
 * beside it a server that only parses and answers. The load comes from a third process. */
export async function measureAdmitter(): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-admitter-'));
  const cluster = await startDevCluster();
  const servers: Served[] = [];
  try {
    const connection = await connect({ server: cluster.url, ca: cluster.ca, token: cluster.token });
    const api = openApi(connection);
    for (const object of [...instancetypes(), ...preferences()]) await api.create(RESOURCES[object.kind]!, object as unknown as ApiObject);
    await connection.close();
    const { cert, key } = await issueCertificates({ hosts: ['127.0.0.1', 'localhost'] });
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    const [certFile, keyFile] = [file('tls.crt', cert), file('tls.key', key)];
    // as in a pod
    file('token', cluster.token);
    file('ca.crt', cluster.ca);
    const { hostname, port } = new URL(cluster.url);
    const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
    const local = ['--host=127.0.0.1', '--port=0', '--probe-host=127.0.0.1', '--probe-port=0', '--drain-delay=0s'];
    const admitter = await serve('apps/admitter/dist/main.js', [`--tls-cert-file=${certFile}`, `--tls-key-file=${keyFile}`, `--service-account-dir=${folder}`, ...local], env);
    servers.push(admitter);
    await untilReady(admitter);
    await sleep(2000);
    const idle = admitter.memory();
    const floor = await serve('tools/bench/src/admitter/floor.ts', [certFile, keyFile]);
    servers.push(floor);
    const runs: Run[] = [];
    for (const [subject, connections] of subjects().flatMap((each) => CONNECTIONS.map((count) => [each, count] as const))) {
      const ours = await put({ url: `https://127.0.0.1:${admitter.port}${subject.path}`, body: subject.body, connections, seconds: SECONDS });
      const least = await put({ url: `https://127.0.0.1:${floor.port}/`, body: subject.body, connections, seconds: SECONDS });
      if (ours.failed > 0) throw new Error(`${ours.failed} reviews of "${subject.title}" were not answered with 200.`);
      runs.push({ subject, connections, ours, least });
    }
    const process: Reading = {
      title: 'the admitter: start until it serves, memory when idle, and after the load',
      figures: [`${admitter.startMs.toFixed(0)} ms`, megabytes(idle), megabytes(admitter.memory())],
      goal: '300 ms, 90 MB',
    };
    return { ratios: runs.map(ratioOf), readings: [process, ...runs.map(readingOf)] };
  } finally {
    for (const server of servers) await server.stop();
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  readonly subject: Subject;
  readonly connections: number;
  readonly ours: Loaded;
  readonly least: Loaded;
}

function ratioOf({ subject, connections, ours, least }: Run): Ratio {
  return { title: `${subject.title}: requests/s against a server that only parses and answers, ${connections} connections`, value: ours.perSecond / least.perSecond, shownAs: 'percent' };
}

function readingOf({ subject, connections, ours }: Run): Reading {
  const figures = [`${Math.round(ours.perSecond).toLocaleString('en')} requests/s`, `p50 ${ours.p50} ms`, `p99 ${ours.p99} ms`, `worst ${ours.worst} ms`];
  return { title: `${subject.title}, ${subject.body.length.toLocaleString('en')} B, ${connections} connections`, figures, ...(connections === 8 && { goal: GOAL }) };
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '' : `${(bytes / 1e6).toFixed(0)} MB`;
}
