import { systemClock } from '../clock.ts';
import type { Queue, QueueOptions } from './queue.ts';
import { WorkQueue } from './work-queue.ts';

/** Opens a queue of keys, for example `namespace/name`. It works when `run` is called. RELIABILITY R17.
 * @param options limits, callbacks */
export function openQueue(options: QueueOptions = {}): Queue {
  return new WorkQueue({ ...options, clock: options.clock ?? systemClock });
}
