import type { ControllerRevisionLike } from '@instancetype/api';
import { type Diagnostic, objectName, showText } from '@instancetype/conflict';

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
  const { name, namespace } = objectName(revision, 'ControllerRevision');
  return `ControllerRevision "${namespace === undefined ? '' : `${showText(namespace)}/`}${showText(name)}"`;
}
