import type { Command } from 'commander';

/** An example in a command's help. Tests run it, so it must work with the files that they prepare: see test/examples.test.ts. */
export interface Example {
  /** What it does, without a full stop. */
  readonly does: string;
  /** A line for a shell: `instancetype ...`, perhaps with pipes; what stands before the first `instancetype` makes a manifest. */
  readonly line: string;
  /** How it ends with those files; 0 where it is not given. */
  readonly exit?: number;
}

const EXAMPLES = new WeakMap<Command, readonly Example[]>();

/** Adds examples to a command's help.
 * @param command the command
 * @param examples in the order in which they are shown */
export function addExamples(command: Command, examples: readonly Example[]): Command {
  EXAMPLES.set(command, examples);
  const lines = examples.flatMap(({ does, line }) => [`  # ${does}`, `  ${line}`, '']);
  return command.addHelpText('after', ['', 'Examples:', ...lines].join('\n').trimEnd());
}

/** The examples of a command. */
export function examplesOf(command: Command): readonly Example[] {
  return EXAMPLES.get(command) ?? [];
}
