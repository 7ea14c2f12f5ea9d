import { type CatalogList, lazyList } from './catalog-list.ts';
import { type CatalogPreference, catalogObject } from './catalog-object.ts';
import type { CatalogPreferenceSpec } from './catalog-spec.ts';

/** A piece of a preference's spec that several preferences share. */
export type PreferenceComponent = CatalogPreferenceSpec;

/** A family of preferences: one kind of guest, several releases and uses of it. */
export interface FamilyTable {
  /** The kind of guest, as the VM's annotation and the preference's label name it. */
  readonly os: 'linux' | 'windows' | 'legacy';
  /** Class of the icon that user interfaces show for it. */
  readonly icon: string;
  /** What the display names of the family begin with. */
  readonly displayName: string;
  /** What every preference of the family is made of. */
  readonly base: readonly PreferenceComponent[];
  /** The preferences by name. */
  readonly preferences: Readonly<Record<string, PreferenceRow>>;
}

/** What one preference adds to its family. */
export interface PreferenceRow {
  /** What follows the family's display name: a release, a use. */
  readonly variant?: string;
  /** The least vCPUs and memory that the guest runs with. */
  readonly requires?: readonly [cpu: number, memory: string];
  /** The only architecture that the guest runs on, preferred and required. */
  readonly architecture?: 'amd64' | 'arm64' | 's390x';
  /** Components on top of the family's base. */
  readonly with?: readonly PreferenceComponent[];
}

/** The preferences of a family.
 * @param family its table */
export function defineFamily(family: FamilyTable): CatalogList<CatalogPreference> {
  return lazyList(() => Object.entries(family.preferences).map(([name, row]) => preference(family, name, row)));
}

function preference(family: FamilyTable, name: string, row: PreferenceRow): CatalogPreference {
  const spec = compose([
    { annotations: { 'vm.kubevirt.io/os': family.os } },
    ...family.base,
    ...(row.with ?? []),
    ...requirementsOf(row),
  ]);
  const [cpu, memory] = row.requires ?? [];
  return catalogObject({
    kind: 'VirtualMachineClusterPreference',
    name,
    labels: {
      'os-type': family.os,
      arch: row.architecture,
      'preferred-architecture': row.architecture,
      'required-architecture': row.architecture,
      'required-cpu': cpu?.toString(),
      'required-memory': memory,
    },
    annotations: { 'openshift.io/display-name': displayNameOf(family, row), iconClass: family.icon },
    spec,
  });
}

function displayNameOf({ displayName }: FamilyTable, { variant, architecture }: PreferenceRow): string {
  return [displayName, variant, architecture && `(${architecture})`].filter(Boolean).join(' ');
}

function requirementsOf({ requires, architecture }: PreferenceRow): PreferenceComponent[] {
  const components: PreferenceComponent[] = [];
  if (requires) components.push({ requirements: { cpu: { guest: requires[0] }, memory: { guest: requires[1] } } });
  if (architecture) components.push({ preferredArchitecture: architecture, requirements: { architecture } });
  return components;
}

// Sections of the spec are joined field by field; a field is taken whole, and the last component that has it wins.
function compose(components: readonly PreferenceComponent[]): CatalogPreferenceSpec {
  const spec: Record<string, unknown> = {};
  for (const component of components) {
    for (const [section, value] of Object.entries(component)) {
      spec[section] = typeof value === 'object' ? { ...(spec[section] as object | undefined), ...value } : value;
    }
  }
  return spec;
}
