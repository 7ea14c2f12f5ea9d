import { join } from 'node:path';
import { openLog, openMetrics, runUntilSignal, serveHttps, serveProbes, watchCertificate } from '@instancetype/operate';

/** A small server, as an app puts it together. It runs in a process of its own. */
export async function runProgram(folder: string, fault: 'reject' | 'none'): Promise<void> {
  const log = openLog({ level: 'info' });
  await runUntilSignal({
    log,
    drainDelayMs: 1_500,
    drainMs: 10_000,
    start: async ({ draining }) => {
      const metrics = openMetrics();
      const certificate = await watchCertificate({ certFile: join(folder, 'tls.crt'), keyFile: join(folder, 'tls.key') });
      const server = await serveHttps({ host: '127.0.0.1', port: 0, certificate, metrics, log, routes: new Map([['/echo', ({ body }) => ({ status: 200, body })]]) });
      const probes = await serveProbes({ host: '127.0.0.1', port: 0, metrics, ready: [draining] });
      log.info('started', { port: server.port, probes: probes.port });
      if (fault === 'reject') void Promise.reject(new Error('nobody waits for me'));
      return {
        beginDrain: () => server.beginDrain(),
        close: async (options) => {
          await server.close(options);
          await probes.close();
          certificate.close();
          metrics.close();
        },
      };
    },
  });
}
