import { sha1 } from './sha1.ts';

/** The namespace in which KubeVirt makes UUIDs of the names of VMs. */
const NAMESPACE = '6a1a24a1-4061-4607-8bf4-a3963d0c5895';

/** The firmware UUID of a VM that names none: the same for the same name with every start (BEHAVIOUR 15.4 step 2). It is a UUID of
 * version 5.
 * @param name the VM's name */
export function stableUuid(name: string): string {
  const hash = sha1(new Uint8Array([...bytesOfHex(NAMESPACE.replaceAll('-', '')), ...bytesOfText(name)])).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function bytesOfHex(hex: string): number[] {
  return Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

/** The text as UTF-8; half a character becomes U+FFFD. */
function bytesOfText(text: string): number[] {
  return encodeURIComponent(text.toWellFormed())
    .split(/(%[0-9A-F]{2}|.)/s)
    .filter((part) => part !== '')
    .map((part) => (part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0)));
}
