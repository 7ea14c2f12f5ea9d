import type { Command } from 'commander';
import type { WorldOptions } from './open-world.ts';

/** Collects the values of an option that may be given several times. */
export const repeatable = (value: string, previous: readonly string[]): string[] => [...previous, value];

/** Adds the options that say what a command knows beside its input: --objects, --config, --no-catalog and --namespace.
 * `worldOptionsOf` reads them back.
 * @param command a command */
export function addWorldOptions(command: Command): Command {
  return command
    .option('--objects <path>', 'file or directory with instance types, preferences, ControllerRevisions and sources of volumes that the input refers to (repeatable)', repeatable, [])
    .option('--config <file>', "file with the KubeVirt object, for the cluster's defaults")
    .option('--no-catalog', 'do without the built-in catalog of common instance types and preferences')
    .option('-n, --namespace <namespace>', 'namespace of objects that name none', 'default');
}

/** What the options of `addWorldOptions` were given as.
 * @param options what the action of the command was called with */
export function worldOptionsOf(options: WorldOptions): WorldOptions {
  const { namespace, objects, config, catalog } = options;
  return { namespace, objects, config, catalog };
}
