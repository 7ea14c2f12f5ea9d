import { type ObjectName, objectName, showObject } from '@instancetype/conflict';
import type { ExpandOutput } from '../expand/output.ts';
import { Locator } from '../findings/locator.ts';
import { showPlace } from '../report/describe.ts';
import { originsOf } from './fields.ts';
import { fieldJson, removedJson } from './json.ts';
import { explainTable } from './rows.ts';

/** Where the fields of each VM come from, as tables with a line above each that names the VM.
 * @param width columns of the terminal; without it nothing is cut */
export function explainTableOutput(width: number | undefined): ExpandOutput {
  return pieces('\n', (vm) => `${showPlace(vm)}: ${showObject(vm.name)}\n${explainTable(originsOf(vm.before, vm.after, vm.trace), width)}`, ['', '']);
}

/** The same as a JSON array with an object for each VM. */
export function explainJsonOutput(): ExpandOutput {
  return pieces(
    ',\n',
    ({ file, line, column, name, before, after, trace }) => {
      // what was not inferred is among what was removed
      const fields = originsOf(before, after, trace).filter(({ ignored }) => ignored === undefined).map(fieldJson);
      return JSON.stringify({ file, line, column, object: name, fields, removed: removedJson(before, trace) }, undefined, 2);
    },
    ['[\n', '\n]\n'],
  );
}

interface PlacedVm {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: ObjectName;
  readonly before: object;
  readonly after: object;
  readonly trace: Parameters<typeof originsOf>[2];
}

/** One piece of output for each VM. */
function pieces(separator: string, print: (vm: PlacedVm) => string, [head, tail]: readonly [string, string]): ExpandOutput {
  let pending: string[] = [];
  let isFirst = true;
  return {
    document: (expanded) => {
      const { document } = expanded;
      const locator = new Locator(document);
      for (const { object, outcome } of expanded.vms) {
        if (!outcome.ok) continue;
        const { line, column } = locator.place(object.pointer);
        const name = objectName(object.value, 'VirtualMachine');
        pending.push(print({ file: document.file, line, column, name, before: object.value, after: outcome.value, trace: outcome.trace }));
      }
      return undefined;
    },
    endFile: (_source, isWhole) => {
      const ready = isWhole ? pending : [];
      pending = [];
      if (ready.length === 0) return '';
      const output = (isFirst ? head : separator) + ready.join(separator);
      isFirst = false;
      return output;
    },
    end: () => (isFirst ? head.trimEnd() + tail.trimStart() : tail),
  };
}
