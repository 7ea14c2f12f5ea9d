import { objectName, showObject, showText } from '@instancetype/conflict';
import type { Command } from 'commander';
import type { Complaints } from '../expand/complaints.ts';
import { expandDocument, type ExpandedDocument } from '../expand/expand-document.ts';
import { Locator } from '../findings/locator.ts';
import { write } from '../io.ts';
import type { Context } from '../context.ts';
import { showPlace } from '../report/describe.ts';
import { columnsOf } from '../table/terminal.ts';
import { documentsOf } from '../world/inputs.ts';
import type { Opened } from '../world/open-world.ts';
import { type Answered, answerText, type Explained, fieldsOf } from './answer.ts';
import type { FieldName } from './field-name.ts';
import { findField } from './find-field.ts';
import { fieldJson } from './json.ts';

/** What `explain` was asked. */
export interface Question {
  readonly name: FieldName;
  readonly format: 'text' | 'json';
}

/** Explains one field of every VM of an input.
 * @param opened the input and the world around it
 * @param question which field
 * @param command the command that runs: a field that no VM can have is a wrong call
 * @param complaints where problems go
 * @param context where the result goes */
export async function runExplain(opened: Opened, question: Question, command: Command, complaints: Complaints, { io }: Context): Promise<void> {
  let printed = 0;
  let vms = 0;
  complaints.progress.clear();
  await complaints.about(opened);
  for (const found of opened.inputs) {
    if (found.kind === 'fault') {
      await complaints.fault(found);
      continue;
    }
    for await (const document of documentsOf(found)) {
      if (document.kind === 'fault') {
        await complaints.fault(document);
        continue;
      }
      const expanded = expandDocument(document, opened.world);
      vms += expanded.vms.length;
      await complaints.aboutVms(expanded, opened.world);
      for (const text of answers(expanded, question, command, columnsOf(io))) await write(io.stdout, before(printed++, question) + text);
    }
  }
  if (question.format === 'json') await write(io.stdout, printed === 0 ? '[]\n' : '\n]\n');
  if (vms === 0) command.error('there is no VirtualMachine in the input');
}

function before(printed: number, { format }: Question): string {
  if (format === 'json') return printed === 0 ? '[\n' : ',\n';
  return printed === 0 ? '' : '\n';
}

function* answers(expanded: ExpandedDocument, question: Question, command: Command, width: number | undefined): Generator<string> {
  const { document } = expanded;
  const locator = new Locator(document);
  for (const { object, outcome } of expanded.vms) {
    if (!outcome.ok) continue;
    const placeOf = (pointer: string): string => showPlace({ file: document.file, ...locator.place(object.pointer + pointer) });
    const vm: Explained = { before: object.value, after: outcome.value, trace: outcome.trace, placeOf };
    const answer = answerOf(question.name, vm, command);
    const name = objectName(object.value, 'VirtualMachine');
    if (question.format === 'text') {
      yield `${placeOf('')}: ${showObject(name)}\n${answerText(answer, vm, width)}`;
      continue;
    }
    const { line, column } = locator.place(object.pointer);
    yield JSON.stringify({ file: document.file, line, column, object: name, fields: fieldsOf(answer, vm).map(fieldJson) }, undefined, 2);
  }
}

function answerOf(name: FieldName, { before: own, after }: Explained, command: Command): Answered {
  const answer = findField(name, own, after);
  if (answer.kind === 'ambiguous') command.error(`"${showText(name.text)}" may be ${listed(answer.paths)}: write more of the path`);
  if (answer.kind === 'unknown') {
    const meant = answer.nearest.length === 0 ? '' : `: did you mean ${listed(answer.nearest)}?`;
    command.error(`a VirtualMachine has no field "${showText(name.text)}"${meant}`);
  }
  return answer;
}

const MAX_LISTED = 6;

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, MAX_LISTED).map(showText);
  const more = paths.length - shown.length;
  return more > 0 ? `${shown.join(', ')} or one of ${more} more` : [shown.slice(0, -1).join(', '), shown.at(-1)].filter(Boolean).join(' or ');
}
