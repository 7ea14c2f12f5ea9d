import type { Trace, TraceEntry } from './trace.ts';

/** Tells where fields come from. */
export interface Provenance {
  /** What last wrote a place, directly or by writing something around it; undefined where it is the author's own.
   * @param pointer a JSON pointer into the result */
  writerOf(pointer: string): TraceEntry | undefined;
  /** The preferred values that were not taken for a place, in order.
   * @param pointer a JSON pointer into the result */
  keptAt(pointer: string): readonly TraceEntry[];
}

const NONE: readonly TraceEntry[] = Object.freeze([]);

/** Reads a trace as the provenance of every field.
 * @param trace what happened */
export function provenanceOf(trace: Trace): Provenance {
  const writers = new Map<string, { readonly entry: TraceEntry; readonly order: number }>();
  const kept = new Map<string, TraceEntry[]>();
  trace.forEach((entry, order) => {
    if (entry.action !== 'keep') writers.set(entry.path, { entry, order });
    else kept.set(entry.path, [...(kept.get(entry.path) ?? []), entry]);
  });
  return {
    writerOf: (pointer) => {
      let last = writers.get(pointer);
      for (let end = pointer.lastIndexOf('/'); end > 0; end = pointer.lastIndexOf('/', end - 1)) {
        const outer = writers.get(pointer.slice(0, end));
        if (outer !== undefined && (last === undefined || outer.order > last.order)) last = outer;
      }
      return last?.entry;
    },
    keptAt: (pointer) => kept.get(pointer) ?? NONE,
  };
}
