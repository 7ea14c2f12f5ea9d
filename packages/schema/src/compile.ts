import { ENUM, LIST, MAP, node, OBJECT } from './node.ts';
import type { Member, Node } from './node.ts';
import { SCALARS, STRING_NODE } from './scalars.ts';

/**
 * The nodes of a generated table. Its notation, a line per type:
 *
 *     Name[*] field[!][:[~]type] ...
 *
 * `*` unknown fields are kept, `!` required, `~` unknown fields are allowed below, no type: text. A type is a word of
 * scalars.ts, the name of a type, `a|b` one of these texts, `{values}` a map, or `[items]` a list with, behind the
 * items' type, `?` null items are allowed, `<=n` at most n items, `@a,b` no two items alike in a and b (`@` in whole).
 *
 * @param tables generated tables that together define every type that the root leads to
 * @param root the name of the type of the whole object
 */
export function compile(tables: readonly string[], root: string): Node {
  const lines = new Map<string, string>();
  for (const line of tables.join('').split('\n')) {
    const space = line.indexOf(' ');
    if (space > 0) lines.set(line.slice(0, space).replace('*', ''), line);
  }
  return new Compiler(lines).typeOf(root);
}

const LIST_NOTATION = /^(.+?)(\?)?(?:<=(\d+))?(?:@(.*))?$/;

class Compiler {
  readonly #lines: ReadonlyMap<string, string>;
  readonly #types: Map<string, Node> = new Map(SCALARS);

  constructor(lines: ReadonlyMap<string, string>) {
    this.#lines = lines;
  }

  /** The node of a type, made once: types share their nodes. */
  typeOf(text: string): Node {
    const known = this.#types.get(text);
    if (known) return known;
    const made = this.#make(text);
    this.#types.set(text, made);
    return made;
  }

  #make(text: string): Node {
    if (text.startsWith('{')) return node(MAP, 'map', { item: this.typeOf(text.slice(1, -1)) });
    if (text.startsWith('[')) return this.#list(text.slice(1, -1));
    if (text.includes('|')) return node(ENUM, 'enum', { values: text.split('|') });
    return this.#object(text);
  }

  #list(text: string): Node {
    const [, item = '', nullable, max, keys] = LIST_NOTATION.exec(text) ?? [];
    return node(LIST, 'list', {
      item: this.typeOf(item),
      nullableItems: nullable !== undefined,
      max: max === undefined ? Infinity : Number(max),
      keys: keys?.split(',').filter(Boolean),
    });
  }

  #object(name: string): Node {
    const [head = '', ...fields] = this.#lines.get(name)?.split(' ') ?? [];
    if (head === '') throw new Error(`the tables do not define ${name}`);
    const members = new Map<string, Member>();
    let required = 0;
    for (const field of fields) {
      const [left = '', type] = field.split(':');
      const member = this.#member(left.endsWith('!'), type);
      if (member.required) required++;
      members.set(left.replace('!', ''), member);
    }
    return node(OBJECT, name, { members, required, open: head.endsWith('*') });
  }

  #member(required: boolean, type: string | undefined): Member {
    const tolerant = type?.startsWith('~') ?? false;
    return { required, tolerant, node: type === undefined ? STRING_NODE : this.typeOf(tolerant ? type.slice(1) : type) };
  }
}
