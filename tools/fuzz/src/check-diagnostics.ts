import type { Diagnostic } from '@instancetype/conflict';
import { must } from './fault.ts';

const SEVERITIES: readonly string[] = ['error', 'warning', 'info'];
const MAX_MESSAGE = 2_000;
/** Of thousands of findings the first ones stand for all. */
const MOST = 200;

/** Every finding can be shown to a person: one line, of bounded length, without what a terminal would obey.
 * @param diagnostics what was said */
export function checkDiagnostics(diagnostics: readonly Diagnostic[]): void {
  for (const { code, severity, message, pointer, field } of diagnostics.slice(0, MOST)) {
    must(/^[a-z]+(-[a-z]+)*$/.test(code), () => `"${code}" is no code`);
    must(SEVERITIES.includes(severity), () => `${code} has the severity "${severity}"`);
    must(message.length >= 10 && message.length <= MAX_MESSAGE, () => `${code} has a message of ${message.length} characters`);
    must(!/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(message), () => `the message of ${code} has characters in it that a terminal obeys: ${JSON.stringify(message)}`);
    must(pointer === undefined || pointer === '' || pointer.startsWith('/'), () => `${code} points to "${pointer}"`);
    must(field === undefined || typeof field === 'string', () => `${code} has a field that is no text`);
  }
}
