import { displayPath, type JsonPatchOperation, type Severity, showObject, showText, showValue } from '@instancetype/conflict';
import type { ClaimOrigin, Finding, LocatedClaim } from '../findings/finding.ts';
import { escapeText } from '../manifest/escape.ts';

/** How text names a severity. */
export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** `file:line:column`, as far as it is known. */
export function showPlace({ file, line, column }: { readonly file: string; readonly line?: number | undefined; readonly column?: number | undefined }): string {
  return `${escapeText(file)}${line === undefined ? '' : `:${line}:${column ?? 1}`}`;
}

/** A value and whose it is: `spec.cpu.guest: 2 in VirtualMachineClusterInstancetype "u1.medium" (built-in catalog)`. */
export function showClaim({ owner, field, value, origin }: LocatedClaim): string {
  const what = field === '' ? '' : `${showText(field)}${value === undefined ? '' : `: ${showValue(value)}`} in `;
  const where = showOrigin(origin);
  return `${what}${showObject(owner)}${where === '' ? '' : ` (${where})`}`;
}

function showOrigin({ from, file, line, column, revision }: ClaimOrigin): string {
  const stored = revision === undefined ? '' : `stored in ControllerRevision ${showText(revision)}`;
  const place = from === 'catalog' ? 'built-in catalog' : file === undefined ? '' : showPlace({ file, line, column });
  return [stored, place].filter((part) => part !== '').join(', ');
}

/** What a patch does, in words. */
export function showPatch(patch: readonly JsonPatchOperation[]): string {
  return patch.map(showOperation).join(', ');
}

function showOperation(operation: JsonPatchOperation): string {
  const path = escapeText(displayPath(operation.path));
  return operation.op === 'remove' ? `remove ${path}` : `set ${path} to ${showValue(operation.value)}`;
}

/** Everything that a finding says beside its message, one line each: for formats whose findings are one text. */
export function detailLines({ diagnostic, claims, notes }: Finding): string[] {
  return [
    ...claims.map(showClaim),
    ...notes,
    ...(diagnostic.fix ? [`Fix (made by --fix): ${showPatch(diagnostic.fix)}`] : []),
    ...(diagnostic.suggestions ?? []).map(({ title }) => `Suggestion: ${escapeText(title)}`),
  ];
}
