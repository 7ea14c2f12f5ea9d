import type { ControllerRevisionLike } from '@instancetype/api';
import { type Diagnostic, type ObjectName, showText } from '@instancetype/conflict';

type Code = 'revision-empty' | 'revision-not-decodable' | 'revision-wrong-kind';

/** A finding about a revision's data.
 * @param code what it is
 * @param revision the revision
 * @param what the rest of the sentence that the revision's name begins
 * @param pointer JSON pointer into the revision */
export function problem(code: Code, revision: ControllerRevisionLike, what: string, pointer = '/data'): Diagnostic {
  return { code, severity: 'error', message: `${showRevision(revision)} ${what}`, pointer };
}

/** A revision, as messages name it. */
export function showRevision(revision: ControllerRevisionLike): string {
  const { name, namespace } = nameOfRevision(revision);
  return `ControllerRevision "${namespace === undefined ? '' : `${showText(namespace)}/`}${showText(name)}"`;
}

/** The name of a revision, for claims. */
export function nameOfRevision(revision: ControllerRevisionLike): ObjectName {
  const { name, namespace } = revision.metadata ?? {};
  const text = typeof name === 'string' ? name : '';
  return typeof namespace === 'string' && namespace !== ''
    ? { kind: 'ControllerRevision', name: text, namespace }
    : { kind: 'ControllerRevision', name: text };
}
