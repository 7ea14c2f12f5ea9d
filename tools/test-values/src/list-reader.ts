import { frozen } from './frozen.ts';

/** An object of a cluster, as far as tests look at it. */
export interface Stored {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: object;
  readonly data?: unknown;
}

/** What is looked up. */
interface Wanted {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** Looks objects up in a list, and remembers what it was asked for. */
export class ListReader {
  readonly asked: Wanted[] = [];
  readonly #objects: readonly Stored[];

  /** @param objects all there are */
  constructor(...objects: readonly Stored[]) {
    this.#objects = frozen(objects);
  }

  get(wanted: Wanted): Stored | undefined {
    this.asked.push(wanted);
    return this.#objects.find(({ kind, metadata }) => kind === wanted.kind && metadata.name === wanted.name && metadata.namespace === wanted.namespace);
  }
}
