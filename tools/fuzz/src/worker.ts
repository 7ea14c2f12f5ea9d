// Runs the steps that it is sent, one after the other, and sends back what they came to.
import { parentPort, workerData } from 'node:worker_threads';
import { NOTHING, type Ran, type Run } from './ran.ts';
import { runReviews } from './reviews/run-reviews.ts';
import { run } from './run.ts';

const { subject, current } = workerData as { readonly subject: string; readonly current: Int32Array };

async function perform(step: Run): Promise<Ran> {
  // whoever watches reads it while a case runs and runs
  if (subject === 'reviews') return runReviews({ ...step, onCase: (index) => Atomics.store(current, 0, index) });
  return { ...NOTHING, failed: run(step.seed, step.from, step.count) };
}

parentPort?.on('message', (step: Run) => {
  void perform(step).then((ran) => parentPort?.postMessage(ran));
});
