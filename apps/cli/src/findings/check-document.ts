import { type Diagnostic, type ObjectName, objectName } from '@instancetype/conflict';
import type { ManifestDocument } from '../manifest/document.ts';
import type { InputFault } from '../manifest/fault.ts';
import type { Place } from '../manifest/place.ts';
import { inDocument, type ManifestObject, objectsOf } from '../manifest/objects.ts';
import { isVolumeSource } from '../world/kept-kind.ts';
import type { World } from '../world/world.ts';
import type { Checked } from './checked.ts';
import { checkObject } from './check-object.ts';
import type { Missing } from './check-virtual-machine.ts';
import type { Finding } from './finding.ts';
import { locateClaims } from './locate-claims.ts';
import { Locator } from './locator.ts';
import { textEdit } from './text-edit.ts';

/** What was found about one object, or about a file or a document that cannot be read. */
export interface Report {
  readonly file: string;
  /** Absent where the report is about a file or a document. */
  readonly object?: ObjectName | undefined;
  /** In the order of their places. */
  readonly findings: readonly Finding[];
}

/** How to check. */
export interface CheckOptions {
  readonly world: World;
  readonly missing: Missing;
  /** Findings about the world that belong to an object of the input: by the start of its document and its pointer. */
  readonly notesAt: (document: ManifestDocument, pointer: string) => readonly Diagnostic[];
  /** Whether the edits of a file that --fix would make are asked for. */
  readonly edits: boolean;
}

/** An object of a kind that is not checked. */
export interface PassedOver {
  readonly skipped: true;
}

// an edit costs a reading of the whole document
const EDIT_BUDGET = 2 * 1024 * 1024;

/** Checks the objects of a document, one after the other.
 * @param document the document; its tree is used
 * @param options how */
export async function* checkDocument(document: ManifestDocument, options: CheckOptions): AsyncGenerator<Report | PassedOver> {
  const locator = new Locator(document);
  const editor = new Editor(document, locator, options.edits ? EDIT_BUDGET : 0);
  for (const object of objectsOf(document.value)) {
    if (object.kind === 'list-fault') {
      const place = locator.place(object.diagnostic.pointer ?? '');
      yield { file: document.file, findings: [{ file: document.file, place, diagnostic: object.diagnostic, notes: [], excerpt: locator.excerpt(place), claims: [] }] };
      continue;
    }
    const notes = options.notesAt(document, object.pointer).map((diagnostic): Checked => ({ diagnostic }));
    const checked = checkObject(object.value, options.world, options.missing);
    // a volume's source is read for what VMs infer from it
    if (checked === undefined && notes.length === 0 && !isVolumeSource(object.value)) {
      yield { skipped: true };
      continue;
    }
    const name = objectName(object.value, '');
    const findings: Finding[] = [];
    for (const each of [...notes, ...(checked ?? [])]) findings.push(await findingOf(each, { object, name, document, locator, editor, world: options.world }));
    yield { file: document.file, object: name, findings: findings.sort(byPlace) };
  }
}

/** The report of what cannot be read.
 * @param fault of a file or a document */
export function reportOfFault({ file, place, diagnostic }: InputFault): Report {
  return { file, findings: [{ file, place, diagnostic, notes: [], claims: [] }] };
}

interface Circumstances {
  readonly object: ManifestObject;
  readonly name: ObjectName;
  readonly document: ManifestDocument;
  readonly locator: Locator;
  readonly editor: Editor;
  readonly world: World;
}

async function findingOf(checked: Checked, { object, name, document, locator, editor, world }: Circumstances): Promise<Finding> {
  const { diagnostic, notes = [] } = checked;
  const placeAt = (pointer: string, part?: 'key'): Place => locator.place(object.pointer + pointer, part);
  // of a field that does not exist the name is wrong
  const place = placeAt(diagnostic.pointer ?? '', diagnostic.code === 'schema-unknown-field' ? 'key' : undefined);
  const claims = await locateClaims(checked, { name, file: document.file, place: placeAt }, world);
  const edit = diagnostic.fix && editor.edit(object, diagnostic.fix);
  return { file: document.file, place, object: name, objectPointer: object.pointer, diagnostic, notes, excerpt: locator.excerpt(place), claims, edit };
}

class Editor {
  readonly #document: ManifestDocument;
  readonly #locator: Locator;
  #budget: number;

  constructor(document: ManifestDocument, locator: Locator, budget: number) {
    this.#document = document;
    this.#locator = locator;
    this.#budget = budget;
  }

  edit(object: ManifestObject, fix: NonNullable<Diagnostic['fix']>): ReturnType<typeof textEdit> {
    this.#budget -= this.#document.text.length;
    return this.#budget < 0 ? undefined : textEdit(this.#document, inDocument(object, fix), this.#locator);
  }
}

/** Orders the findings of a file. */
export function byPlace(a: Finding, b: Finding): number {
  return (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0);
}
