import { type JsonPatchOperation, type Outcome, failure, success } from '@instancetype/conflict';
import { sameJson } from '@instancetype/draft';
import type { ManifestDocument } from './document.ts';
import { readDocuments } from './documents.ts';
import { editBlockList, editBlockMap } from './edit-block.ts';
import { type EditContext, ROOT_SLOT, type Slot, isFilledObject } from './edit-context.ts';
import { editFlowList, editFlowMap } from './edit-flow.ts';
import { replaceNode } from './edit-replace.ts';
import { lineStart, newlineOf } from './lines.ts';
import { PatchError, patchValue } from './patch-value.ts';
import { printDocument } from './print.ts';
import { UnprintableError } from './print-yaml.ts';
import { NotEditable, type Splice, applySplices } from './splice.ts';
import { jsonStyleOf, yamlStyleOf } from './text-style.ts';
import type { TreeNode } from './tree.ts';

/** A document's text with another value. */
export interface EditedText {
  /** It reads back as `value`, always. */
  readonly text: string;
  readonly value: unknown;
  /** Whether the lines that did not change are still there byte for byte. False where the document uses what cannot be
   * edited in place (an anchor's value, a merge key): it is then printed anew, and only the comments above its first line stay. */
  readonly kept: boolean;
}

/** Carries out a JSON patch on a document's text. Lines whose values do not change stay byte for byte.
 * @param document a document
 * @param operations on the document's value, in order
 * @returns the text, or the one cause `patch-not-applicable` */
export function applyPatch(document: ManifestDocument, operations: readonly JsonPatchOperation[]): Outcome<EditedText> {
  try {
    const { value, origins } = patchValue(document.value, operations);
    return success(rewrite(document, value, origins));
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    return failure({ code: 'patch-not-applicable', severity: 'error', message: `The fix does not fit the document: ${error.message}.` });
  }
}

const NO_ORIGINS: ReadonlyMap<object, object> = new Map();

/** A document's text with another value in place of its own. Lines whose values do not change stay byte for byte.
 * @param document a document
 * @param target the new value, plain JSON; what it shares with the document's value is found fastest
 * @param origins for elements of lists: what was copied from what; without it they are told by `name` and by value */
export function rewrite(document: ManifestDocument, target: unknown, origins: ReadonlyMap<object, object> = NO_ORIGINS): EditedText {
  if (sameJson(document.value, target)) return { text: document.text, value: target, kept: true };
  const text = inPlace(document, target, origins);
  return text === undefined ? { text: printedAnew(document, target), value: target, kept: false } : { text, value: target, kept: true };
}

/** The text, its last line without an end as the document's was, if it then reads as the value; else as it is, if it does. */
function readable({ text: before }: ManifestDocument, target: unknown, after: string | undefined): string | undefined {
  if (after === undefined) return undefined;
  const bare = before.endsWith('\n') ? after : after.replace(/\r?\n$/, '');
  return [bare, after].find((text) => readsAs(text, target));
}

/** A block of text takes the comments around it for its own lines where they stand as deep: there it is quoted. */
function inPlace(document: ManifestDocument, target: unknown, origins: ReadonlyMap<object, object>): string | undefined {
  const first = edited(document, target, origins, 'block');
  if (first === undefined) return undefined;
  return readable(document, target, first) ?? readable(document, target, edited(document, target, origins, 'quoted'));
}

function edited(document: ManifestDocument, target: unknown, origins: ReadonlyMap<object, object>, longTexts: 'block' | 'quoted'): string | undefined {
  try {
    return new Editor(document, origins, longTexts).run(document.tree(), target);
  } catch (error) {
    if (error instanceof NotEditable || error instanceof UnprintableError) return undefined;
    throw error;
  }
}

function readsAs(text: string, target: unknown): boolean {
  const [read, more] = readDocuments('', text);
  return more === undefined && read?.kind === 'document' && sameJson(read.value, target);
}

/** The comments above the first value stay. */
function printedAnew(document: ManifestDocument, target: unknown): string {
  const { text, format } = document;
  const tree = document.tree();
  const yaml = text.slice(0, lineStart(text, tree.start)) + printDocument(target, yamlStyleOf(text, tree));
  const json = `${JSON.stringify(target, undefined, 2)}\n`;
  const [first, otherwise] = [format === 'yaml' ? yaml : json, json].map((printed) => printed.replaceAll(/\r?\n/g, newlineOf(text)));
  return readable(document, target, first) ?? otherwise ?? json;
}

class Editor implements EditContext {
  readonly text: string;
  readonly newline: string;
  readonly yaml: EditContext['yaml'];
  readonly json: EditContext['json'];
  readonly origins: ReadonlyMap<object, object>;
  readonly #splices: Splice[] = [];

  constructor(document: ManifestDocument, origins: ReadonlyMap<object, object>, longTexts: 'block' | 'quoted') {
    this.newline = newlineOf(document.text);
    // a last line without an end would be a case of its own everywhere
    this.text = document.text.endsWith('\n') ? document.text : document.text + this.newline;
    this.yaml = { ...yamlStyleOf(this.text, document.tree()), longTexts };
    this.json = document.format === 'json' ? jsonStyleOf(this.text, document.tree()) : undefined;
    this.origins = origins;
  }

  run(tree: TreeNode, target: unknown): string {
    this.edit(ROOT_SLOT, tree, target);
    return applySplices(this.text, this.#splices);
  }

  splice = (start: number, end: number, text: string): void => {
    this.#splices.push({ start, end, text });
  };

  replace = (slot: Slot, node: TreeNode, target: unknown): void => replaceNode(this, slot, node, target);

  edit = (slot: Slot, node: TreeNode, target: unknown): void => {
    if (sameJson(node.value, target)) return;
    if (node.kind === 'map' && node.entries.length > 0 && isFilledObject(target)) {
      if (node.style === 'pair') throw new NotEditable('a pair without braces');
      if (node.style === 'block') editBlockMap(this, slot, node, target);
      else editFlowMap(this, slot, node, target);
    } else if (node.kind === 'list' && node.items.length > 0 && Array.isArray(target) && target.length > 0) {
      if (node.style === 'block') editBlockList(this, slot, node, target);
      else editFlowList(this, slot, node, target);
    } else {
      this.replace(slot, node, target);
    }
  };
}
