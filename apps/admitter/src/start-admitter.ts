import { ClusterDefaults } from '@instancetype/defaults';
import { cachedReader, connectAs, openApi } from '@instancetype/kube';
import { cacheMetrics, type Callers, certificateMetrics, type HttpsOptions, type Log, type Metrics, openMetrics, type Running, serveHttps, serveProbes, type Starting, tellOfCaches, watchCertificate, watchFile, type Watched } from '@instancetype/operate';
import { openCaches } from './caches.ts';
import { Decisions } from './decisions.ts';
import { rememberingRevisions } from './remembered-revisions.ts';
import { createReviewer, type Reviewer } from './review/reviewer.ts';
import { routesOf } from './routes.ts';
import type { Settings } from './settings.ts';
import { strictnessOf } from './strictness.ts';
import { versionOf } from './version.ts';

/** The longest that a lookup may take: the API server gives up after 10 s. */
const LOOKUP_MS = 9000;

/** What goes on beside the settings. */
export interface Surroundings {
  readonly log: Log;
  readonly starting: Pick<Starting, 'draining'>;
}

/** Where a running admitter is. */
export interface Admitter extends Running {
  readonly port: number;
  readonly probePort: number;
}

/** Starts the admitter: serves the webhooks, and tells by its probes when they may be called.
 * @param settings as they were given
 * @param surroundings the log and the state of the process
 * @throws Error in one line where it cannot start */
export async function startAdmitter(settings: Settings, { log, starting }: Surroundings): Promise<Admitter> {
  const metrics = openMetrics({ prefix: 'instancetype_admitter_' });
  const version = versionOf();
  metrics.gauge('build_info', 'The version of the admitter', { version: [version] }).set(1, { version });
  const endings: (() => unknown)[] = [() => metrics.close()];
  const end = async (): Promise<void> => {
    for (const ending of endings.reverse()) await ending();
  };
  try {
    const { certificate, callers } = await readCertificates(settings, { log, metrics, endings });
    const world = await openWorld(settings, { log, metrics, endings });
    const server = await serveHttps(servingOf(settings, { certificate, callers, metrics, reviewer: world.reviewer, log }));
    // where the rest of the start fails; else it has been closed in order by then
    endings.push(() => server.close({ withinMs: 0 }));
    const ready = [
      { name: 'caches', check: world.problem },
      { name: 'certificate', check: () => (certificate.notAfter.getTime() < Date.now() ? certificate.problem : undefined) },
      starting.draining,
    ];
    const text = (): Promise<string> => {
      world.beforeScrape();
      return metrics.text();
    };
    const probes = await serveProbes({ port: settings.probePort, ...(settings.probeHost !== undefined && { host: settings.probeHost }), metrics: { text, contentType: metrics.contentType }, ready });
    log.info('serving', { port: server.port, probePort: probes.port, ...strictnessOf(settings) });
    return {
      port: server.port,
      probePort: probes.port,
      beginDrain: () => server.beginDrain(),
      async close({ withinMs }) {
        const cut = await server.close({ withinMs });
        if (cut > 0) log.warn('reviews were cut off', { count: cut });
        await probes.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

interface Parts {
  readonly log: Log;
  readonly metrics: Metrics;
  /** What is to be ended, the last first. */
  readonly endings: (() => unknown)[];
}

interface Certificates {
  readonly certificate: Awaited<ReturnType<typeof watchCertificate>>;
  readonly callers: Callers | undefined;
}

async function readCertificates({ tlsCertFile, tlsKeyFile, clientCaFile, clientNames }: Settings, { log, metrics, endings }: Parts): Promise<Certificates> {
  const certificate = await watchCertificate({
    ...{ certFile: tlsCertFile, keyFile: tlsKeyFile },
    onError: (problem) => log.error('the new certificate is not used', { problem }),
    onWarning: (warning) => log.warn('a part of the certificate chain has expired', { warning }),
  });
  endings.push(() => certificate.close());
  certificate.onChange(() => log.info('the certificate was read again', { notAfter: certificate.notAfter.toISOString() }));
  certificateMetrics(metrics, 'certificate', certificate);
  if (clientCaFile === undefined) return { certificate, callers: undefined };
  const authorities: Watched<string> = await watchFile({ file: clientCaFile, onError: (problem) => log.error('the new client authorities are not used', { problem }) });
  endings.push(() => authorities.close());
  certificateMetrics(metrics, 'client_authorities', authorities);
  return { certificate, callers: { authorities, names: clientNames } };
}

interface World {
  readonly reviewer: Reviewer;
  readonly problem: () => string | undefined;
  readonly beforeScrape: () => void;
}

async function openWorld(settings: Settings, { log, metrics, endings }: Parts): Promise<World> {
  const connection = await connectAs(settings);
  endings.push(() => connection.close());
  const api = openApi(connection, { timeoutMs: LOOKUP_MS });
  const defaults = new ClusterDefaults((problem) => log.error('the configuration of the cluster is not used', { problem }));
  const caches = openCaches(api, (kubevirts) => defaults.take(kubevirts), { watchList: settings.streamLists });
  endings.push(() => caches.stop(), tellOfCaches(log, caches.all));
  const reader = rememberingRevisions(countingLookups(cachedReader({ caches: caches.objects, api }), metrics));
  const reviewer = createReviewer({
    reader,
    cluster: () => defaults.current,
    settings: strictnessOf(settings),
    onDefect: (error, { uid }) => log.error('a defect of the admitter', { uid, error }),
  });
  return { reviewer, problem: caches.problem, beforeScrape: cacheMetrics(metrics, caches.all) };
}

/** Counts what the cluster was asked for: nothing, where the caches are warm. */
function countingLookups(reader: ReturnType<typeof cachedReader>, metrics: Metrics): Pick<ReturnType<typeof cachedReader>, 'get'> {
  const fetched = metrics.counter('lookups_fetched_total', 'Objects that no cache held and the cluster was asked for', { kind: ['ControllerRevision'] });
  return {
    get(ref) {
      const answer = reader.get(ref);
      if (answer instanceof Promise) fetched.inc({ kind: ref.kind });
      return answer;
    },
  };
}

interface Serving extends Certificates {
  readonly reviewer: Reviewer;
  readonly metrics: Metrics;
  readonly log: Log;
}

function servingOf({ host, port, tlsMinVersion, maxInFlight, maxConnections }: Settings, { certificate, callers, metrics, reviewer, log }: Serving): HttpsOptions {
  return {
    ...{ port, certificate, metrics, minVersion: tlsMinVersion === '1.3' ? 'TLSv1.3' : 'TLSv1.2' },
    ...(host !== undefined && { host }),
    ...(callers && { callers }),
    limits: { inFlight: maxInFlight, connections: maxConnections },
    routes: routesOf(reviewer, new Decisions(log, metrics)),
    onReply: ({ status, error, path }) => {
      if (error !== undefined) log.warn('a request was not answered with a review', { path, status, error });
    },
  };
}
