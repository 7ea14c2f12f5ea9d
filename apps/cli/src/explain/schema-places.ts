import type { Segment } from '@instancetype/conflict';
import { fieldAt } from '@instancetype/schema';
import type { FieldPlace } from './field-name.ts';

/** All fields that a VirtualMachine may have, an element of each list counted as the first one. */
export function schemaPlaces(): FieldPlace[] {
  const places: FieldPlace[] = [];
  const pending: Segment[][] = [[]];
  for (let segments = pending.pop(); segments; segments = pending.pop()) {
    const info = fieldAt('VirtualMachine', segments);
    if (!info) continue;
    if (segments.length > 0) places.push({ segments });
    const members: readonly Segment[] = info.holds === 'list' ? [0] : info.holds === 'object' ? info.fields : [];
    pending.push(...members.map((member) => [...(segments ?? []), member]));
  }
  return places;
}
