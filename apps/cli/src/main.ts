#!/usr/bin/env node
import './require-node.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { run } from './run.ts';

const io: Io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env };

process.once('SIGINT', () => process.exit(EXIT.interrupted));

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // whoever read our output has seen enough
    if (error.code === 'EPIPE' || error.code === 'EOF') process.exit();
    process.exitCode = EXIT.usage;
  });
}

process.exitCode = await run(process.argv.slice(2), io);
