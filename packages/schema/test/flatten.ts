import { INTEGER, LIST, MAP, OBJECT } from '../src/node.ts';
import type { Node } from '../src/node.ts';

/** A schema as sorted lines, one per place: path, type, constraints. `{}` stands for any key and `[]` for any index. */
export function flatten(root: Node): string[] {
  const lines: string[] = [];
  const visit = (type: Node, path: string, marks: string): void => {
    lines.push(`${path} ${describe(type)}${marks}`);
    if (type.item) visit(type.item, `${path}${type.kind === LIST ? '[]' : '{}'}`, type.nullableItems ? ' nullable' : '');
    for (const [name, { node, required, tolerant }] of type.members) {
      visit(node, `${path}.${name}`, `${required ? ' required' : ''}${tolerant ? ' tolerant' : ''}`);
    }
  };
  visit(root, '', '');
  return lines.sort();
}

function describe(type: Node): string {
  switch (type.kind) {
    case OBJECT:
      return type.open ? 'object open' : 'object';
    case MAP:
      return 'map';
    case INTEGER:
      return `integer ${type.min}..${type.max}`;
    case LIST:
      return `list${type.max === Infinity ? '' : ` max ${type.max}`}${type.keys ? ` unique ${type.keys.join(',')}` : ''}`;
    default:
      return [type.name, ...type.values].join(' ');
  }
}
