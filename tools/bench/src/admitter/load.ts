// Posts one body to one webhook over TLS from connections that stay open, and prints what came of it as JSON. It is a process of its
// own, so that it does not take time from the server.
import autocannon from 'autocannon';

/** What is sent, from where. */
export interface Load {
  readonly url: string;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
}

/** What came of it; times in ms. */
export interface Loaded {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  readonly failed: number;
}

const { url, body, connections, seconds } = JSON.parse(process.argv[2] ?? '{}') as Load;
const common = { url, connections, method: 'POST', headers: { 'content-type': 'application/json' }, body, tlsOptions: { rejectUnauthorized: false } } as const;
// code is compiled and connections are open before anything counts
await autocannon({ ...common, duration: 3 });
const { requests, latency, errors, timeouts, non2xx } = await autocannon({ ...common, duration: seconds });
const loaded: Loaded = { perSecond: requests.average, p50: latency.p50, p99: latency.p99, worst: latency.max, failed: errors + timeouts + non2xx };
console.log(JSON.stringify(loaded));
