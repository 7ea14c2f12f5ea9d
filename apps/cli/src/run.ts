import { CommanderError } from 'commander';
import { EXIT } from './exit-codes.ts';
import { write, type Io } from './io.ts';
import { escapeText } from './manifest/escape.ts';
import { createProgram } from './program.ts';

/** Runs one command line to its end. It does not reject.
 * @param args what stands after the program's name
 * @param io the world outside
 * @returns the exit code */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok;
  const program = createProgram({
    io,
    exit: (next) => {
      code = Math.max(code, next);
    },
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    await write(io.stderr, defectText(error, io));
    return EXIT.defect;
  }
}

function defectText(error: unknown, io: Io): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const debug = io.env['INSTANCETYPE_DEBUG'];
  if (debug !== undefined && debug !== '' && debug !== '0') return `${error instanceof Error ? (error.stack ?? what) : what}\n`;
  return `instancetype: a defect of this program, please report it: ${escapeText(what)} (INSTANCETYPE_DEBUG=1 shows more)\n`;
}
