import type { IncomingMessage, ServerResponse } from 'node:http';
import { lineOf } from '../fault.ts';
import { listen } from '../listen.ts';
import type { Metrics } from '../metrics/open-metrics.ts';
import { type Answer, sendAnswer } from './answer.ts';
import { DEFAULT_PROBE_LIMITS, type ProbeLimits } from './probe-limits.ts';
import { Scrapes } from './scrapes.ts';
import { createShortServer } from './short-server.ts';

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
  readonly limits?: Partial<ProbeLimits>;
}

/** A running server of probes. */
export interface Probes {
  readonly port: number;
  close(): Promise<void>;
}

type Judged = Pick<ProbesOptions, 'live' | 'ready'>;

const NO_METHOD: Answer = Object.freeze({ status: 405, body: 'only GET is answered here\n', headers: Object.freeze({ allow: 'GET, HEAD' }) });
const NO_PATH: Answer = Object.freeze({ status: 404, body: 'there are /livez, /healthz, /readyz and /metrics\n' });
const NO_METRICS: Answer = Object.freeze({ status: 404, body: 'there are no metrics\n' });

/** Serves `/livez`, `/healthz`, `/readyz` and `/metrics` over plain HTTP. 200 is well; 503 has one line per check that is not.
 * `?verbose` lists the others too. RELIABILITY D, bad inputs 8, 9 and 59.
 * @param options what they tell
 * @throws Error in one line when it cannot listen */
export async function serveProbes(options: ProbesOptions): Promise<Probes> {
  const limits = { ...DEFAULT_PROBE_LIMITS, ...options.limits };
  const scrapes = options.metrics && new Scrapes(options.metrics, limits.unreadBytes);
  const server = createShortServer(limits, (request, response) => {
    void answerTo(request, response, options, scrapes);
  });
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

async function answerTo(request: IncomingMessage, response: ServerResponse, judged: Judged, scrapes: Scrapes | undefined): Promise<void> {
  // probes wait for nothing
  const answer = probed(request, judged) ?? (scrapes ? await scrapes.answer(response) : NO_METRICS);
  if (!response.destroyed) sendAnswer(request, response, answer);
}

/** The answer to everything but a request for metrics. */
function probed({ method = '', url = '' }: IncomingMessage, { live = [], ready = [] }: Judged): Answer | undefined {
  if (method !== 'GET' && method !== 'HEAD') return NO_METHOD;
  const [path, query = ''] = url.split('?', 2);
  const verbose = new URLSearchParams(query).has('verbose');
  switch (path) {
    case '/livez':
    case '/healthz':
      return judge(live, verbose);
    case '/readyz':
      return judge(ready, verbose);
    case '/metrics':
      return undefined;
    default:
      return NO_PATH;
  }
}

function judge(checks: readonly Check[], verbose: boolean): Answer {
  const lines = checks.map((check) => ({ name: check.name, problem: problemOf(check) }));
  const bad = lines.filter(({ problem }) => problem !== undefined);
  const shown = (verbose ? lines : bad).map(({ name, problem }) => (problem === undefined ? `[+] ${name} ok\n` : `[-] ${name}: ${problem}\n`));
  return bad.length === 0 ? { status: 200, body: `${shown.join('')}ok\n` } : { status: 503, body: shown.join('') };
}

function problemOf(check: Check): string | undefined {
  try {
    return check.check()?.replace(/\s*[\r\n]+\s*/g, ' ');
  } catch (error) {
    return `the check itself failed: ${lineOf(error)}`;
  }
}
