import type { Outcome } from '@instancetype/conflict';
import { Findings } from './findings.ts';
import type { Node } from './node.ts';
import { wrongType } from './report.ts';
import { check } from './walk.ts';

/** Checks a whole object.
 * @param root its type
 * @param object anything, also null and undefined */
export function validate<T>(root: Node, object: T): Outcome<T & object> {
  const findings = new Findings(root);
  if (object === null || object === undefined) wrongType(findings, root, object);
  else check(findings, root, object);
  return findings.outcome(object as T & object);
}
