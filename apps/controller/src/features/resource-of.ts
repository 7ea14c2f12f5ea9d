import { type ApiResource, RESOURCES } from '@instancetype/kube';

/** A kind that the package for clusters knows.
 * @param kind its name */
export function resourceOf(kind: string): ApiResource {
  const resource = RESOURCES[kind];
  if (!resource) throw new TypeError(`There is no kind ${kind}.`);
  return resource;
}
