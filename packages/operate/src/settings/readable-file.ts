import { accessSync, constants, statSync } from 'node:fs';
import { faultOf } from '../fault.ts';
import type { Reading } from './setting.ts';

/** Reads a setting that is the path of a file.
 * @param text as written */
export function readableFile(text: string): Reading<string> {
  const allowed = 'the path of a file that can be read';
  if (text === '') return { ok: false, allowed };
  try {
    if (!statSync(text).isFile()) return { ok: false, allowed: `${allowed}, and this is not a file` };
    accessSync(text, constants.R_OK);
    return { ok: true, value: text };
  } catch (error) {
    return { ok: false, allowed: `${allowed} (${faultOf(error).code})` };
  }
}
