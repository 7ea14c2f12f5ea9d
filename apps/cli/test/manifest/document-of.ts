import { expect } from 'vitest';
import type { ManifestDocument } from '../../src/manifest/document.ts';
import { parseDocument, readDocuments } from '../../src/manifest/documents.ts';
import { type InputFault, faultLine } from '../../src/manifest/fault.ts';

export function documentOf(text: string): ManifestDocument {
  const read = parseDocument(text);
  if (read.kind === 'fault') throw new Error(faultLine(read));
  return read;
}

export function valuesOf(text: string): unknown[] {
  return [...readDocuments('f', text)].map((result) => (result.kind === 'document' ? result.value : faultLine(result)));
}

/** The one line that a text which cannot be read gives. */
export function faultOf(text: string, file = 'f.yaml'): string {
  const faults: InputFault[] = [...readDocuments(file, text)].filter((result) => result.kind === 'fault');
  expect(faults).toHaveLength(1);
  const line = faults.map(faultLine).join();
  expect(line).not.toMatch(/\n|\u001b/);
  return line;
}
