import {
  DEFAULT_INSTANCETYPE_KIND_LABEL,
  DEFAULT_INSTANCETYPE_LABEL,
  DEFAULT_PREFERENCE_KIND_LABEL,
  DEFAULT_PREFERENCE_LABEL,
  type Family,
  type ObjectRef,
} from '@instancetype/api';
import type { Inference, Inferring } from './inference.ts';
import { member, textMember } from './member.ts';
import { labelMissing } from './problem.ts';

const LABELS: Readonly<Record<Family, { readonly name: string; readonly kind: string }>> = {
  instancetype: { name: DEFAULT_INSTANCETYPE_LABEL, kind: DEFAULT_INSTANCETYPE_KIND_LABEL },
  preference: { name: DEFAULT_PREFERENCE_LABEL, kind: DEFAULT_PREFERENCE_KIND_LABEL },
};

/** What the labels of an object say. The name label counts where it is there, even when it is empty (BEHAVIOUR 9.1, Q26).
 * @param inferring what is inferred
 * @param ref the object
 * @param object the object as found */
export function readLabels(inferring: Inferring, ref: ObjectRef, object: unknown): Inference {
  const label = LABELS[inferring.family];
  const labels = member(member(object, 'metadata'), 'labels');
  if (typeof member(labels, label.name) !== 'string') return labelMissing(inferring, ref, label.name);
  return { ok: true, name: textMember(labels, label.name), kind: textMember(labels, label.kind), from: ref };
}
