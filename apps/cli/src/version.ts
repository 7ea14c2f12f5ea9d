import { readFileSync } from 'node:fs';
import { CATALOG_VERSION } from '@instancetype/catalog';

/** The version of KubeVirt whose rules apply. */
export const KUBEVIRT_VERSION = 'v1.9';

/** The version of this program. It is read when it is asked for: package.json stands beside `src` and beside `dist`. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return manifest.version;
}

/** What --version prints. */
export function versionText(): string {
  return `instancetype ${ownVersion()} (KubeVirt ${KUBEVIRT_VERSION}, common-instancetypes ${CATALOG_VERSION})`;
}
