import type { SwitchTarget } from '@instancetype/update';
import type { Command } from 'commander';
import { Complaints } from '../expand/complaints.ts';
import { isVirtualMachine } from '../expand/virtual-machine.ts';
import { Locator } from '../findings/locator.ts';
import { write } from '../io.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import { objectsOf } from '../manifest/objects.ts';
import type { Context } from '../context.ts';
import { showPlace } from '../report/describe.ts';
import { columnsOf } from '../table/terminal.ts';
import { documentsOf } from '../world/inputs.ts';
import type { Opened } from '../world/open-world.ts';
import { switchText } from './switch-text.ts';
import { type PlannedSwitch, switchVm } from './switch-vm.ts';

/** What `switch` was asked. */
export interface SwitchQuestion {
  readonly target: SwitchTarget;
  readonly format: 'text' | 'json';
}

/** Tells what a switch means for every VM of an input.
 * @param opened the input and the world around it
 * @param question to what, and how to answer
 * @param command the command that runs: an input without VMs is a wrong call
 * @param complaints where problems go
 * @param context where the result goes */
export async function runSwitch(opened: Opened, question: SwitchQuestion, command: Command, complaints: Complaints, { io }: Context): Promise<void> {
  const { head, separator, tail, print } = question.format === 'json' ? JSON_FORMAT : textFormat(columnsOf(io));
  let [vms, printed] = [0, 0];
  const assumptions = new Set<string>();
  for await (const planned of plansOf(opened, question.target, complaints)) {
    vms++;
    if (planned === undefined) continue;
    for (const assumption of planned.plan.assumptions) assumptions.add(assumption);
    await write(io.stdout, (printed++ === 0 ? head : separator) + print(planned));
  }
  await write(io.stdout, tail(printed, [...assumptions]));
  if (vms === 0) command.error('there is no VirtualMachine in the input');
}

interface Format {
  readonly head: string;
  readonly separator: string;
  readonly print: (planned: PlacedSwitch) => string;
  readonly tail: (printed: number, assumptions: readonly string[]) => string;
}

const JSON_FORMAT: Format = { head: '[\n', separator: ',\n', print: jsonOf, tail: (printed) => (printed === 0 ? '[]\n' : '\n]\n') };

function textFormat(width: number | undefined): Format {
  const tail = (_printed: number, assumptions: readonly string[]): string => (assumptions.length === 0 ? '' : `\nAssumed: ${assumptions.join(' ')}\n`);
  return { head: '', separator: '\n', print: (planned) => switchText(planned, showPlace(planned), width), tail };
}

interface PlacedSwitch extends PlannedSwitch {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A plan for each VM of an input; undefined where there is none, which is told. */
async function* plansOf(opened: Opened, target: SwitchTarget, complaints: Complaints): AsyncGenerator<PlacedSwitch | undefined> {
  for (const found of opened.inputs) {
    for await (const document of found.kind === 'fault' ? [found] : documentsOf(found)) {
      if (document.kind === 'fault') await complaints.fault(document);
      else yield* plansIn(document, target, opened, complaints);
    }
  }
}

async function* plansIn(document: ManifestDocument, target: SwitchTarget, { world }: Opened, complaints: Complaints): AsyncGenerator<PlacedSwitch | undefined> {
  const locator = new Locator(document);
  for (const object of objectsOf(document.value)) {
    if (object.kind === 'list-fault') {
      await complaints.findings(document, undefined, [object.diagnostic], world);
      continue;
    }
    if (!isVirtualMachine(object.value)) continue;
    const outcome = switchVm(object.value, target, world);
    const found = outcome.ok ? outcome.notes : outcome.causes;
    if (found.length > 0) await complaints.findings(document, object, found, world);
    const { line, column } = locator.place(object.pointer);
    yield outcome.ok ? { ...outcome.value, file: document.file, line, column } : undefined;
  }
}

function jsonOf({ file, line, column, name, plan }: PlacedSwitch): string {
  const { patch, refusals, changes, restartRequired, patches, assumptions } = plan;
  return JSON.stringify({ file, line, column, object: name, restartRequired, changes, refusals, patch, instancePatches: patches, assumptions }, undefined, 2);
}
