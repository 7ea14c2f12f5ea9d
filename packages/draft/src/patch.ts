import { type JsonPatchOperation, segmentsOf } from '@instancetype/conflict';
import { sameJson } from './same-json.ts';
import type { Trace } from './trace.ts';

const ABSENT: unique symbol = Symbol('absent');

/**
 * The JSON patch (RFC 6902) that a trace amounts to: one operation for each place that was written, none for a place inside
 * a written one and none for a value that stayed the same. It is made from the trace, never by comparing two trees, so its
 * cost follows what was written and not the size of the object.
 * @param trace what happened
 * @param before the object that the draft was opened on
 * @param after the draft's result
 */
export function patchOf(trace: Trace, before: unknown, after: unknown): JsonPatchOperation[] {
  const operations: JsonPatchOperation[] = [];
  const written = new Set<string>();
  for (const { path, segments } of placesWritten(trace)) {
    if (isInside(path, written)) continue;
    const old = memberAt(before, segments);
    const value = memberAt(after, segments);
    if (value === ABSENT) {
      if (old === ABSENT) continue;
      operations.push({ op: 'remove', path });
    } else {
      if (old !== ABSENT && sameJson(old, value)) continue;
      operations.push({ op: old === ABSENT ? 'add' : 'replace', path, value });
    }
    written.add(path);
  }
  return operations;
}

interface Place {
  readonly path: string;
  readonly segments: readonly string[];
}

/** Every written place once: outer places before inner ones, elements of one list in the order in which they were added. */
function placesWritten(trace: Trace): Place[] {
  const paths = new Set<string>();
  for (const entry of trace) if (entry.action !== 'keep') paths.add(entry.path);
  return [...paths].map((path) => ({ path, segments: segmentsOf(path) })).sort((a, b) => a.segments.length - b.segments.length);
}

function isInside(path: string, written: ReadonlySet<string>): boolean {
  for (let slash = path.indexOf('/', 1); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    if (written.has(path.slice(0, slash))) return true;
  }
  return false;
}

function memberAt(document: unknown, segments: readonly string[]): unknown {
  let value = document;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return ABSENT;
    value = (value as Record<string, unknown>)[segment];
  }
  // JSON drops a member that is undefined
  return value === undefined ? ABSENT : value;
}
