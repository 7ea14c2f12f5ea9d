import type { PreferenceSpec, StringMap, TemplateLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { keepOwn } from './prefer.ts';

const RULE: Rule = { name: 'preferred-annotations', field: 'spec.annotations' };

/** Adds the preference's annotations that the template does not have (BEHAVIOUR 5.11). */
export function applyAnnotations(template: Draft<TemplateLike>, preference: PreferenceSpec): void {
  if (!preference.annotations) return;
  const annotations: Draft<StringMap> = template.at('metadata').at('annotations');
  for (const key of Object.keys(preference.annotations)) {
    const value = preference.annotations[key] ?? '';
    const own = annotations.value;
    if (own === undefined || !Object.hasOwn(own, key)) annotations.set(key, value, RULE);
    else keepOwn(annotations, key, own[key], value, RULE);
  }
}
