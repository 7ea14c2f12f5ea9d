import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { openWorld, type Opened, type WorldOptions } from '../world/open-world.ts';
import { addWorldOptions, repeatable } from '../world/options.ts';
import { Complaints } from './complaints.ts';

/** What the options of `addFileOptions` were given as. */
export interface FileOptions extends WorldOptions {
  readonly file: readonly string[];
}

/** What a path on the command line is, for `--help`. */
export const PATHS = 'files and directories to read, - for standard input';

/** Adds the options of a command that reads files.
 * @param command a command */
export function addFileOptions(command: Command): Command {
  command.option('-f, --file <path>', 'file or directory to read (repeatable; - for standard input); may also be an argument', repeatable, []);
  return addWorldOptions(command);
}

/** The paths that the command line names, as arguments and by `--file`; without any the command ends.
 * @param paths the arguments that are paths
 * @param options the options
 * @param command the command that runs */
export function namedPaths(paths: readonly string[], options: FileOptions, command: Command): readonly string[] {
  const all = [...paths, ...options.file];
  if (all.length === 0) command.error('name a file or a directory, or - for standard input');
  return all;
}

/** Opens what the command line names.
 * @param paths the arguments that are paths
 * @param options the options
 * @param command the command that runs
 * @param context what it needs */
export async function openFiles(paths: readonly string[], options: FileOptions, command: Command, { io }: Context, complaints: Complaints): Promise<Opened> {
  const all = namedPaths(paths, options, command);
  let count = 0;
  return openWorld(all, options, io.stdin, () => complaints.progress.show(() => `Reading: ${++count} files`));
}
