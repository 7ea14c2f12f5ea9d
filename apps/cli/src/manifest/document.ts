import { jsonTree } from './json-tree.ts';
import type { Origin } from './place.ts';
import type { TreeNode } from './tree.ts';
import { parseYaml } from './yaml-parse.ts';
import { yamlTree } from './yaml-tree.ts';

interface DocumentContent {
  readonly file: string;
  readonly index: number;
  readonly format: 'yaml' | 'json';
  readonly text: string;
  readonly start: number;
  readonly origin: Origin;
  readonly value: unknown;
  readonly tree?: TreeNode | undefined;
}

/** One document of a file. */
export class ManifestDocument {
  readonly kind = 'document' as const;
  /** The file's name as the user gave it. */
  readonly file: string;
  /** Its number among the file's documents, from 0; empty documents are not counted. */
  readonly index: number;
  readonly format: 'yaml' | 'json';
  /** Its text, byte for byte, without the `---` lines around it. */
  readonly text: string;
  /** Where its text starts in the file's text, and where it ends. */
  readonly start: number;
  readonly end: number;
  /** The line and the column of its start. */
  readonly origin: Origin;
  /** Plain JSON; not to be changed. Values that an alias repeats are the same object. */
  readonly value: unknown;
  #tree: TreeNode | undefined;

  constructor(content: DocumentContent) {
    this.file = content.file;
    this.index = content.index;
    this.format = content.format;
    this.text = content.text;
    this.start = content.start;
    this.end = content.start + content.text.length;
    this.origin = content.origin;
    this.value = content.value;
    this.#tree = content.tree;
  }

  /** Where the values stand. It is read again where it was let go: do not hold it. */
  tree(): TreeNode {
    if (this.#tree) return this.#tree;
    const root = this.format === 'yaml' ? parseYaml(this.text) : undefined;
    this.#tree = root ? yamlTree(root, this.text) : jsonTree(this.text);
    return this.#tree;
  }

  /** Lets the tree go, which is many times the text's size. */
  release(): void {
    this.#tree = undefined;
  }
}
