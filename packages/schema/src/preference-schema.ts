import { compile } from './compile.ts';
import { preferenceTypes } from './generated/preference.ts';
import { virtualMachineAndInstancetypeAndPreferenceTypes } from './generated/virtual-machine-and-instancetype-and-preference.ts';
import { virtualMachineAndPreferenceTypes } from './generated/virtual-machine-and-preference.ts';
import type { Node } from './node.ts';

let root: Node | undefined;

/** The schema of VirtualMachinePreference and VirtualMachineClusterPreference, compiled when first used. */
export function preferenceSchema(): Node {
  const tables = [preferenceTypes, virtualMachineAndPreferenceTypes, virtualMachineAndInstancetypeAndPreferenceTypes];
  return (root ??= compile(tables, 'VirtualMachinePreference'));
}
