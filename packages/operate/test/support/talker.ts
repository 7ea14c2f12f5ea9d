import { writeSync } from 'node:fs';
import { openLog } from '@instancetype/operate';

/** A program that writes more lines than a pipe holds. What it wants to be known otherwise it writes to standard error.
 * @param count how many lines
 * @param drops whether to wait for a line on standard input, and to write one line more, before it ends */
export async function talk(count: number, drops: boolean): Promise<void> {
  const log = openLog({ level: 'info' });
  for (let index = 0; index < count; index++) log.info('said', { index, text: 'x'.repeat(200) });
  writeSync(2, 'all said\n');
  await new Promise((resolve) => setTimeout(resolve, 50));
  writeSync(2, 'still alive\n');
  if (drops) {
    await new Promise((resolve) => process.stdin.once('data', resolve));
    await log.flush?.(60_000);
    log.info('the last');
  }
  await log.flush?.(5_000);
  process.exit(0);
}
