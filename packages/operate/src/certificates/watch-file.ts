import { certificatesIn, readPem } from './pem.ts';
import { type Loaded, type Watched, type WatchOptions, watchSource } from './watch.ts';

/** Which bundle. */
export interface BundleOptions extends WatchOptions {
  readonly file: string;
}

/** Reads a PEM bundle of certificates (the authorities of the clients), and reads it again when it changes.
 * @param options the file
 * @throws Error in one line when it is not usable at the start */
export function watchFile(options: BundleOptions): Promise<Watched<string>> {
  return watchSource({ files: [options.file], load: () => loadBundle(options.file) }, options);
}

async function loadBundle(file: string): Promise<Loaded<string>> {
  const text = await readPem(file, 'bundle');
  const ends = certificatesIn(text, file).map(({ validTo }) => Date.parse(validTo));
  // while authorities are exchanged the old one is still there
  return { value: text, notAfter: new Date(Math.max(...ends)), text };
}
