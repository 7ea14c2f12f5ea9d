import { showObject } from '@instancetype/conflict';
import type { FieldChange } from '@instancetype/update';
import { inline } from '../explain/phrases.ts';
import { escapeText } from '../manifest/escape.ts';
import { type Column, printTable } from '../table/table.ts';
import { printEntries } from '../table/wrap.ts';
import type { PlannedSwitch } from './switch-vm.ts';
import { showReference } from './target.ts';

const COLUMNS: readonly Column[] = [
  { title: 'FIELD', cut: 'start' },
  { title: 'FROM', cut: 'end' },
  { title: 'TO', cut: 'end' },
  { title: 'WHEN' },
  { title: 'WHY', cut: 'end', weight: 3 },
];

/** What a switch means for a VM, for people.
 * @param planned the VM and the plan
 * @param place where the VM stands
 * @param width columns of the terminal; without it nothing is cut */
export function switchText({ name, before, plan }: PlannedSwitch, place: string, width: number | undefined): string {
  const reference = (family: 'instancetype' | 'preference'): readonly string[] => {
    const [own, then] = [showReference(before, family), showReference(plan.vm, family)];
    return own === then && own === '-' ? [] : [own === then ? own : `${own} -> ${then}`];
  };
  const entries = printEntries([['Instance type', reference('instancetype')], ['Preference', reference('preference')], ['Result', [resultOf(plan)]]]);
  const table = plan.changes.length === 0 ? '' : printTable(COLUMNS, plan.changes.map(rowOf), width);
  return `${place}: ${showObject(name)}\n${indented(entries)}${table}`;
}

function resultOf({ refusals, changes, restartRequired }: PlannedSwitch['plan']): string {
  if (refusals.length > 0) return `KubeVirt refuses the VM then, for ${refusals.length === 1 ? 'one reason' : `${refusals.length} reasons`}`;
  if (changes.length === 0) return 'nothing changes';
  if (restartRequired) return changes.some(({ effect }) => effect === 'live') ? 'needs a restart for a part of it' : 'needs a restart';
  return changes.every(({ effect }) => effect === 'live') ? 'changes while the VM runs' : 'changes while the VM runs, and the rest with its next start';
}

function rowOf({ field, from, to, effect, why }: FieldChange): string[] {
  return [escapeText(field), inline(from, 40), inline(to, 40), effect, escapeText(why)];
}

function indented(lines: string): string {
  return lines.replace(/^/gm, '  ').trimEnd() + '\n';
}
