import { checkDiagnostics } from './check-diagnostics.ts';
import { checkExpand } from './check-expand.ts';
import { checkQuantities } from './check-quantities.ts';
import { checkApply } from './check-apply.ts';
import { checkValidators } from './check-validators.ts';
import { Fault } from './fault.ts';
import type { Case } from './generate.ts';
import { deepFreeze } from './json.ts';
import { Stopwatch } from './stopwatch.ts';
import { type Subject, subject as packages } from './subject.ts';

/** Runs one case through everything.
 * @param one the case; it is frozen
 * @param subject what is checked
 * @returns what is wrong, or undefined */
export function check(one: Case, subject: Subject = packages): string | undefined {
  deepFreeze(one);
  const watch = new Stopwatch();
  try {
    const diagnostics = [...checkExpand(one, subject, watch), ...checkApply(one, subject, watch), ...checkValidators(one, subject, watch)];
    checkDiagnostics(diagnostics);
    checkQuantities(one.quantities, subject, watch);
    if (Object.keys(Object.prototype).length > 0) throw new Fault('Object.prototype has got members');
  } catch (error) {
    return error instanceof Fault ? error.message : `${watch.current}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  return watch.complaint;
}
