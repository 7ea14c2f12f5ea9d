import { basename } from 'node:path';
import type { ESLint, Rule } from 'eslint';

type Declaration = NonNullable<Parameters<NonNullable<Rule.RuleListener['ExportNamedDeclaration']>>[0]['declaration']>;

const MAX_BYTES = 15_000;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
// a type that lists the fields of a Kubernetes object says it all by its fields; what runs does not
const DECLARATIONS = ['FunctionDeclaration', 'ClassDeclaration', 'VariableDeclaration'];

/** A file holds one rule and is named after it. */
const fileShape: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      tooLong: `This file has {{bytes}} bytes, and ${MAX_BYTES} are the limit: a file holds one rule. Split it.`,
      name: 'A file is named in kebab-case after the rule that it holds, not "{{name}}".',
      barrel: 'Only src/index.ts gathers exports.',
    },
  },
  create: (context) => ({
    Program(node) {
      const bytes = Buffer.byteLength(context.sourceCode.text);
      if (bytes > MAX_BYTES) context.report({ node, messageId: 'tooLong', data: { bytes: String(bytes) } });
      const name = basename(context.filename).split('.')[0] ?? '';
      if (!KEBAB_CASE.test(name)) context.report({ node, messageId: 'name', data: { name } });
      if (name === 'index' && !/[\\/]src[\\/]index\.ts$/.test(context.filename)) context.report({ node, messageId: 'barrel' });
    },
  }),
};

/** What is exported and runs says what it does: editors show the docstring to whoever uses it. */
const documentedExports: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'An export needs a docstring (/** ... */): what it does, its parameters and units, what can go wrong.' },
  },
  create: (context) => ({
    ExportNamedDeclaration(node) {
      if (!node.declaration || !DECLARATIONS.includes(node.declaration.type) || isPlainConstant(node.declaration)) return;
      const docstring = context.sourceCode.getCommentsBefore(node).at(-1);
      if (docstring?.type !== 'Block' || !docstring.value.startsWith('*')) context.report({ node, messageId: 'missing' });
    },
  }),
};

// `export const PREFIX = 'a/';` is documented by its name and its value
function isPlainConstant(declaration: Declaration): boolean {
  return declaration.type === 'VariableDeclaration' && declaration.declarations.every(({ init }) => init?.type === 'Literal');
}

/** The rules of this project that no plugin brings, as an ESLint plugin. */
export const houseRules: ESLint.Plugin = { rules: { 'file-shape': fileShape, 'documented-exports': documentedExports } };
