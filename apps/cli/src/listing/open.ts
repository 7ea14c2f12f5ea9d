import type { Command } from 'commander';
import { Complaints } from '../expand/complaints.ts';
import type { FileOptions } from '../expand/file-options.ts';
import type { Context } from '../context.ts';
import { readWorld } from '../world/open-world.ts';
import type { World } from '../world/world.ts';

/** The catalog, with the objects of the files that the options name. What cannot be read is told.
 * @param options the options
 * @param command the command that runs
 * @param context what it needs */
export async function openCatalog(options: FileOptions, command: Command, context: Context): Promise<World> {
  const complaints = new Complaints(command, context);
  const opened = await readWorld([], { ...options, objects: [...options.objects, ...options.file] }, context.io.stdin);
  await complaints.about(opened);
  return opened.world;
}
