import { type CatalogList, joinLists, lookupIn } from './catalog-list.ts';
import type { CatalogInstancetype } from './catalog-object.ts';
import { cx1 } from './series/cx1.ts';
import { d1 } from './series/d1.ts';
import { m1 } from './series/m1.ts';
import { n1 } from './series/n1.ts';
import { o1 } from './series/o1.ts';
import { rt1 } from './series/rt1.ts';
import { u1 } from './series/u1.ts';

/** All instance types, series by series, each from the smallest size to the largest. */
export const instancetypes: CatalogList<CatalogInstancetype> = /* @__PURE__ */ joinLists([
  u1,
  o1,
  d1,
  cx1,
  m1,
  n1,
  rt1,
]);

/** The instance type of a name; undefined where the catalog has none.
 * @param name the whole name, `u1.medium` */
export const instancetypeNamed: (name: string) => CatalogInstancetype | undefined =
  /* @__PURE__ */ lookupIn(instancetypes);
