import type { StringMap } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import type { Application } from './application.ts';
import { reportAnnotationClash } from './clash.ts';

const RULE: Rule = { name: 'instancetype-annotations', field: 'spec.annotations' };

/** Adds the instance type's annotations; one that the template has with another value clashes (BEHAVIOUR 4.5). Clashes come
 * sorted by key (Appendix B8). */
export function applyAnnotations(application: Application): void {
  const theirs = application.instancetype.annotations;
  if (!theirs) return;
  const annotations: Draft<StringMap> = application.template.at('metadata').at('annotations');
  for (const key of Object.keys(theirs).sort()) {
    const value = theirs[key] ?? '';
    const own = annotations.value;
    if (own === undefined || !Object.hasOwn(own, key)) annotations.set(key, value, RULE);
    else if ((own[key] ?? '') !== value) reportAnnotationClash(application, key, own[key], value);
  }
}
