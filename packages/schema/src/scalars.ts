import { ABSOLUTE_PATH, BOOL, FRACTION, INTEGER, INT_OR_STRING, node, OBJECT, OPEN, QUANTITY, STRING, TRUE } from './node.ts';
import type { Node } from './node.ts';

const MAX_INT32 = 2 ** 31 - 1;
/** The largest int64 reads as 2^63 in JavaScript, so that is let through too. */
const MAX_INT64 = 2 ** 63;

const integer = (name: string, min: number, max: number): Node => node(INTEGER, name, { min, max });

/** The words of the notation that need no definition. KubeVirt's resource definitions declare its uint32 fields as int32
 * and its uint fields as integers, so that the API server refuses what is above those; below zero nothing decodes
 * (BEHAVIOUR 1.4). */
export const SCALARS: ReadonlyMap<string, Node> = new Map(
  [
    node(STRING, 'string'),
    node(BOOL, 'bool'),
    integer('int32', -(2 ** 31), MAX_INT32),
    integer('int64', -MAX_INT64, MAX_INT64),
    integer('uint32', 0, MAX_INT32),
    integer('uint64', 0, MAX_INT64),
    integer('percent', 0, 100),
    node(QUANTITY, 'quantity'),
    node(INT_OR_STRING, 'intOrString'),
    node(FRACTION, 'fraction'),
    node(ABSOLUTE_PATH, 'absolutePath'),
    node(TRUE, 'true'),
    node(OPEN, 'open'),
    node(OBJECT, 'empty'),
  ].map((scalar) => [scalar.name, scalar]),
);

/** Plain text, the type of a field without one. */
export const STRING_NODE: Node = SCALARS.get('string') as Node;
