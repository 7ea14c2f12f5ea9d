import { EXIT } from '../exit-codes.ts';
import { type Io, write } from '../io.ts';
import { faultLine, type InputFault } from '../manifest/fault.ts';
import { Progress } from '../manifest/progress.ts';
import { escapeText } from '../manifest/escape.ts';
import type { Source } from '../manifest/sources.ts';
import type { Paint } from '../paint.ts';
import type { Context } from '../context.ts';
import { showPlace } from '../report/describe.ts';
import { FORMATS_WITH_EDITS, reporterFor, type ReportFormat } from '../report/formats.ts';
import type { Reporter } from '../report/reporter.ts';
import { gatherInputs, type Inputs } from '../world/inputs.ts';
import type { WorldNote } from '../world/layer.ts';
import { type Opened, readWorld, type WorldOptions } from '../world/open-world.ts';
import type { Report } from './check-document.ts';
import { checkInputs } from './check-inputs.ts';
import type { Missing } from './check-virtual-machine.ts';
import { type Fixed, fixInputs } from './fix-inputs.ts';
import { codeLines, Counter, summaryLine } from './summary.ts';

/** What the options of `validate` say. */
export interface ValidateOptions {
  readonly world: WorldOptions;
  readonly output: ReportFormat;
  readonly missing: Missing;
  readonly fix: boolean;
  readonly quiet: boolean;
  readonly summary: boolean;
  readonly warnExitCode?: number | undefined;
  /** How to color what is written to a stream. */
  readonly painter: (stream: 'stdout' | 'stderr') => Paint;
}

/** Runs `validate`: mends if asked, checks, reports, and leaves the exit code.
 * @param names files, directories, and `-` for standard input
 * @param options what the command line says
 * @param context the world outside */
export async function validateInputs(names: readonly string[], options: ValidateOptions, { io, exit }: Context): Promise<void> {
  const run = new Validation(options, io);
  const code = await run.run(await gatherInputs(names, io.stdin));
  exit(code);
}

class Validation {
  readonly #options: ValidateOptions;
  readonly #io: Io;
  readonly #progress: Progress;
  readonly #counter = new Counter();
  #isUnreadable = false;

  constructor(options: ValidateOptions, io: Io) {
    this.#options = options;
    this.#io = io;
    this.#progress = new Progress(options.quiet ? { write: () => undefined } : io.stderr);
  }

  async run(inputs: Inputs): Promise<number> {
    const { output, painter, fix } = this.#options;
    const fixed = fix ? await this.#fix(inputs) : undefined;
    const opened = { inputs, ...(await this.#open(inputs)) };
    const stdin = fix ? inputs.find((found) => found.kind === 'source' && found.path === undefined) : undefined;
    if (stdin?.kind === 'source') await this.#writeMended(stdin);
    await this.#writeTroubles(opened, fixed);
    // the mended text of standard input has standard output for itself
    const stream = stdin ? 'stderr' : 'stdout';
    await this.#report(opened, fixed, reporterFor(output, painter(stream)), stream);
    await this.#writeSummary();
    return this.#exitCode();
  }

  async #report(opened: Opened, fixed: Fixed | undefined, reporter: Reporter, stream: 'stdout' | 'stderr'): Promise<void> {
    const put = async (text: string): Promise<void> => {
      if (text === '') return;
      this.#progress.clear();
      await write(this.#io[stream], text);
    };
    await put(reporter.begin());
    this.#counter.fixed = fixed?.findings.length ?? 0;
    for (const finding of fixed?.findings ?? []) await put(reporter.fixed(finding));
    const { missing, output } = this.#options;
    const edits = FORMATS_WITH_EDITS.includes(output);
    for await (const report of checkInputs(opened, { missing, edits, onSource: this.#onSource('Checking') }, this.#counter)) {
      this.#counter.add(report.findings);
      if (!report.object && report.findings.some(({ diagnostic }) => diagnostic.severity === 'error')) this.#isUnreadable = true;
      await put(reporter.report(this.#filtered(report)));
    }
    this.#progress.clear();
    await put(reporter.end(this.#counter.summary));
  }

  #filtered(report: Report): Report {
    if (!this.#options.quiet) return report;
    return { ...report, findings: report.findings.filter(({ diagnostic }) => diagnostic.severity === 'error') };
  }

  #fix(inputs: Inputs): Promise<Fixed> {
    return fixInputs(inputs, { missing: this.#options.missing, open: () => this.#open(inputs), onSource: this.#onSource('Mending') });
  }

  #open(inputs: Inputs): Promise<Omit<Opened, 'inputs'>> {
    return readWorld(inputs, this.#options.world, this.#io.stdin, this.#onSource('Reading'));
  }

  #onSource(verb: string): (source: Source) => void {
    let number = 0;
    return ({ name }) => {
      number++;
      this.#progress.show(() => `${verb} file ${number}: ${escapeText(name)}`);
    };
  }

  async #writeMended(source: Source): Promise<void> {
    const text = await source.read();
    if (text.kind === 'text') await write(this.#io.stdout, text.text);
  }

  /** What is wrong beside the input: the other files, and fixes that could not be made. */
  async #writeTroubles({ faults, notes, inputs }: Opened, fixed: Fixed | undefined): Promise<void> {
    this.#progress.clear();
    const all: readonly InputFault[] = [...faults, ...(fixed?.faults ?? [])];
    if (all.length > 0) this.#isUnreadable = true;
    const lines = all.map((fault) => `instancetype: ${faultLine(fault)}`);
    if (!this.#options.quiet) {
      const own = new Set<Source | InputFault>(inputs);
      lines.push(...notes.filter(({ place }) => !own.has(place.source)).map(noteLine));
      lines.push(...(fixed?.left ?? []).map(({ file, place, diagnostic }) => `${showPlace({ file, ...place })}: not fixed, for it would rewrite more than itself (an anchor, an alias or a merge key) [${diagnostic.code}]`));
    }
    for (const line of lines) await write(this.#io.stderr, `${line}\n`);
  }

  async #writeSummary(): Promise<void> {
    const { quiet, summary, output } = this.#options;
    const counts = this.#counter.summary;
    const lines = [...(summary || (output === 'text' && !quiet) ? [summaryLine(counts)] : []), ...(summary ? codeLines(counts) : [])];
    for (const line of lines) await write(this.#io.stderr, `${line}\n`);
  }

  #exitCode(): number {
    const { errors, warnings } = this.#counter.summary;
    if (this.#isUnreadable) return EXIT.usage;
    if (errors > 0) return EXIT.invalid;
    return warnings > 0 ? (this.#options.warnExitCode ?? EXIT.ok) : EXIT.ok;
  }
}

function noteLine({ place, diagnostic }: WorldNote): string {
  return `${showPlace({ file: place.source.name })}: ${diagnostic.severity}: ${diagnostic.message} [${diagnostic.code}]`;
}
