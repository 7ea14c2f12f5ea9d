import type { VirtualMachineLike } from '@instancetype/api';

const API_VERSION = /^kubevirt\.io\//;

/** Whether an object of a manifest is a VirtualMachine; one without an `apiVersion` is taken for one.
 * @param object an object of a manifest */
export function isVirtualMachine(object: Readonly<Record<string, unknown>>): object is Readonly<Record<string, unknown>> & VirtualMachineLike {
  const { kind, apiVersion } = object;
  return kind === 'VirtualMachine' && (apiVersion === undefined || apiVersion === null || (typeof apiVersion === 'string' && API_VERSION.test(apiVersion)));
}
