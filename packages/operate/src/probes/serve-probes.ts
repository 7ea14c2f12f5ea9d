import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { lineOf } from '../fault.ts';
import { listen } from '../listen.ts';
import type { Metrics } from '../metrics/open-metrics.ts';

/** Something that must be well for the process to live, or to be given requests. */
export interface Check {
  /** A word for `/readyz?verbose`: `certificate`, `caches`. */
  readonly name: string;
  /** Why it is not well, in one line, or undefined. It must not wait for anything. */
  check(): string | undefined;
}

/** What the probes tell, and where. */
export interface ProbesOptions {
  /** All addresses by default. */
  readonly host?: string;
  readonly port: number;
  /** For `/metrics`. */
  readonly metrics?: Pick<Metrics, 'text' | 'contentType'>;
  /** For `/livez` and `/healthz`; without checks they say that the event loop turns. */
  readonly live?: readonly Check[];
  /** For `/readyz`. */
  readonly ready?: readonly Check[];
}

/** A running server of probes. */
export interface Probes {
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type?: string;
}

const TEXT = 'text/plain; charset=utf-8';
// a probe has a second or so; who takes longer than this is no probe
const TIMEOUT_MS = 10_000;
const MOST_CONNECTIONS = 100;

/** Serves `/livez`, `/healthz`, `/readyz` and `/metrics` over plain HTTP. 200 is well; 503 has one line per check that is not.
 * `?verbose` lists the others too. RELIABILITY D, bad input 59.
 * @param options what they tell
 * @throws Error in one line when it cannot listen */
export async function serveProbes(options: ProbesOptions): Promise<Probes> {
  const limits = { requestTimeout: TIMEOUT_MS, headersTimeout: TIMEOUT_MS, connectionsCheckingInterval: 1_000, keepAliveTimeout: TIMEOUT_MS, maxHeaderSize: 16 * 1024 };
  const server = createServer(limits, (request, response) => {
    void answerOf(request, options).then((answer) => send(request, response, answer));
  });
  server.maxConnections = MOST_CONNECTIONS;
  const port = await listen(server, options.port, options.host);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerOf({ method = '', url = '' }: IncomingMessage, { live = [], ready = [], metrics }: ProbesOptions): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, text: 'only GET is answered here\n' };
  const [path, query = ''] = url.split('?', 2);
  const verbose = new URLSearchParams(query).has('verbose');
  switch (path) {
    case '/livez':
    case '/healthz':
      return judge(live, verbose);
    case '/readyz':
      return judge(ready, verbose);
    case '/metrics':
      return metrics ? scrape(metrics) : { status: 404, text: 'there are no metrics\n' };
    default:
      return { status: 404, text: 'there are /livez, /healthz, /readyz and /metrics\n' };
  }
}

async function scrape(metrics: Pick<Metrics, 'text' | 'contentType'>): Promise<Answer> {
  try {
    return { status: 200, text: await metrics.text(), type: metrics.contentType };
  } catch (error) {
    return { status: 500, text: `the metrics cannot be read: ${lineOf(error)}\n` };
  }
}

function judge(checks: readonly Check[], verbose: boolean): Answer {
  const lines = checks.map((check) => ({ name: check.name, problem: problemOf(check) }));
  const bad = lines.filter(({ problem }) => problem !== undefined);
  const shown = (verbose ? lines : bad).map(({ name, problem }) => (problem === undefined ? `[+] ${name} ok\n` : `[-] ${name}: ${problem}\n`));
  return bad.length === 0 ? { status: 200, text: `${shown.join('')}ok\n` } : { status: 503, text: shown.join('') };
}

function problemOf(check: Check): string | undefined {
  try {
    return check.check()?.replace(/\s*[\r\n]+\s*/g, ' ');
  } catch (error) {
    return `the check itself failed: ${lineOf(error)}`;
  }
}

function send(request: IncomingMessage, response: ServerResponse, { status, text, type = TEXT }: Answer): void {
  request.resume();
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  response.writeHead(status, status === 405 ? { ...headers, allow: 'GET, HEAD' } : headers).end(request.method === 'HEAD' ? undefined : text);
}
