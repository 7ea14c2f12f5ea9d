import { type Log, openMetrics, type Running, serveProbes, type Starting } from '@instancetype/operate';
import { openWorld } from './open-world.ts';
import type { Settings } from './settings.ts';

/** How long the Lease may take to be given back at the end. */
const LAST_MS = 2000;

/** What goes on beside the settings. */
export interface Surroundings {
  readonly log: Log;
  readonly starting: Pick<Starting, 'draining' | 'stop'>;
}

/** Where a running controller is. */
export interface Controller extends Running {
  readonly probePort: number;
}

/** Starts the controller: fills its caches, and works once they are full and it leads.
 * @param settings as they were given
 * @param surroundings the log and the state of the process
 * @throws Error in one line where it cannot start */
export async function startController(settings: Settings, { log, starting }: Surroundings): Promise<Controller> {
  const metrics = openMetrics({ prefix: 'instancetype_controller_' });
  const endings: (() => unknown)[] = [() => metrics.close()];
  const end = async (): Promise<void> => {
    for (const ending of endings.reverse()) await ending();
  };
  try {
    const world = await openWorld(settings, { log, metrics, endings, starting });
    const ready = [{ name: 'caches', check: () => world.caches.problem() }, starting.draining];
    const probes = await serveProbes({ port: settings.probePort, ...(settings.probeHost !== undefined && { host: settings.probeHost }), metrics: { text: world.metricsText, contentType: metrics.contentType }, ready });
    endings.push(() => probes.close());
    log.info('started', { probePort: probes.port, features: settings.features.join(',') });
    return {
      probePort: probes.port,
      async close({ withinMs }) {
        const { unfinished } = await world.queue.drain({ withinMs: world.leadership.guard.mayWrite() ? Math.max(0, withinMs - LAST_MS) : 0 });
        if (unfinished.length > 0) log.warn('work was cut off', { count: unfinished.length });
        await world.leadership.end({ isIdle: unfinished.length === 0 });
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
