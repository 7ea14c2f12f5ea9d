// Loaded into a process beside its program: on SIGUSR2 it collects garbage, and writes what memory is left.
import process from 'node:process';
import { getHeapSpaceStatistics } from 'node:v8';

const CODE = ['code_space', 'code_large_object_space', 'trusted_space', 'trusted_large_object_space'];

process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const code = getHeapSpaceStatistics().filter(({ space_name: name }) => CODE.includes(name));
  const codeBytes = code.reduce((sum, { physical_space_size: bytes }) => sum + bytes, 0);
  process.stderr.write(`${JSON.stringify({ rssBytes: rss, heapBytes: heapUsed, codeBytes })}\n`);
});
