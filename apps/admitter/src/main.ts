#!/usr/bin/env node
import './require-node.ts';
import { openLog, runUntilSignal } from '@instancetype/operate';
import { readAdmitterSettings } from './settings.ts';
import { startAdmitter } from './start-admitter.ts';

const read = readAdmitterSettings(process.argv.slice(2), process.env);
if (read.ok) {
  const { settings } = read;
  const log = openLog({ level: settings.logLevel });
  await runUntilSignal({ log, drainDelayMs: settings.drainDelay, drainMs: settings.drainTimeout, start: (starting) => startAdmitter(settings, { log, starting }) });
} else {
  process[read.stream].write(read.text);
  process.exitCode = read.exitCode;
}
