export { fieldAt } from './field-at.ts';
export type { FieldInfo } from './field-at.ts';
export type { SchemaKind } from './kind-schemas.ts';
export {
  validateVirtualMachineClusterInstancetype,
  validateVirtualMachineInstancetype,
} from './validate-instancetype.ts';
export { validateObject } from './validate-object.ts';
export { validateVirtualMachineClusterPreference, validateVirtualMachinePreference } from './validate-preference.ts';
export { validateVirtualMachine } from './validate-virtual-machine.ts';
