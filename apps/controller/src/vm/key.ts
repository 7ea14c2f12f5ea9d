/** Names a VM in the queue: `namespace/name`.
 * @param namespace its namespace
 * @param name its name */
export function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** The name of the VM that a key stands for.
 * @param key from `keyOf` */
export function nameIn(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
