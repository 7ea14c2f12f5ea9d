/** How the process ends; part of the compatibility promise. */
export const EXIT = {
  /** Nothing wrong, or only warnings and notes. */
  ok: 0,
  /** A conflict, an unmet requirement or an invalid object in the input. */
  invalid: 1,
  /** A wrong call, or input that cannot be read. */
  usage: 2,
  /** A defect of this program. */
  defect: 70,
  /** Interrupted by Ctrl-C. */
  interrupted: 130,
} as const;
