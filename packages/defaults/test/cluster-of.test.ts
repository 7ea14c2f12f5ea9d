import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterOf } from '../src/index.ts';

const kubevirt = (configuration: unknown, status: unknown = undefined): object => ({ kind: 'KubeVirt', spec: { configuration }, status });

describe('the defaults that a KubeVirt object asks for', () => {
  it('are its configuration and its default architecture', () => {
    const configuration = { machineType: 'q35', network: { permitBridgeInterfaceOnPodNetwork: false }, cpuRequest: '200m' };
    expect(clusterOf(kubevirt(configuration, { defaultArchitecture: 'arm64' }))).toMatchObject({ ok: true, value: { configuration, defaultArchitecture: 'arm64' } });
  });

  it.each([undefined, null, {}, { spec: null }, { spec: {} }, kubevirt(null), kubevirt({ machineType: null, network: null })])('are the built-in ones where it says nothing: %j', (object) => {
    expect(clusterOf(object)).toMatchObject({ ok: true });
  });

  it.each([
    [{ machineType: 5 }, 'spec.configuration.machineType', '5'],
    [{ cpuRequest: '1GiB' }, 'spec.configuration.cpuRequest', '"1GiB"'],
    [{ network: 'masquerade' }, 'spec.configuration.network', '"masquerade"'],
    [{ network: { permitBridgeInterfaceOnPodNetwork: 'yes' } }, 'spec.configuration.network.permitBridgeInterfaceOnPodNetwork', '"yes"'],
    [{ architectureConfiguration: { arm64: [] } }, 'spec.configuration.architectureConfiguration.arm64', 'list'],
    ['q35', 'spec.configuration', '"q35"'],
  ])('are refused where they cannot be used: %j', (configuration, field, value) => {
    const outcome = clusterOf(kubevirt(configuration));
    expect(outcome).toMatchObject({ ok: false, causes: [{ code: 'cluster-configuration-invalid', field }] });
    if (!outcome.ok) expect(outcome.causes[0].message).toContain(value);
  });

  it('take any JSON without an exception', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof clusterOf(kubevirt(value)).ok === 'boolean' && typeof clusterOf(value).ok === 'boolean'));
  });
});
