/** Ending of a copy whose name has no name of the VM to replace: a restore takes it away, and changes nothing else. */
const KEPT = '.in.';
/** Ending of a copy in whose name the VM's name was replaced by the very same. */
const SAME = '.of.';

/** What a snapshot's copy of a revision is called: the first occurrence of the VM's name is replaced by the snapshot's (BEHAVIOUR 17.2). A name
 * that would stay the same would be that of the revision itself, and nothing would be copied: it gets an ending.
 * @param name the revision's
 * @param vmName the VM's
 * @param snapshotName the snapshot's */
export function copiedName(name: string, vmName: string, snapshotName: string): string {
  const renamed = replaceFirst(name, vmName, snapshotName);
  if (renamed !== name) return renamed;
  return `${name}${name.includes(vmName) ? SAME : KEPT}${snapshotName}`;
}

/** What a restored VM's revision is called (BEHAVIOUR 17.3): the other way round.
 * @param name of the snapshot's copy
 * @param snapshotName the snapshot's
 * @param vmName the restored VM's */
export function restoredName(name: string, snapshotName: string, vmName: string): string {
  const [kept, same] = [`${KEPT}${snapshotName}`, `${SAME}${snapshotName}`];
  if (name.endsWith(kept)) return name.slice(0, -kept.length);
  return replaceFirst(name.endsWith(same) ? name.slice(0, -same.length) : name, snapshotName, vmName);
}

// the second text is no pattern, and may have $ in it
function replaceFirst(text: string, found: string, by: string): string {
  return text.replace(found, () => by);
}
