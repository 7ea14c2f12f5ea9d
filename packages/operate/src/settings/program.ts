/** The program whose settings are read. */
export interface Program {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  /** Of the environment variables, without the underscore: `ADMITTER` gives `ADMITTER_LOG_LEVEL`. */
  readonly prefix: string;
  /** Lines at the end of `--help`. */
  readonly notes?: readonly string[];
}
