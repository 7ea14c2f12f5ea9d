import { compile } from './compile.ts';
import { instancetypeTypes } from './generated/instancetype.ts';
import { virtualMachineAndInstancetypeAndPreferenceTypes } from './generated/virtual-machine-and-instancetype-and-preference.ts';
import { virtualMachineAndInstancetypeTypes } from './generated/virtual-machine-and-instancetype.ts';
import type { Node } from './node.ts';

let root: Node | undefined;

/** The schema of VirtualMachineInstancetype and VirtualMachineClusterInstancetype, compiled when first used. */
export function instancetypeSchema(): Node {
  const tables = [instancetypeTypes, virtualMachineAndInstancetypeTypes, virtualMachineAndInstancetypeAndPreferenceTypes];
  return (root ??= compile(tables, 'VirtualMachineInstancetype'));
}
