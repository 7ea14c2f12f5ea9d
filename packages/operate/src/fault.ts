/** What a log may say of something that was thrown. */
export interface Fault {
  /** The stable code of it, or the name of its class. */
  readonly code: string;
  readonly message: string;
}

/** The code and the message of what was thrown, whatever it was; reading them never throws.
 * @param thrown anything */
export function faultOf(thrown: unknown): Fault {
  try {
    if (!(thrown instanceof Error)) return { code: 'Error', message: String(thrown) };
    const { code } = thrown as { readonly code?: unknown };
    return { code: typeof code === 'string' ? code : String(thrown.name), message: String(thrown.message) };
  } catch {
    return { code: 'Error', message: 'something that cannot be shown was thrown' };
  }
}

/** What is wrong in one line, for a person.
 * @param thrown anything */
export function lineOf(thrown: unknown): string {
  return faultOf(thrown).message.replace(/\s*[\r\n]+\s*/g, ' ');
}
