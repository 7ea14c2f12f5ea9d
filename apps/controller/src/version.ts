import { readFileSync } from 'node:fs';

/** The version of this program. It is read when it is asked for: package.json stands beside `src` and beside `dist`. */
export function versionOf(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return manifest.version;
}
