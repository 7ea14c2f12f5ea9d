const KEPT = '.of.';

/** What a snapshot's copy of a revision is called: the first occurrence of the VM's name is replaced by the snapshot's (BEHAVIOUR 17.2). A name
 * that would stay the same, because both are called the same or the VM's name is not in it, would be that of the revision itself, and
 * nothing would be copied: it gets an ending.
 * @param name the revision's
 * @param vmName the VM's
 * @param snapshotName the snapshot's */
export function copiedName(name: string, vmName: string, snapshotName: string): string {
  const renamed = replaceFirst(name, vmName, snapshotName);
  return renamed === name ? `${name}${KEPT}${snapshotName}` : renamed;
}

/** What a restored VM's revision is called (BEHAVIOUR 17.3): the other way round.
 * @param name of the snapshot's copy
 * @param snapshotName the snapshot's
 * @param vmName the restored VM's */
export function restoredName(name: string, snapshotName: string, vmName: string): string {
  const ending = `${KEPT}${snapshotName}`;
  return replaceFirst(name.endsWith(ending) ? name.slice(0, -ending.length) : name, snapshotName, vmName);
}

// the second text is no pattern, and may have $ in it
function replaceFirst(text: string, found: string, by: string): string {
  return text.replace(found, () => by);
}
