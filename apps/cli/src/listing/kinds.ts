import { INSTANCETYPE_RESOURCES, PREFERENCE_RESOURCES, type Resource, SHORT_NAMES } from '@instancetype/api';
import { nearestWord } from '@instancetype/conflict';

/** Which objects a command is about. */
export interface KindChoice {
  readonly family: 'instancetype' | 'preference';
  readonly resources: readonly Resource[];
}

const INSTANCETYPES: KindChoice = { family: 'instancetype', resources: INSTANCETYPE_RESOURCES };
const PREFERENCES: KindChoice = { family: 'preference', resources: PREFERENCE_RESOURCES };

/** Instance types, then preferences. */
export const ALL_KINDS: readonly KindChoice[] = [INSTANCETYPES, PREFERENCES];

const CHOICES: ReadonlyMap<string, KindChoice> = new Map([
  ...['instancetypes', 'instancetype'].map((word): [string, KindChoice] => [word, INSTANCETYPES]),
  ...['preferences', 'preference'].map((word): [string, KindChoice] => [word, PREFERENCES]),
  ...ALL_KINDS.flatMap((choice) => choice.resources.flatMap((resource) => wordsOf(resource).map((word): [string, KindChoice] => [word, { ...choice, resources: [resource] }]))),
]);

function wordsOf({ kind, plural, singular }: Resource): string[] {
  return [kind.toLowerCase(), plural, singular, ...SHORT_NAMES[kind]];
}

/** What a word for a kind means: `instancetypes`, `preferences`, and all names that kubectl knows for one of the four kinds
 * (BEHAVIOUR 1.1), letter case disregarded.
 * @param word as the user wrote it, possibly with the API group behind a dot */
export function kindNamed(word: string): KindChoice | undefined {
  const lower = word.toLowerCase();
  return CHOICES.get(lower) ?? CHOICES.get(lower.split('.')[0] ?? '');
}

/** The word for a kind that a mistyped one most likely means.
 * @param word as the user wrote it */
export function nearestKind(word: string): string | undefined {
  return nearestWord(word, CHOICES.keys());
}
