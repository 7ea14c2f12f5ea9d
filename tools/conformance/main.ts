// Reads conformance cases on standard input, one JSON object a line, and writes {id, out} lines on standard output.
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { type Case, outcomeOf } from './src/outcome-of.ts';

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === '') continue;
  const one = JSON.parse(line) as Case;
  if (!process.stdout.write(`${JSON.stringify({ id: one.id, out: outcomeOf(one) })}\n`)) await once(process.stdout, 'drain');
}
