import type { Diagnostic, ObjectName } from '@instancetype/conflict';
import type { Place } from '../manifest/place.ts';

/** One finding in a file: a diagnostic, where it stands, and where the values stand that it is about. */
export interface Finding {
  /** The file's name as the user gave it; `<stdin>` for standard input. */
  readonly file: string;
  /** Absent where the file as a whole is meant. */
  readonly place?: Place | undefined;
  /** The object that was checked; absent for a fault of a file or a document. */
  readonly object?: ObjectName | undefined;
  /** JSON pointer from the document to that object. */
  readonly objectPointer?: string | undefined;
  readonly diagnostic: Diagnostic;
  /** What else a person should know, one sentence each. */
  readonly notes: readonly string[];
  readonly excerpt?: Excerpt | undefined;
  /** The values that clash, where the checked object's own is the first. */
  readonly claims: readonly LocatedClaim[];
  /** What --fix would do to the file. */
  readonly edit?: TextEdit | undefined;
}

/** The line on which a finding stands. */
export interface Excerpt {
  readonly line: number;
  /** Its text, safe to print; one character for each of the line's, but for a long line's ends. */
  readonly text: string;
  /** The part of the text that is meant, from 0. */
  readonly start: number;
  readonly end: number;
}

/** One of the values that clash, whose it is, and where its owner comes from. */
export interface LocatedClaim {
  readonly owner: ObjectName;
  /** Dotted path inside the owner. */
  readonly field: string;
  readonly value?: unknown;
  readonly origin: ClaimOrigin;
}

/** Where the owner of a value comes from; `unknown` where it is neither in a file nor in the catalog. */
export interface ClaimOrigin {
  readonly from: 'input' | 'objects' | 'catalog' | 'unknown';
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** The ControllerRevision in which the owner is stored, where the value was read from one. */
  readonly revision?: string | undefined;
}

/** A change of a file's text: what stands at a place is replaced. */
export interface TextEdit extends Place {
  readonly text: string;
}
