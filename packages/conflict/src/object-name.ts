import type { ObjectName } from './diagnostic.ts';
import { showText } from './show.ts';

/** The kind, name (or the beginning of one that is to be generated) and namespace that an object of the API carries; what is
 * missing or no text reads as empty.
 * @param object anything
 * @param kind its kind where it does not carry one, as objects out of lists do not */
export function objectName(object: unknown, kind: string): ObjectName {
  const { kind: own, metadata } = membersOf(object);
  const { name, generateName, namespace } = membersOf(metadata);
  const named = { kind: textOr(own, kind), name: textOr(name, textOr(generateName, '')) };
  return typeof namespace === 'string' && namespace !== '' ? { ...named, namespace } : named;
}

/** An object as every message names it: `VirtualMachine "shop/web"`, without the namespace where it has none, and `the VirtualMachine` where it has
 * no name.
 * @param object the object's name */
export function showObject({ kind, name, namespace }: Omit<ObjectName, 'namespace'> & { readonly namespace?: string | undefined }): string {
  if (name === '') return `the ${showText(kind)}`;
  return `${showText(kind)} "${namespace ? `${showText(namespace)}/` : ''}${showText(name)}"`;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
