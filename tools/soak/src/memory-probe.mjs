// Loaded into a process beside its program: on SIGUSR2 it collects garbage, and writes what memory is left.
import process from 'node:process';

process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.stderr.write(`${JSON.stringify({ rssBytes: rss, heapBytes: heapUsed })}\n`);
});
