export { Draft, openDraft } from './draft.ts';
export type { DraftOptions } from './draft.ts';
export { patchOf } from './patch.ts';
export { provenanceOf } from './provenance.ts';
export type { Provenance } from './provenance.ts';
export type { Misfit } from './recording.ts';
export { sameJson } from './same-json.ts';
export type { Traced, TracedOutcome } from './traced.ts';
export type { Author, Origin, Rule, Trace, TraceEntry, TraceSource } from './trace.ts';
