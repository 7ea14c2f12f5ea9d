import { type CatalogList, lazyList } from './catalog-list.ts';
import { type CatalogInstancetype, catalogObject } from './catalog-object.ts';
import type { CatalogInstancetypeSpec } from './catalog-spec.ts';

/** A series of instance types: one set of rules, several sizes. */
export interface SeriesTable {
  /** The part of the names before the dot: letters, then the version of the series. */
  readonly name: string;
  readonly class: string;
  /** Name of the icon that user interfaces show for it. */
  readonly icon: string;
  readonly displayName: string;
  readonly description: string;
  /** What every size has besides its CPUs and memory. */
  readonly rules?: SeriesRules;
  /** True pins `maxSockets` to the size's CPUs, which leaves no room to plug in more. */
  readonly maxSocketsIsGuest?: boolean;
  /** Huge page sizes. The first one goes with the plain names; each other adds its own to them: `large`, `large1gi`. */
  readonly hugepages?: readonly string[];
  /** vCPUs and memory by the part of the name after the dot, smallest first. */
  readonly sizes: Readonly<Record<string, readonly [cpu: number, memory: string]>>;
}

/** What the sizes of a series have in common. */
export interface SeriesRules extends Omit<CatalogInstancetypeSpec, 'cpu' | 'memory'> {
  readonly cpu?: Omit<CatalogInstancetypeSpec['cpu'], 'guest' | 'maxSockets'>;
  readonly memory?: Omit<CatalogInstancetypeSpec['memory'], 'guest' | 'hugepages'>;
}

/** The instance types of a series.
 * @param series its table */
export function defineSeries(series: SeriesTable): CatalogList<CatalogInstancetype> {
  return lazyList(() => {
    const [pageSize, ...otherPageSizes] = series.hugepages ?? [];
    return [
      ...sizesOf(series, '', pageSize),
      ...otherPageSizes.flatMap((other) => sizesOf(series, other.toLowerCase(), other)),
    ];
  });
}

function sizesOf(series: SeriesTable, suffix: string, pageSize: string | undefined): CatalogInstancetype[] {
  return Object.entries(series.sizes).map(([name, [cpu, memory]]) =>
    instancetype(series, name + suffix, specOf(series, cpu, memory, pageSize)),
  );
}

function specOf(series: SeriesTable, guest: number, memory: string, pageSize?: string): CatalogInstancetypeSpec {
  const rules = series.rules ?? {};
  return {
    ...rules,
    cpu: { ...rules.cpu, ...(series.maxSocketsIsGuest ? { maxSockets: guest } : {}), guest },
    memory: { ...rules.memory, ...(pageSize === undefined ? {} : { hugepages: { pageSize } }), guest: memory },
  };
}

function instancetype(series: SeriesTable, size: string, spec: CatalogInstancetypeSpec): CatalogInstancetype {
  const { cpu, memory } = spec;
  return catalogObject({
    kind: 'VirtualMachineClusterInstancetype',
    name: `${series.name}.${size}`,
    // read off the spec, so that they cannot disagree with it
    labels: {
      class: series.class,
      size,
      version: series.name.replace(/^\D+/, ''),
      'icon-pf': series.icon,
      cpu: String(cpu.guest),
      memory: memory.guest,
      hugepages: memory.hugepages?.pageSize,
      dedicatedCPUPlacement: flag(cpu.dedicatedCPUPlacement),
      isolateEmulatorThread: flag(cpu.isolateEmulatorThread),
      numa: flag(cpu.numa),
      realtime: flag(cpu.realtime),
    },
    annotations: {
      'instancetype.kubevirt.io/displayName': series.displayName,
      'instancetype.kubevirt.io/description': series.description,
    },
    spec,
  });
}

function flag(set: unknown): 'true' | undefined {
  return set ? 'true' : undefined;
}
