import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { faultOf } from '../fault.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const BEGIN = /-----BEGIN /g;
const MOST_BYTES = 1024 * 1024;

/** Reads a PEM file.
 * @param file its path
 * @param what it is, for the message: `certificate`
 * @throws Error in one line that names the file */
export async function readPem(file: string, what: string): Promise<string> {
  let text: string;
  try {
    const { size } = await stat(file);
    text = size > MOST_BYTES ? '' : await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`the ${what} ${file} cannot be read (${faultOf(error).code})`, { cause: error });
  }
  if (!text.includes('-----BEGIN ')) throw new Error(`the ${what} ${file} is not a PEM file: it needs a block that starts with -----BEGIN`);
  return text;
}

/** Takes the certificates of a PEM file.
 * @param text from `readPem`
 * @param file its path, for the message
 * @throws Error in one line when one of them is not whole */
export function certificatesIn(text: string, file: string): [X509Certificate, ...X509Certificate[]] {
  const blocks = text.match(BLOCK) ?? [];
  const begun = text.match(BEGIN)?.length ?? 0;
  if (blocks.length !== begun) throw new Error(`${file} has ${begun} PEM blocks, and ${blocks.length} are whole certificates: it is half written, or not a file of certificates`);
  const [first, ...more] = blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      throw new Error(`certificate ${index + 1} of ${file} cannot be read: it is damaged or half written`, { cause: error });
    }
  });
  if (!first) throw new Error(`${file} holds no certificate`);
  return [first, ...more];
}
