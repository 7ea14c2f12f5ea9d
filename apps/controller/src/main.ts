#!/usr/bin/env node
import './require-node.ts';
import { openLog, runUntilSignal } from '@instancetype/operate';
import { readControllerSettings } from './settings.ts';
import { startController } from './start-controller.ts';

const read = readControllerSettings(process.argv.slice(2), process.env);
if (read.ok) {
  const { settings } = read;
  const log = openLog({ level: settings.logLevel });
  // nobody sends it requests that would have to be waited for
  await runUntilSignal({ log, drainDelayMs: 0, drainMs: settings.drainTimeout, start: (starting) => startController(settings, { log, starting }) });
} else {
  process[read.stream].write(read.text);
  process.exitCode = read.exitCode;
}
