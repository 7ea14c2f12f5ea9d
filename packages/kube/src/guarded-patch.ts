/** A JSON patch operation. */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove' | 'test' | 'move' | 'copy';
  readonly path: string;
  readonly value?: unknown;
  readonly from?: string;
}

/** A patch that takes effect only on the object that its author has seen. Two writers, of which one slept for a minute, then
 * cannot both succeed. `json` begins with a `test`; `merge` carries the resource version. */
export type GuardedPatch =
  | { readonly json: readonly [PatchOperation & { readonly op: 'test' }, ...PatchOperation[]] }
  | { readonly merge: { readonly metadata: { readonly resourceVersion: string; readonly [field: string]: unknown }; readonly [field: string]: unknown } };

/** The body of a patch and its content type. Throws a TypeError for a patch without a guard.
 * @param patch the patch */
export function guardedBody(patch: GuardedPatch): { readonly contentType: string; readonly body: string } {
  if ('json' in patch) {
    if ((patch.json as readonly PatchOperation[])[0]?.op !== 'test') {
      throw new TypeError('A JSON patch must begin with a `test` operation, for example on /metadata/resourceVersion, so that it changes nothing that you have not seen.');
    }
    return { contentType: 'application/json-patch+json', body: JSON.stringify(patch.json) };
  }
  requireVersion(patch.merge, 'A merge patch');
  return { contentType: 'application/merge-patch+json', body: JSON.stringify(patch.merge) };
}

/** Throws a TypeError for an object that does not carry its resource version.
 * @param object what is to be written
 * @param what it is, for the message */
export function requireVersion(object: unknown, what: string): void {
  const version = (object as { readonly metadata?: { readonly resourceVersion?: unknown } | null } | null | undefined)?.metadata?.resourceVersion;
  if (typeof version === 'string' && version !== '') return;
  throw new TypeError(`${what} must carry metadata.resourceVersion, so that it overwrites nothing that you have not seen.`);
}
