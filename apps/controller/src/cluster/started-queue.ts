import { openQueue, type Queue, type QueueOptions, type Worker } from '@instancetype/control';

/** A queue that takes keys only from the time on when they are worked on. A replica that waits for its turn would keep every key that it has ever
 * heard of, also those of objects that are long gone. */
export interface StartedQueue extends Pick<Queue, 'add' | 'drain' | 'metrics'> {
  /** Begins with all that there is.
   * @param keys of all objects
   * @param worker works on one key
   * @param options on how many at the same time */
  start(keys: Iterable<string>, worker: Worker, options: { readonly workers: number }): void;
}

/** @param options of the queue */
export function openStartedQueue(options: QueueOptions): StartedQueue {
  const queue = openQueue(options);
  let isStarted = false;
  return {
    add(key) {
      if (isStarted) queue.add(key);
    },
    start(keys, worker, { workers }) {
      isStarted = true;
      for (const key of keys) queue.add(key);
      queue.run(worker, { workers });
    },
    drain: (within) => queue.drain(within),
    metrics: () => queue.metrics(),
  };
}
