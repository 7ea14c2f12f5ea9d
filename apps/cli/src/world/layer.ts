import { type Diagnostic, showObject } from '@instancetype/conflict';
import { sameJson } from '@instancetype/draft';
import { readDocuments } from '../manifest/documents.ts';
import { escapeText } from '../manifest/escape.ts';
import type { InputFault } from '../manifest/fault.ts';
import { objectsOf } from '../manifest/objects.ts';
import type { ManifestDocument } from '../manifest/document.ts';
import type { Source } from '../manifest/sources.ts';
import type { Inputs } from './inputs.ts';
import { type ObjectPlace, ObjectStore, type StoredObject } from './object-store.ts';
import { mayBeReferredTo } from './relevance.ts';

/** A finding about an object of the world itself. */
export interface WorldNote {
  readonly place: ObjectPlace;
  readonly diagnostic: Diagnostic;
}

/** The objects of one rank: those of the input, or those of --objects. */
export class Layer {
  readonly store: ObjectStore;
  /** What could not be read. */
  readonly faults: InputFault[] = [];
  /** Objects that are defined a second time with other content. */
  readonly notes: WorldNote[] = [];

  /** @param namespace that of objects which name none */
  constructor(namespace: string) {
    this.store = new ObjectStore(namespace);
  }

  /** The KubeVirt object; of several the last. */
  get kubevirt(): StoredObject | undefined {
    return [...this.store.all('KubeVirt')].at(-1);
  }

  /** Keeps the objects of some inputs that others may refer to, and nothing else.
   * @param inputs what to read
   * @param onSource called before each file is read */
  async read(inputs: Inputs, onSource?: (source: Source) => void): Promise<void> {
    for (const found of inputs) {
      if (found.kind === 'fault') {
        this.faults.push(found);
        continue;
      }
      onSource?.(found);
      const text = await found.read();
      if (text.kind === 'fault') this.faults.push(text);
      else if (mayBeReferredTo(text.text)) this.#readText(found, text.text);
    }
  }

  #readText(source: Source, text: string): void {
    for (const result of readDocuments(source.name, text)) {
      if (result.kind === 'fault') this.faults.push(result);
      else this.#readDocument(source, result);
    }
  }

  #readDocument(source: Source, document: ManifestDocument): void {
    for (const object of objectsOf(document.value)) {
      if (object.kind === 'object') this.#add(object.value, { source, start: document.start, pointer: object.pointer });
      else this.faults.push({ kind: 'fault', file: source.name, diagnostic: object.diagnostic });
    }
  }

  #add(value: Readonly<Record<string, unknown>>, place: ObjectPlace): void {
    const result = this.store.add(value, place);
    if (result?.before && !sameJson(result.before.value, result.added.value)) {
      this.notes.push({ place, diagnostic: definedAgain(result.added, result.before) });
    }
  }
}

function definedAgain({ ref }: StoredObject, before: StoredObject): Diagnostic {
  const file = escapeText(before.place.source.name);
  return {
    code: 'object-defined-again',
    severity: 'warning',
    message: `${showObject(ref)} stands in ${file} already, with other content: the last one counts here, remove one of the two`,
    pointer: '',
  };
}
