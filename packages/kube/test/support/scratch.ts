import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Gives everything back when a test has ended: folders, servers, connections, the environment. */
export class Scratch {
  readonly #ends: (() => unknown)[] = [];

  keep<T extends { close(): Promise<void> }>(closable: T): T {
    this.#ends.push(() => closable.close());
    return closable;
  }

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'kube-test-'));
    this.#ends.push(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  environment(variables: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(variables)) {
      const before = process.env[name];
      this.#ends.push(() => set(name, before));
      set(name, value);
    }
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}

function set(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}
