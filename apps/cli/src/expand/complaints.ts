import { type Diagnostic, objectName } from '@instancetype/conflict';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { reportOfFault } from '../findings/check-document.ts';
import type { Finding } from '../findings/finding.ts';
import { locateClaims } from '../findings/locate-claims.ts';
import { Locator } from '../findings/locator.ts';
import { write } from '../io.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import type { InputFault } from '../manifest/fault.ts';
import type { ManifestObject } from '../manifest/objects.ts';
import { Progress } from '../manifest/progress.ts';
import { painterFor } from '../paint.ts';
import type { Context } from '../context.ts';
import { textReporter } from '../report/text.ts';
import type { WorldNote } from '../world/layer.ts';
import type { Opened } from '../world/open-world.ts';
import type { World } from '../world/world.ts';
import type { ExpandedDocument } from './expand-document.ts';

const WHERE_MENDED = '`instancetype validate --fix` mends it.';

/** Tells the user, beside the results, what is wrong: on standard error, with places. It leaves the exit code, too. */
export class Complaints {
  readonly progress: Progress;
  readonly #context: Context;
  readonly #report: ReturnType<typeof textReporter>['report'];

  /** @param command the command that runs
   * @param context where to write */
  constructor(command: Command, context: Context) {
    this.#context = context;
    this.progress = new Progress(context.io.stderr);
    this.#report = textReporter(painterFor(command, context.io, 'stderr')).report;
  }

  /** An input, or a document of it, cannot be read. */
  async fault(fault: InputFault): Promise<void> {
    this.#context.exit(EXIT.usage);
    await this.say(this.#report(reportOfFault(fault)));
  }

  /** Findings about an object of a document, or about the document as a whole.
   * @param document its tree is used
   * @param object undefined for the document
   * @param diagnostics what was found
   * @param world where the owners of the values that clash are looked up */
  async findings(document: ManifestDocument, object: ManifestObject | undefined, diagnostics: readonly Diagnostic[], world: World): Promise<void> {
    const locator = new Locator(document);
    const base = object?.pointer ?? '';
    const name = objectName(object?.value, 'VirtualMachine');
    const findings: Finding[] = [];
    for (const { fix, ...diagnostic } of diagnostics) {
      if (diagnostic.severity === 'error') this.#context.exit(EXIT.invalid);
      const place = locator.place(base + (diagnostic.pointer ?? ''));
      const claims = await locateClaims({ diagnostic }, { name, file: document.file, place: (pointer) => locator.place(base + pointer) }, world);
      findings.push({ file: document.file, place, diagnostic, notes: fix ? [WHERE_MENDED] : [], excerpt: locator.excerpt(place), claims });
    }
    await this.say(this.#report({ file: document.file, findings }));
  }

  /** What is wrong with the VMs of a document.
   * @param expanded the document; its tree is used
   * @param world where the owners of the values that clash are looked up */
  async aboutVms({ document, vms, faults }: ExpandedDocument, world: World): Promise<void> {
    for (const { diagnostic } of faults) await this.findings(document, undefined, [diagnostic], world);
    for (const { object, outcome } of vms) {
      const diagnostics = outcome.ok ? outcome.notes : outcome.causes;
      if (diagnostics.length > 0) await this.findings(document, object, diagnostics, world);
    }
  }

  /** What is wrong with the world around an input.
   * @param opened what was read */
  async about({ world, faults, notes }: Pick<Opened, 'world' | 'faults' | 'notes'>): Promise<void> {
    for (const fault of faults) await this.fault(fault);
    for (const note of notes) await this.#note(note, world);
  }

  async #note({ place, diagnostic }: WorldNote, world: World): Promise<void> {
    const location = await world.locate({ ref: { kind: '', name: '' }, value: {}, origin: { from: 'objects', place } }, '');
    await this.say(this.#report({ file: place.source.name, findings: [{ file: place.source.name, place: location, diagnostic, notes: [], claims: [] }] }));
  }

  /** Writes a text with its line end, after the progress has been taken away. */
  async say(text: string): Promise<void> {
    this.progress.clear();
    await write(this.#context.io.stderr, text);
  }
}
