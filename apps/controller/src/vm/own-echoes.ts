import type { OwnWrites } from '@instancetype/control';

/** What this process wrote to VMs, on its way back through the cache (RELIABILITY R18, row 53): a VM that comes back exactly as it was written has
 * had its pass. */
export class OwnEchoes {
  readonly #writes: OwnWrites;
  readonly #versions = new Map<string, string>();

  /** @param writes remembers until when the cache is behind */
  constructor(writes: OwnWrites) {
    this.#writes = writes;
  }

  /** A VM was written.
   * @param key the VM's
   * @param version what the answer said; undefined where none came
   * @param isEcho false where somebody else has changed it too: as it comes back, it has not had its pass */
  expect(key: string, version: string | undefined, isEcho = true): void {
    this.#writes.expect(key, version);
    // it may have come back before the answer
    if (isEcho && version !== undefined && this.#writes.ready(key) === 'wait') this.#versions.set(key, version);
    else this.#versions.delete(key);
  }

  /** The cache brought a VM.
   * @param key the VM's
   * @param version its version
   * @returns whether it is the very one that was written last */
  seen(key: string, version: string | undefined): boolean {
    const isEcho = version !== undefined && this.#versions.get(key) === version;
    this.#writes.seen(key, version);
    // whatever comes after this is somebody else's
    if (this.#writes.ready(key) !== 'wait') this.#versions.delete(key);
    return isEcho;
  }

  /** Whatever comes of a VM has not had its pass.
   * @param key the VM's */
  expectNone(key: string): void {
    this.#versions.delete(key);
  }

  /** The VM is gone.
   * @param key the VM's */
  forget(key: string): void {
    this.#versions.delete(key);
    this.#writes.forget(key);
  }
}
