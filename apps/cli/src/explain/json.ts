import { displayPath } from '@instancetype/conflict';
import type { Trace, TraceEntry } from '@instancetype/draft';
import { type FieldOrigin, removedFields } from './fields.ts';

/** One field in the JSON of `--explain`; a part of the compatibility promise. */
export interface FieldJson {
  readonly field: string;
  readonly pointer: string;
  readonly value: unknown;
  readonly source: SourceJson;
  /** The rule that wrote it; absent where the VM's author did. */
  readonly rule?: string;
  /** The VM's own value that was overwritten. */
  readonly replaced?: unknown;
  /** What a matcher was inferred as; it is gone once it is applied. Source and rule are those of the inference. */
  readonly inferred?: unknown;
  readonly notTaken?: readonly { readonly value: unknown; readonly source: SourceJson; readonly rule: string }[];
}

interface SourceJson {
  readonly origin: 'vm' | TraceEntry['origin'];
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly field?: string | undefined;
}

/** A field's origin as JSON.
 * @param origin where it comes from */
export function fieldJson({ pointer, value, writer: last, replaced, inferred, kept }: FieldOrigin): FieldJson {
  const writer = last ?? inferred;
  return {
    field: displayPath(pointer),
    pointer,
    value,
    source: writer === undefined ? { origin: 'vm' } : sourceJson(writer),
    ...(writer !== undefined && { rule: writer.rule }),
    ...(replaced !== undefined && { replaced }),
    ...(inferred !== undefined && { inferred: inferred.value }),
    ...(kept.length > 0 && { notTaken: kept.map((entry) => ({ value: entry.value, source: sourceJson(entry), rule: entry.rule })) }),
  };
}

function sourceJson({ origin, source }: TraceEntry): SourceJson {
  return { origin, ...source };
}

/** What expanding removed, as JSON.
 * @param before the VM as its author wrote it
 * @param trace what `expand` recorded */
export function removedJson(before: unknown, trace: Trace): object[] {
  return removedFields(before, trace).map(({ entry, value }) => ({ field: displayPath(entry.path), pointer: entry.path, value, rule: entry.rule }));
}
