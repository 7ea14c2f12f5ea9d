import { CATALOG_VERSION } from '@instancetype/catalog';
import type { Cluster } from '@instancetype/defaults';
import { escapeText } from '../manifest/escape.ts';
import { printDocument } from '../manifest/print.ts';
import { printEntries, wrapWords } from '../table/wrap.ts';
import type { WorldObject } from '../world/world.ts';
import { cell } from './cells.ts';
import { annotationOf } from './columns.ts';
import { misfitOf } from './fits.ts';
import type { KindChoice } from './kinds.ts';
import { firstOfSeries, seriesOf } from './series.ts';

/** What a description needs to know beside the object. */
export interface Surroundings {
  readonly instancetypes: readonly WorldObject[];
  readonly preferences: readonly WorldObject[];
  readonly cluster: Cluster;
  /** Columns of the terminal. */
  readonly width: number;
}

type Entry = readonly [title: string, lines: readonly string[]];

// the longest title, its colon and two spaces
const INDENT = 12;

/** An instance type or a preference at length: where it comes from, what its series is for, what goes with it, its whole spec,
 * and how a VM names it.
 * @param object the object
 * @param family what it is
 * @param around what else there is
 * @returns lines with line ends */
export function describe(object: WorldObject, family: KindChoice['family'], around: Surroundings): string {
  const { ref, value } = object;
  const width = Math.max(40, around.width - INDENT);
  const { spec } = value as { readonly spec?: unknown };
  const entries: Entry[] = [
    ['Name', [escapeText(ref.name)]],
    ['Namespace', ref.namespace === undefined ? [] : [escapeText(ref.namespace)]],
    ['Kind', [ref.kind]],
    ['From', [originOf(object)]],
    ...(family === 'instancetype' ? instancetypeEntries(object, around, width) : preferenceEntries(object, around, width)),
  ];
  return [
    printEntries(entries),
    `Spec:\n${indented(safe(printDocument(spec ?? {})))}`,
    `In a VM:\n${indented(printDocument({ spec: { [family]: matcherOf(object) } }))}`,
  ].join('');
}

/** An annotation as lines; none where there is no such annotation. */
function annotationLines({ value }: WorldObject, key: string, width: number): string[] {
  const text = annotationOf(value, key);
  return typeof text === 'string' && text !== '' ? wrapWords(escapeText(text, 500).split(' '), width) : [];
}

/** Text of several lines; a terminal must not obey what a value holds. */
function safe(text: string): string {
  return text.split('\n').map((line) => escapeText(line, 500)).join('\n');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function originOf({ origin }: WorldObject): string {
  return origin.from === 'catalog' ? `built-in catalog, common-instancetypes ${CATALOG_VERSION}` : escapeText(origin.place.source.name);
}

/** A cluster-wide kind is what a matcher without a kind means. */
function matcherOf({ ref }: WorldObject): object {
  return ref.namespace === undefined ? { name: ref.name } : { kind: ref.kind, name: ref.name };
}

function instancetypeEntries(object: WorldObject, around: Surroundings, width: number): Entry[] {
  const display = annotationOf(object.value, 'instancetype.kubevirt.io/displayName');
  const series = seriesOf(object);
  const sizes = around.instancetypes.filter((other) => other.ref.kind === object.ref.kind && seriesOf(other) === series);
  const misfits = around.preferences.flatMap((preference) => (misfitOf(object, preference, around.cluster) === undefined ? [] : [preference]));
  const fit = `${around.preferences.length - misfits.length} of ${around.preferences.length} preferences`;
  return [
    ['Series', sizes.length < 2 ? [] : [`${escapeText(series)}${display === undefined ? '' : `, ${cell(display)}`}`]],
    ['For', annotationLines(object, 'instancetype.kubevirt.io/description', width)],
    ['Sizes', sizes.length < 2 ? [] : wrapWords(namesOf(sizes), width, ', ')],
    ['Goes with', [fit]],
    ['Not with', wrapWords(namesOf(misfits), width, ', ')],
  ];
}

function preferenceEntries(object: WorldObject, around: Surroundings, width: number): Entry[] {
  const fitting = around.instancetypes.filter((instancetype) => misfitOf(instancetype, object, around.cluster) === undefined);
  return [
    ['Guest', annotationLines(object, 'openshift.io/display-name', width)],
    ['Goes with', [`${fitting.length} of ${around.instancetypes.length} instance types`]],
    ['From size', wrapWords(namesOf(firstOfSeries(fitting)), width, ', ')],
  ];
}

function namesOf(objects: readonly WorldObject[]): string[] {
  return objects.map(({ ref }) => escapeText(ref.name));
}
