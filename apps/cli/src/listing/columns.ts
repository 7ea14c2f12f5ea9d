import type { InstancetypeSpec, ObjectLike, PreferenceSpec } from '@instancetype/api';
import { escapeText } from '../manifest/escape.ts';
import type { Column } from '../table/table.ts';
import type { WorldObject } from '../world/world.ts';
import { cell, devicesCell, objectOr, yes } from './cells.ts';
import type { KindChoice } from './kinds.ts';

/** A column of a listing. */
export interface ListColumn extends Column {
  /** Left out of the table where no object has anything in it. */
  readonly optional?: boolean;
  cell(object: WorldObject): string;
}

const NAMESPACE: ListColumn = { title: 'NAMESPACE', optional: true, cell: ({ ref }) => escapeText(ref.namespace ?? '') };
const NAME: ListColumn = { title: 'NAME', cell: ({ ref }) => escapeText(ref.name) };
const FILE: ListColumn = { title: 'FILE', cut: 'start', optional: true, cell: ({ origin }) => (origin.from === 'catalog' ? '' : escapeText(origin.place.source.name)) };

const instancetype = (title: string, read: (spec: InstancetypeSpec) => string, optional: boolean = false): ListColumn => ({ title, optional, cell: ({ value }) => read(specOf(value)) });
const preference = (title: string, read: (spec: PreferenceSpec) => string, optional: boolean = false): ListColumn => ({ title, optional, cell: ({ value }) => read(specOf(value)) });

const INSTANCETYPE_COLUMNS: readonly ListColumn[] = [
  NAMESPACE,
  NAME,
  instancetype('CPU', ({ cpu }) => cell(objectOr(cpu).guest)),
  instancetype('MEMORY', ({ memory }) => cell(objectOr(memory).guest)),
  instancetype('HUGEPAGES', ({ memory }) => cell(objectOr(objectOr(memory).hugepages).pageSize)),
  instancetype('OVERCOMMIT', ({ memory }) => percent(objectOr(memory).overcommitPercent), true),
  instancetype('DEDICATED', ({ cpu }) => yes(objectOr(cpu).dedicatedCPUPlacement)),
  instancetype('NUMA', ({ cpu }) => yes(objectOr(cpu).numa)),
  instancetype('REALTIME', ({ cpu }) => yes(objectOr(cpu).realtime), true),
  instancetype('GPUS', ({ gpus }) => devicesCell(gpus)),
  instancetype('HOST DEVICES', ({ hostDevices }) => devicesCell(hostDevices), true),
  FILE,
];

const PREFERENCE_COLUMNS: readonly ListColumn[] = [
  NAMESPACE,
  NAME,
  preference('MIN CPU', ({ requirements }) => cell(objectOr(objectOr(requirements).cpu).guest)),
  preference('MIN MEMORY', ({ requirements }) => cell(objectOr(objectOr(requirements).memory).guest)),
  preference('ARCH', ({ requirements }) => cell(objectOr(requirements).architecture)),
  preference('TOPOLOGY', ({ cpu }) => cell(objectOr(cpu).preferredCPUTopology), true),
  { title: 'GUEST', cut: 'end', optional: true, cell: ({ value }) => cell(annotationOf(value, 'openshift.io/display-name')) },
  FILE,
];

/** The columns of a table of some objects.
 * @param family of what kind they are
 * @param objects the objects */
export function columnsFor(family: KindChoice['family'], objects: readonly WorldObject[]): ListColumn[] {
  const columns = family === 'instancetype' ? INSTANCETYPE_COLUMNS : PREFERENCE_COLUMNS;
  return columns.filter((column) => !column.optional || objects.some((object) => column.cell(object) !== ''));
}

/** An annotation of an object that nobody has checked.
 * @param object the object
 * @param key the annotation's name */
export function annotationOf(object: object, key: string): unknown {
  const { annotations } = objectOr((object as ObjectLike).metadata);
  const own: Readonly<Record<string, unknown>> = objectOr(annotations);
  return Object.hasOwn(own, key) ? own[key] : undefined;
}

function specOf<T extends object>(object: object): T {
  return objectOr((object as { readonly spec?: T }).spec) as T;
}

function percent(value: unknown): string {
  return value === undefined || value === null || value === 0 ? '' : `${cell(value)}%`;
}
