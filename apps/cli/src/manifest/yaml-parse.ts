import { Composer, Lexer, type ParsedNode, Parser } from 'yaml';
import { TextFault, tooDeep } from './fault.ts';
import { limits } from './limits.ts';

// What kubectl's reader refuses, and the line ends that it and we would read differently. A lone carriage return, U+0085,
// U+2028 and U+2029 end a line there: read as text here, a manifest would silently mean something else.
const BAD_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]|\r(?!\n)/;

// Document and scalar stand on the stack beside the collections.
const MAX_STACK = limits.depth + 2;

/** The syntax tree of one YAML document, its scalars unresolved; undefined for a document of comments only.
 * Throws a TextFault.
 * @param text the document, without `---` lines */
export function parseYaml(text: string): ParsedNode | undefined {
  refuseCharacters(text);
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, keepSourceTokens: true, prettyErrors: false });
  stopAtFirstError(composer);
  const documents = [];
  for (const token of tokensOf(text)) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  const [document, second] = documents;
  const error = document?.errors[0] ?? second?.errors[0];
  if (error) throw faultOf(error.pos[0], error.message);
  if (second) throw new TextFault('yaml-invalid', second.range[0], 'text after the end of the document (`...`): start a new document with `---`');
  return document?.contents ?? undefined;
}

function refuseCharacters(text: string): void {
  const match = BAD_CHARACTER.exec(text);
  if (!match) return;
  const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const isLineEnd = ['000D', '0085', '2028', '2029'].includes(code);
  const what = isLineEnd ? `the line end U+${code}, which YAML readers disagree about` : `the control character U+${code}`;
  throw new TextFault('yaml-character', match.index, `${what}: write it as "\\u${code}" in double quotes, or remove it`);
}

/** The parser's own loop, with a look at the depth and at the number of tokens after each. */
function* tokensOf(text: string): ReturnType<Parser['parse']> {
  const parser = new Parser();
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_STACK) throw tooDeep(parser.offset);
    if (++tokens > limits.yamlTokens) {
      throw new TextFault('document-too-large', parser.offset, 'the YAML document is too large: split it with `---` lines, or write it as JSON');
    }
  }
  yield* parser.end();
}

/** The composer would collect every error with its stack, which for a hostile text of some megabytes is all the memory there
 * is. Its collector is not in its typings; were it gone, the errors would be collected again and the first one reported. */
function stopAtFirstError(composer: Composer): void {
  let first: TextFault | undefined;
  const onError = (source: ErrorSource, _code: string, message: string, isWarning = false): void => {
    if (isWarning) return;
    // the composer catches what is thrown inside a collection and reports it as an error of that collection
    first ??= faultOf(offsetOf(source), message);
    throw first;
  };
  Object.assign(composer, { onError });
}

type ErrorSource = number | readonly [number, ...number[]] | { readonly offset: number };

function offsetOf(source: ErrorSource): number {
  if (typeof source === 'number') return source;
  return 'offset' in source ? source.offset : source[0];
}

function faultOf(offset: number, message: string): TextFault {
  return new TextFault('yaml-invalid', offset, `not valid YAML: ${message}`);
}
