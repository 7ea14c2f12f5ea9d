import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A Go that can be called. */
export interface Go {
  readonly command: string;
  /** For example `go1.26.8`. */
  readonly version: string;
}

/** Finds Go, on the path or in GOROOT. */
export function findGo(): Go | undefined {
  const root = process.env['GOROOT'];
  for (const command of ['go', ...(root ? [join(root, 'bin/go')] : [])]) {
    const { status, stdout } = spawnSync(command, ['env', 'GOVERSION'], { encoding: 'utf8', env: goEnvironment() });
    if (status === 0) return { command, version: stdout.trim() };
  }
  return undefined;
}

/** With what Go runs: for this machine, whatever else somebody is cross-compiling for. */
export function goEnvironment(): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, GOFLAGS: _flags, GOWORK: _work, ...others } = process.env;
  return { ...others, GOWORK: 'off', CGO_ENABLED: '0' };
}
