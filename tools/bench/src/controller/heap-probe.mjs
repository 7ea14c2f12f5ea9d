// Loaded into a process beside its program: on SIGUSR2 it collects garbage, and writes how much memory objects take.
import process from 'node:process';

process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.stderr.write(`${JSON.stringify({ heapBytes: heapUsed + external })}\n`);
});
