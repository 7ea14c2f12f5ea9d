import { printManifests } from '../manifest/print.ts';
import type { ExpandOutput } from './output.ts';

const LIST_HEAD = ['{', '    "apiVersion": "v1",', '    "kind": "List",', '    "items": [', ''].join('\n');
const LIST_TAIL = '\n    ]\n}\n';

/** All documents as kubectl prints them with `-o json`: the one object, or a List of several. */
export function jsonOutput(): ExpandOutput {
  let pending: unknown[] = [];
  let held: string | undefined;
  let isList = false;
  return {
    document: ({ value }) => {
      if (value !== undefined) pending.push(value);
      return undefined;
    },
    endFile: (_source, isWhole) => {
      const texts = isWhole ? pending.map((value) => printManifests([value], 'json').trimEnd()) : [];
      pending = [];
      let output = '';
      for (const text of texts) {
        // one object stands alone: the first is held back until there is a second
        if (held !== undefined) {
          output += isList ? `,\n${inList(held)}` : LIST_HEAD + inList(held);
          isList = true;
        }
        held = text;
      }
      return output;
    },
    end: () => {
      if (held === undefined) return '';
      return isList ? `,\n${inList(held)}${LIST_TAIL}` : `${held}\n`;
    },
  };
}

function inList(text: string): string {
  return `        ${text.replaceAll('\n', '\n        ')}`;
}
