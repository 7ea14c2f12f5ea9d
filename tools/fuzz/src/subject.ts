import { admit } from '@instancetype/admit';
import { applyToVirtualMachineInstance, applyToVirtualMachine } from '@instancetype/apply';
import { expand, resolve } from '@instancetype/expand';
import { validatePreference } from '@instancetype/preference-validate';
import { decodeQuantity, parseQuantity } from '@instancetype/quantity';
import {
  validateObject,
  validateVirtualMachine,
  validateVirtualMachineInstancetype,
  validateVirtualMachinePreference,
} from '@instancetype/schema';
import { validateInstancetype, validateMatcher } from '@instancetype/validate';

/** What is checked. The checks' own tests put broken ones in the place of some of it. */
export const subject = {
  admit,
  applyToVirtualMachineInstance,
  applyToVirtualMachine,
  decodeQuantity,
  expand,
  parseQuantity,
  resolve,
  validateInstancetype,
  validateMatcher,
  validateObject,
  validatePreference,
  validateVirtualMachine,
  validateVirtualMachineInstancetype,
  validateVirtualMachinePreference,
};

export type Subject = typeof subject;
