import type { Diagnostic } from '@instancetype/conflict';
import { escapeText } from './escape.ts';
import { limits } from './limits.ts';
import type { Place } from './place.ts';

/** The reasons for which an input, or a part of it, cannot be read. */
export type FaultCode =
  | 'input-missing'
  | 'input-unreadable'
  | 'input-too-large'
  | 'input-not-text'
  | 'input-repeated'
  | 'directory-without-manifests'
  | 'document-separator'
  | 'yaml-invalid'
  | 'json-invalid'
  | 'yaml-character'
  | 'yaml-alias'
  | 'yaml-tag'
  | 'yaml-key'
  | 'yaml-merge'
  | 'duplicate-key'
  | 'number-out-of-range'
  | 'document-too-deep'
  | 'document-too-large';

/** An input, or a document of it, that cannot be read: one line for the user, never an exception. */
export interface InputFault {
  readonly kind: 'fault';
  /** The input's name as the user gave it, `<stdin>` for standard input. Not escaped. */
  readonly file: string;
  readonly place?: Place | undefined;
  /** Its `code` is a FaultCode, its severity `error`; the message is one line and safe to print. */
  readonly diagnostic: Diagnostic;
}

/** A fault, its message made safe to print.
 * @param file the input's name
 * @param code why
 * @param message what is wrong and how to mend it
 * @param place where, if it is known */
export function inputFault(file: string, code: FaultCode, message: string, place?: Place): InputFault {
  return { kind: 'fault', file, place, diagnostic: { code, severity: 'error', message: escapeText(message, 1024) } };
}

/** A fault at an offset of a text; thrown only inside the readers of one document, which turn it into an InputFault. */
export class TextFault extends Error {
  readonly code: FaultCode;
  readonly offset: number;

  constructor(code: FaultCode, offset: number, message: string) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

/** The fault of a document that nests too deep.
 * @param offset where the limit is passed */
export function tooDeep(offset: number): TextFault {
  return new TextFault('document-too-deep', offset, `more than ${limits.depth} lists and objects inside one another`);
}

/** `file:line:column: message`, or `file: message` where no place is known; safe to print.
 * @param fault what to show */
export function faultLine(fault: InputFault): string {
  const { place } = fault;
  return `${escapeText(fault.file)}${place ? `:${place.line}:${place.column}` : ''}: ${fault.diagnostic.message}`;
}
