import { failure, pointerOf, success } from '@instancetype/conflict';
import type { CauseReason, Diagnostic, JsonPatchOperation, Outcome, Segment } from '@instancetype/conflict';
import { fieldPath } from './field-path.ts';
import type { Node } from './node.ts';

/** How many errors are listed; more are counted. */
const MAX_LISTED = 100;

const NOTHING: readonly Diagnostic[] = [];

/** One error before it has its place in the object. */
export interface Finding {
  readonly code: string;
  readonly reason: CauseReason;
  readonly message: string;
  /** Where it is; without it, where the walk stands. */
  readonly path?: readonly Segment[];
  readonly fix?: readonly JsonPatchOperation[] | undefined;
}

/** Where a walk stands, and what it found. */
export class Findings {
  /** The type of the whole object. */
  readonly root: Node;
  /** From the root to the value that is being checked; the walk writes it. */
  readonly path: Segment[] = [];
  /** Unknown fields are allowed where the walk is. */
  tolerant = false;
  readonly #limit: number;
  // made when the first error is found: most walks find none
  #listed: Diagnostic[] | undefined;
  #mended: Set<string> | undefined;
  #count = 0;

  /** @param root the type of the whole object
   * @param limit how many errors are listed; none where only the number matters */
  constructor(root: Node, limit: number = MAX_LISTED) {
    this.root = root;
    this.#limit = limit;
  }

  get count(): number {
    return this.#count;
  }

  /** Counts an error. Is there room to list it? The message of one that is not listed is never made. */
  counts(): boolean {
    return ++this.#count <= this.#limit;
  }

  /** Lists an error that was counted. */
  list({ code, reason, message, path = this.path, fix }: Finding): void {
    const place = { reason, field: fieldPath(path), pointer: pointerOf(path) };
    this.#listed ??= [];
    this.#listed.push({ code, severity: 'error', message, ...place, ...(fix && { fix }) });
  }

  /** Claims a place for a fix: a second one must not overwrite what the first one writes.
   * @param pointer where the fix writes */
  mends(pointer: string): boolean {
    this.#mended ??= new Set();
    const isFree = !this.#mended.has(pointer);
    this.#mended.add(pointer);
    return isFree;
  }

  outcome<T>(value: T): Outcome<T> {
    const [first, ...more] = this.#listed ?? NOTHING;
    if (first === undefined) return success(value);
    return this.#count > this.#limit ? failure(first, ...more, this.#rest()) : failure(first, ...more);
  }

  #rest(): Diagnostic {
    const rest = this.#count - this.#limit;
    const message = `${rest} more ${rest === 1 ? 'error is' : 'errors are'} not listed`;
    return { code: 'schema-more-errors', severity: 'info', message };
  }
}
