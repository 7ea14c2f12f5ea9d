import { styleText } from 'node:util';
import type { Command } from 'commander';
import type { Io } from './io.ts';

type Style = Parameters<typeof styleText>[0];

/** Colors a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** When to color: the values of --color. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const;

const plain: Paint = (_style, text) => text;
const colored: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** How to write to one of the two streams: --color decides, then FORCE_COLOR, then NO_COLOR, then whether it is a terminal.
 * @param command the command that runs, for its --color
 * @param io the streams and the environment
 * @param stream which of the two is written to */
export function painterFor(command: Command, io: Io, stream: 'stdout' | 'stderr'): Paint {
  const { color } = command.optsWithGlobals<{ readonly color?: (typeof COLOR_CHOICES)[number] }>();
  if (color === 'always' || color === 'never') return color === 'always' ? colored : plain;
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = io.env;
  // an empty FORCE_COLOR asks for color, as Node reads it
  if (force !== undefined) return force === '0' || force === 'false' ? plain : colored;
  if (no !== undefined && no !== '') return plain;
  return io[stream].isTTY === true && term !== 'dumb' ? colored : plain;
}
