import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LIST = /^export (?:type )?\{([^}]*)\} from '[^']+';/gm;
const STAR = /^export (?:type )?\* from '([^']+)';/gm;
const DECLARED = /^export (?:abstract )?(?:async )?(?:const|class|function\*?|interface|type) ([\w$]+)/gm;

/** The names that a module exports, values and types, with those of modules that it passes on whole.
 * @param file the module's source */
export function exportedNames(file: string): string[] {
  const code = readFileSync(file, 'utf8');
  // of `a as b` users see b
  const listed = [...code.matchAll(LIST)].flatMap(([, names = '']) => names.match(/[\w$]+(?=\s*(?:,|$))/g) ?? []);
  const own = [...code.matchAll(DECLARED)].map(([, name = '']) => name);
  const passedOn = [...code.matchAll(STAR)].flatMap(([, path = '']) => exportedNames(join(dirname(file), path)));
  return [...listed, ...own, ...passedOn].toSorted();
}

/** What the API section of a README writes as code.
 * @param readme its text
 * @returns `names`: every word of it; `types`: what a paragraph or a list after "Types:" lists */
export function namesInApi(readme: string): { readonly names: ReadonlySet<string>; readonly types: readonly string[] } {
  const section = /^## API\n([^]*?)^## /m.exec(readme)?.[1] ?? '';
  const names = [...section.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code.match(/[\w$]+/g) ?? []);
  const lists = [...section.matchAll(/\bTypes?:\s([^]*?)\.(?:\s|$)/g)].map(([, list = '']) => list);
  return { names: new Set(names), types: lists.flatMap((list) => [...list.matchAll(/`([A-Z]\w*)`/g)].map(([, name = '']) => name)) };
}
