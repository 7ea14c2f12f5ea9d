import { type CatalogList, joinLists, lookupIn } from './catalog-list.ts';
import type { CatalogPreference } from './catalog-object.ts';
import { alpine } from './families/alpine.ts';
import { centos } from './families/centos.ts';
import { cirros } from './families/cirros.ts';
import { debian } from './families/debian.ts';
import { fedora } from './families/fedora.ts';
import { legacy } from './families/legacy.ts';
import { linux } from './families/linux.ts';
import { opensuse } from './families/opensuse.ts';
import { oraclelinux } from './families/oraclelinux.ts';
import { rhel } from './families/rhel.ts';
import { sles } from './families/sles.ts';
import { ubuntu } from './families/ubuntu.ts';
import { windows } from './families/windows.ts';

/** All preferences, family by family. */
export const preferences: CatalogList<CatalogPreference> = /* @__PURE__ */ joinLists([
  alpine,
  centos,
  cirros,
  debian,
  fedora,
  legacy,
  linux,
  opensuse,
  oraclelinux,
  rhel,
  sles,
  ubuntu,
  windows,
]);

/** The preference of a name; undefined where the catalog has none.
 * @param name the whole name, `rhel.9.desktop` */
export const preferenceNamed: (name: string) => CatalogPreference | undefined = /* @__PURE__ */ lookupIn(preferences);
