import { type Logger, pino } from 'pino';
import { loggableFields } from './loggable.ts';
import { standardOutput } from './standard-output.ts';

/** From the most to the least talkative. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What belongs to a message. Strings are cut at 256 characters; an Error is written as its code and message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one line of JSON per message. The message is constant; what varies is a field. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log, whose lines all have these fields too.
   * @param fields what belongs to all messages */
  child(fields: LogFields): Log;
  /** Waits until what was said is written, where that is not so at once: standard output may be a pipe that is full.
   * @param withinMs how long at most */
  flush?(withinMs: number): Promise<void>;
}

/** How to log. */
export interface LogOptions {
  readonly level: LogLevel;
  /** Takes one line with its newline; standard output by default, where 8 MiB of lines wait for whoever reads them, and more are lost. */
  readonly write?: (line: string) => void;
}

// JSON leaves these as they are, but a terminal obeys some, and others hide or turn around what stands beside them
const OBEYED = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Opens a log: a line has `level`, `time` and `message`, then the fields. RELIABILITY D, bad input 63.
 * @param options from which level on, and where to */
export function openLog(options: LogOptions): Log {
  const output = options.write ? undefined : standardOutput((count) => logger.warn({ count }, 'lines were lost, because nobody read the log'));
  const write = options.write ?? ((line: string) => output?.write(line));
  const logger: Logger = pino(
    { level: options.level, base: null, messageKey: 'message', timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    { write: (line) => write(line.replace(OBEYED, escapeCharacter)) },
  );
  return { ...logOf(logger, options.level === 'debug', {}), ...(output && { flush: (withinMs: number) => output.flush(withinMs) }) };
}

function logOf(logger: Logger, withStack: boolean, common: LogFields): Log {
  const at =
    (level: LogLevel): Log['info'] =>
    (message, fields) => {
      if (!logger.isLevelEnabled(level)) return;
      // what a line is about is not for a field to change
      const { level: _level, time: _time, message: _message, ...rest } = { ...common, ...(fields && loggableFields(fields, withStack)) };
      logger[level](rest, message);
    };
  return {
    ...{ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    child: (fields) => logOf(logger, withStack, { ...common, ...loggableFields(fields, withStack) }),
  };
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
