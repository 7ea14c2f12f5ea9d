import { ARCHITECTURE_LABEL, type DataVolumeTemplateLike, type Lookups, type ObjectRef, type VirtualMachineLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';

const ARCHITECTURES: readonly unknown[] = ['amd64', 'arm64', 's390x'];
const RULE: Rule = { name: 'architecture-of-data-source', field: `metadata.labels[${ARCHITECTURE_LABEL}]` };

/** Gives a VM that names none the architecture that the DataSource of one of its DataVolumeTemplates is for (BEHAVIOUR 13.3
 * step 1). A DataSource that cannot be read is passed over.
 * @param vm the draft of a VM */
export function* setSourceArchitecture(vm: Draft<VirtualMachineLike>): Lookups<void> {
  const spec = vm.at('spec').at('template').at('spec');
  if (spec.value?.architecture) return;
  const { metadata, spec: whole } = vm.value ?? {};
  const templates: unknown = whole?.dataVolumeTemplates;
  for (const template of Array.isArray(templates) ? templates : []) {
    const ref = dataSourceOf(template as DataVolumeTemplateLike, metadata?.namespace);
    const source = ref && (yield* lastSource(ref));
    const architecture = source && architectureOf(source);
    if (architecture === undefined) continue;
    vm.by({ origin: 'default', kind: 'DataSource', name: source?.name });
    spec.set('architecture', architecture, RULE);
    return;
  }
}

function architectureOf({ object }: Source): string | undefined {
  const label = member(member(member(object, 'metadata'), 'labels'), ARCHITECTURE_LABEL);
  return ARCHITECTURES.includes(label) ? (label as string) : undefined;
}

// letter case does not matter here, although it does for inference (Q26)
function dataSourceOf(template: DataVolumeTemplateLike, namespace: unknown): ObjectRef | undefined {
  const reference = member(member(template, 'spec'), 'sourceRef');
  const [kind, name, own] = [member(reference, 'kind'), member(reference, 'name'), member(reference, 'namespace')];
  if (typeof kind !== 'string' || kind.toLowerCase() !== 'datasource' || typeof name !== 'string' || name === '') return undefined;
  return { kind: 'DataSource', name, namespace: textOr(own, textOr(namespace, undefined)) };
}

interface Source {
  readonly name: string;
  readonly object: object;
}

// one hop, with the namespace as written: without one there is nothing to be read
function* lastSource(ref: ObjectRef): Lookups<Source | undefined> {
  const first = yield* read(ref);
  const next = member(member(member(first, 'spec'), 'source'), 'dataSource');
  if (first === undefined || next === undefined) return first && { name: ref.name, object: first };
  const [name, namespace] = [textOr(member(next, 'name'), undefined), textOr(member(next, 'namespace'), undefined)];
  if (name === undefined || namespace === undefined) return undefined;
  const second = yield* read({ kind: 'DataSource', name, namespace });
  return second && { name, object: second };
}

function* read(ref: ObjectRef): Lookups<object | undefined> {
  try {
    return (yield ref) ?? undefined;
  } catch {
    return undefined; // the next template may tell
  }
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key] ?? undefined;
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
