import { type Draft, type Rule, sameJson } from '@instancetype/draft';
import type { Maybe } from '@instancetype/api';

/** Takes a preferred value where the object has none; any value counts as one, also `""`, `0` and false (BEHAVIOUR 0.1,
 * model P).
 * @param place the object
 * @param key its member
 * @param preferred the preference's value, if it has one
 * @param rule why */
export function prefer<T extends object, K extends keyof T>(place: Draft<T>, key: K, preferred: Maybe<T[K]>, rule: Rule): void {
  if (preferred === undefined || preferred === null) return;
  const own = place.get(key);
  if (own === undefined) place.set(key, preferred, rule);
  else keepOwn(place, key, own, preferred, rule);
}

/** Takes a preferred text where the object has none; `""` counts as none on both sides (BEHAVIOUR 0.1, model V).
 * @param place the object
 * @param key its member
 * @param preferred the preference's value, if it has one
 * @param rule why */
export function preferText<T extends object, K extends keyof T>(place: Draft<T>, key: K, preferred: Maybe<T[K]>, rule: Rule): void {
  if (!preferred) return;
  const own = place.get(key);
  if (!own) place.set(key, preferred, rule);
  else keepOwn(place, key, own, preferred, rule);
}

/** Takes a preferred value whatever the object has (BEHAVIOUR 20, Q13).
 * @param place the object
 * @param key its member
 * @param preferred the preference's value, if it has one
 * @param rule why */
export function impose<T extends object, K extends keyof T>(place: Draft<T>, key: K, preferred: Maybe<T[K]>, rule: Rule): void {
  if (preferred !== undefined && preferred !== null) place.set(key, preferred, rule);
}

/** Records that an object keeps its own value, where that differs from the preferred one.
 * @param place the object
 * @param key its member
 * @param own its value
 * @param preferred the value not taken
 * @param rule why it was preferred */
export function keepOwn<T extends object, K extends keyof T>(place: Draft<T>, key: K, own: unknown, preferred: unknown, rule: Rule): void {
  if (place.traced && !sameJson(own, preferred)) place.keep(key, preferred, rule);
}
