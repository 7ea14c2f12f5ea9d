import { printDiff } from '../diff/paint.ts';
import { unifiedDiff } from '../diff/unified.ts';
import { escapeText } from '../manifest/escape.ts';
import type { Paint } from '../paint.ts';
import type { ExpandOutput } from './output.ts';
import { FileText } from './text-output.ts';

/** What expanding changes in the texts of the files, in the unified format. A VM that cannot be expanded does not change.
 * @param comments comments that say where what is new comes from
 * @param paint how to color */
export function diffOutput(comments: 'new' | undefined, paint: Paint): ExpandOutput {
  const file = new FileText({ format: 'kept', comments });
  return {
    document: (expanded) => file.add(expanded, false),
    endFile: (source, isWhole) => {
      const { text } = file.take(source.text);
      const name = escapeText(source.name);
      return isWhole ? printDiff(unifiedDiff({ name, text: source.text }, { name: `${name} (expanded)`, text }), paint) : '';
    },
    end: () => '',
  };
}
