import { pointerOf, type Segment } from '@instancetype/conflict';
import { provenanceOf, type Trace } from '@instancetype/draft';
import type { FieldAnswer, ValuePlace } from './find-field.ts';
import { type FieldOrigin, isFilled, originsOf, passingWrites } from './fields.ts';
import { removalAt } from './phrases.ts';
import { explainTable } from './rows.ts';
import { story, storyOfNothing } from './story.ts';

/** An expanded VM. */
export interface Explained {
  readonly before: object;
  readonly after: object;
  readonly trace: Trace;
  /** `file:line:column` of the author's own value.
   * @param pointer into the VM */
  placeOf(pointer: string): string;
}

/** An answer about one field, or about the same field of several elements of a list. */
export type Answered = Extract<FieldAnswer, { readonly kind: 'set' | 'removed' | 'unset' }>;

const UNSET = 'not set, neither by the VM nor by anything that is applied to it';

/** The fields that an answer is about; of an object or a list, all that it holds.
 * @param answer what the user asked for
 * @param vm the VM */
export function fieldsOf(answer: Answered, { before, after, trace }: Explained): FieldOrigin[] {
  const places = answer.kind === 'unset' ? [answer] : answer.places;
  const pointers = places.map(({ segments }) => pointerOf(segments));
  return originsOf(before, after, trace).filter(({ pointer }) => pointers.some((asked) => pointer === asked || pointer.startsWith(`${asked}/`)));
}

/** An answer for people.
 * @param answer what the user asked for
 * @param vm the VM
 * @param width columns of the terminal; without it nothing is cut */
export function answerText(answer: Answered, vm: Explained, width: number | undefined): string {
  if (answer.kind === 'unset') {
    const pointer = pointerOf(answer.segments);
    if (passingWrites(vm.after, vm.trace).some(({ path }) => pointer.startsWith(`${path}/`))) return storyOfRemoved(answer.segments, vm);
    return storyOfNothing(pointer, answer.segments, UNSET, provenanceOf(vm.trace).keptAt(pointer));
  }
  if (answer.kind === 'removed') return answer.places.map(({ segments }) => storyOfRemoved(segments, vm)).join('\n');
  const fields = new Map(fieldsOf(answer, vm).map((field) => [field.pointer, field]));
  return answer.places.map((place) => placeText(place, fields, vm, width)).join('\n');
}

function storyOfRemoved(segments: readonly Segment[], { after, trace }: Explained): string {
  const pointer = pointerOf(segments);
  const inferred = passingWrites(after, trace).filter(({ path }) => path === pointer || pointer.startsWith(`${path}/`));
  return storyOfNothing(pointer, segments, removalAt(pointer, trace), [], inferred);
}

function placeText({ segments, value }: ValuePlace, fields: ReadonlyMap<string, FieldOrigin>, vm: Explained, width: number | undefined): string {
  const pointer = pointerOf(segments);
  const field = fields.get(pointer);
  if (field && !isFilled(value)) return story(field, segments as readonly Segment[], vm.placeOf(pointer));
  return explainTable([...fields.values()].filter((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`)), width);
}
