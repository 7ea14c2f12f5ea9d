import { type Diagnostic, failure, failureOf, type Outcome, showValue, success } from '@instancetype/conflict';
import { decodeQuantity } from '@instancetype/quantity';
import type { Cluster, ClusterConfiguration } from './configuration.ts';

type Json = Readonly<Record<string, unknown>>;

const TEXTS: readonly string[] = [
  'machineType',
  'architectureConfiguration.amd64.machineType',
  'architectureConfiguration.arm64.machineType',
  'architectureConfiguration.s390x.machineType',
  'evictionStrategy',
  'vmRolloutStrategy',
  'instancetype.referencePolicy',
  'network.defaultNetworkInterface',
];
const SWITCHES: readonly string[] = ['network.permitBridgeInterfaceOnPodNetwork'];
const QUANTITIES: readonly string[] = ['cpuRequest'];

/** The cluster's defaults that a KubeVirt object asks for (BEHAVIOUR 1.8).
 * @param kubevirt a KubeVirt object
 * @returns the defaults, or what of its configuration cannot be used: a server then goes on with the last one that could */
export function clusterOf(kubevirt: unknown): Outcome<Cluster> {
  const { value: configuration } = reach(kubevirt, ['spec', 'configuration']);
  if (configuration !== undefined && !isObject(configuration)) return failure(unusable('', configuration, 'an object'));
  const found = configuration === undefined ? [] : problemsOf(configuration);
  const { value: architecture } = reach(kubevirt, ['status', 'defaultArchitecture']);
  const cluster: Cluster = {
    configuration: (configuration ?? {}) as ClusterConfiguration,
    ...(typeof architecture === 'string' && { defaultArchitecture: architecture }),
  };
  return failureOf(found) ?? success(cluster);
}

function problemsOf(configuration: Json): readonly Diagnostic[] {
  const check = (paths: readonly string[], expected: string, isRight: (value: unknown) => boolean): Diagnostic[] =>
    paths.flatMap((path) => {
      const { at, value, isWhole } = reach(configuration, path.split('.'));
      if (value === undefined || (isWhole && isRight(value))) return [];
      return [unusable(at.join('.'), value, isWhole ? expected : 'an object')];
    });
  const found = [
    ...check(TEXTS, 'a text', (value) => typeof value === 'string'),
    ...check(SWITCHES, 'true or false', (value) => typeof value === 'boolean'),
    ...check(QUANTITIES, 'a quantity such as 100m', (value) => decodeQuantity(value).ok),
  ];
  // several paths lead through one member that is no object
  return [...new Map(found.map((problem) => [problem.field, problem])).values()];
}

function unusable(path: string, value: unknown, expected: string): Diagnostic {
  const field = `spec.configuration${path === '' ? '' : `.${path}`}`;
  const message = `${field} of the KubeVirt object is ${showValue(value)} and must be ${expected}: correct it`;
  return { code: 'cluster-configuration-invalid', severity: 'error', message, reason: 'FieldValueInvalid', field, pointer: `/${field.replaceAll('.', '/')}` };
}

/** What stands at a path, or on the way to it where that is no object; undefined where it is absent or null. */
function reach(root: unknown, path: readonly string[]): { readonly at: readonly string[]; readonly value: unknown; readonly isWhole: boolean } {
  let value: unknown = root;
  for (const [index, key] of path.entries()) {
    if (!isObject(value)) return { at: path.slice(0, index), value: value ?? undefined, isWhole: false };
    value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return { at: path, value: value ?? undefined, isWhole: true };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
