import type { VirtualMachineLike } from '@instancetype/api';
import { expect, test } from 'vitest';
import { planSwitch, type SwitchPlan, type SwitchTarget } from '../src/index.ts';
import { readerOf, vmOf } from './running-vm.ts';

const [SMALL, LARGE] = [{ cpu: { guest: 1 }, memory: { guest: '2Gi' } }, { cpu: { guest: 2 }, memory: { guest: '8Gi' } }];
const live = readerOf({ small: SMALL, large: LARGE }, { plain: {}, cores: { cpu: { preferredCPUTopology: 'cores' } } });
const revision = (name: string, kind: string, of: string, spec: object): object => ({
  kind: 'ControllerRevision',
  metadata: { name, namespace: 'ns', labels: { 'instancetype.kubevirt.io/object-name': of } },
  data: { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind, metadata: { name: of }, spec },
});
const REVISIONS: Readonly<Record<string, object>> = {
  'small-was-large': revision('small-was-large', 'VirtualMachineClusterInstancetype', 'small', LARGE),
  'plain-was-cores': revision('plain-was-cores', 'VirtualMachineClusterPreference', 'plain', { cpu: { preferredCPUTopology: 'cores' } }),
};

function planned(vm: VirtualMachineLike, target: SwitchTarget): SwitchPlan {
  const outcome = planSwitch(vm, target, { get: (ref) => REVISIONS[ref.name] ?? live.get(ref) });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
  return outcome.value;
}

const vm: VirtualMachineLike = {
  ...vmOf({ instancetype: { name: 'small' }, preference: { name: 'plain' } }),
  status: { instancetypeRef: { name: 'small', controllerRevisionRef: { name: 'small-was-large' } }, preferenceRef: { name: 'plain', controllerRevisionRef: { name: 'plain-was-cores' } } },
};
const pathsOf = ({ changes }: SwitchPlan): string[] => changes.map(({ path }) => path.replace('/spec/template/spec/domain/', ''));

test('a switch of one of the two leaves the other one as it is stored', () => {
  expect(planned(vm, { preference: null }).changes).toMatchObject([{ from: 1, to: 2 }, { from: 2, to: 1 }]);
  expect(planned(vm, { instancetype: { name: 'large' } }).changes).toEqual([]);
});

test('a switch to another revision is one, and to the same, or to none in particular, is none', () => {
  const named = vmOf({ instancetype: { name: 'small', revisionName: 'small-was-large' } });
  expect(planned(named, { instancetype: { name: 'small', revisionName: 'small-was-large' } }).patch).toEqual([]);
  expect(planned(named, { instancetype: { name: 'small' } })).toMatchObject({ patch: [], changes: [] });
  const plan = planned(vmOf({ instancetype: { name: 'small' } }), { instancetype: { name: 'small', revisionName: 'small-was-large' } });
  expect(pathsOf(plan)).toEqual(['cpu/sockets', 'memory/guest']);
  expect(plan.vm.spec?.instancetype).toEqual({ name: 'small', revisionName: 'small-was-large' });
});

test('a reference of the status that names the new object already does not count', () => {
  const status = { instancetypeRef: { name: 'large', controllerRevisionRef: { name: 'gone' } }, preferenceRef: { name: 'cores', controllerRevisionRef: { name: 'gone' } } };
  const plan = planned({ ...vmOf({}), status }, { instancetype: { name: 'large' }, preference: { name: 'cores' } });
  expect(plan.changes).toMatchObject([{ to: { cores: 2 } }, { to: { guest: '8Gi' } }]);
});
