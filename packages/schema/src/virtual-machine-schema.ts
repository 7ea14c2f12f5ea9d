import { compile } from './compile.ts';
import { virtualMachineAndInstancetypeAndPreferenceTypes } from './generated/virtual-machine-and-instancetype-and-preference.ts';
import { virtualMachineAndInstancetypeTypes } from './generated/virtual-machine-and-instancetype.ts';
import { virtualMachineAndPreferenceTypes } from './generated/virtual-machine-and-preference.ts';
import { virtualMachineTypes } from './generated/virtual-machine.ts';
import type { Node } from './node.ts';

let root: Node | undefined;

/** The schema of VirtualMachine, compiled when first used. */
export function virtualMachineSchema(): Node {
  const tables = [
    virtualMachineTypes,
    virtualMachineAndInstancetypeTypes,
    virtualMachineAndPreferenceTypes,
    virtualMachineAndInstancetypeAndPreferenceTypes,
  ];
  return (root ??= compile(tables, 'VirtualMachine'));
}
