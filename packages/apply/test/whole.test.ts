import type { InstancetypeSpec, PreferenceSpec, TemplateLike, VirtualMachineLike } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { applyToVirtualMachine, type Resolved } from '../src/index.ts';
import { apply, causesOf, domainWith, instancetype, it, preference, specWith, vmOf } from './applied.ts';

// BEHAVIOUR 4.1 and Appendix A, as far as they are about instance type and preference together
test.each<Resolved>([{}, { instancetype: null, preference: null }, { instancetype: undefined }])('without either (%j) the VM is the result itself', (resolved) => {
  const vm = vmOf({ domain: {} });
  expect(applyToVirtualMachine(vm, resolved)).toEqual({ ok: true, value: vm, notes: [], trace: [] });
  const outcome = applyToVirtualMachine(vm, resolved);
  expect(outcome.ok && outcome.value).toBe(vm);
});

test('without either even a VM without a template is fine: nothing is to be applied to it', () => {
  const vm = {};
  const outcome = applyToVirtualMachine(vm, {});
  expect(outcome.ok && outcome.value).toBe(vm);
});

test('an empty preference leaves the VM as it is (Appendix A)', () => {
  const vm = vmOf({ domain: {} });
  const outcome = applyToVirtualMachine(vm, preference({}));
  expect(outcome.ok && outcome.value).toBe(vm);
});

test('it(2) gives 2 sockets and 1Gi (Appendix A)', () => {
  expect(domainWith({}, it(2))).toEqual({ cpu: { sockets: 2, cores: 1, threads: 1 }, memory: { guest: '1Gi' } });
});

test('the instance type comes first: its launch security beats the preference\'s (20 Q16, Appendix A)', () => {
  expect(domainWith({}, it(1, { launchSecurity: { sev: {} } }), { preferredLaunchSecurity: { tdx: {} } })?.launchSecurity).toEqual({ sev: {} });
});

test('the instance type\'s annotations beat the preference\'s (Appendix A)', () => {
  const vm = vmOf({ domain: {} }, { a: '1' });
  const resolved = { ...instancetype(it(1, { annotations: { a: '1', b: '2' } })), ...preference({ annotations: { b: '3', c: '4' } }) };
  const outcome = applyToVirtualMachine(frozen(vm), frozen(resolved));
  expect(outcome.ok && outcome.value.spec?.template?.metadata?.annotations).toEqual({ a: '1', b: '2', c: '4' });
});

test('preferred CPU features are added to the cpu that the instance type makes (Appendix A)', () => {
  const features = [{ name: 'vmx', policy: 'require' }, { name: 'vmx', policy: 'disable' }];
  expect(domainWith({}, it(1), { cpu: { preferredCPUFeatures: features } })?.cpu?.features).toEqual(features);
});

test('an instance type may say less than a preference asks for: 4.1 has no requirements check', () => {
  expect(apply({}, it(1), { requirements: { cpu: { guest: 64 } } }).ok).toBe(true);
});

describe('after a conflict', () => {
  test('the other handlers still report (Appendix A)', () => {
    const theirs = it(2, { cpu: { guest: 2, dedicatedCPUPlacement: false } });
    expect(causesOf({ domain: { cpu: { dedicatedCpuPlacement: true }, memory: { guest: '1Gi' } } }, theirs).map((cause) => cause.field)).toEqual([
      'spec.domain.cpu.dedicatedCPUPlacement', 'spec.domain.memory.guest',
    ]);
  });

  test('nothing is applied, not even by handlers without one, and no preference (Appendix B2)', () => {
    const template: TemplateLike = { spec: { domain: { cpu: { sockets: 1 } } } };
    const before = JSON.stringify(template);
    const outcome = applyToVirtualMachine({ spec: { template } }, { ...instancetype(it(2, { annotations: { a: '1' } })), ...preference({ preferredSubdomain: 's' }) });
    expect(outcome.ok).toBe(false);
    expect(JSON.stringify(template)).toBe(before);
  });
});

describe('a VM without a template (Appendix B1)', () => {
  test.each<VirtualMachineLike>([{}, { spec: null }, { spec: {} }, { spec: { template: null } }])('%j is told so', (vm) => {
    const outcome = applyToVirtualMachine(vm, instancetype(it(1)));
    expect(outcome.ok ? [] : outcome.causes).toMatchObject([{ code: 'template-missing', severity: 'error', field: 'spec.template', pointer: '/spec/template' }]);
  });

  test.each<VirtualMachineLike>([{ spec: { template: {} } }, { spec: { template: { spec: null } } }, { spec: { template: { spec: { domain: null } } } }])('%j is enough of a template', (vm) => {
    const outcome = applyToVirtualMachine(frozen(vm), instancetype(it(1)));
    expect(outcome.ok && outcome.value.spec?.template?.spec?.domain).toEqual({ cpu: { sockets: 1, cores: 1, threads: 1 }, memory: { guest: '1Gi' } });
  });
});

test('members that nobody here knows stay, in the VM, its template and its domain', () => {
  const vm = { spec: { runStrategy: 'Always', template: { spec: { hostname: 'h', domain: { devices: { disks: [], watchdog: { name: 'w' } } } } } }, status: { ready: true, instancetypeRef: null } };
  const outcome = applyToVirtualMachine(frozen(vm), instancetype(it(1)));
  // the caller's own type comes back
  const value: typeof vm | undefined = outcome.ok ? outcome.value : undefined;
  expect(value?.spec.runStrategy).toBe('Always');
  expect(value?.spec.template.spec.hostname).toBe('h');
  expect(value?.spec.template.spec.domain.devices).toBe(vm.spec.template.spec.domain.devices);
  expect(value?.status).toBe(vm.status);
});

test('the trace says what came from the instance type, and what from the preference', () => {
  const theirs: InstancetypeSpec = it(2, { memory: { guest: '2Gi', overcommitPercent: 50 } });
  const preferred: PreferenceSpec = { cpu: { preferredCPUTopology: 'cores' }, machine: { preferredMachineType: 'q35' } };
  const outcome = apply({}, theirs, preferred, { trace: true });
  const trace = outcome.ok ? outcome.trace : [];
  const lines = trace.map((entry) => `${entry.origin} ${entry.source.name} ${entry.source.field}: ${entry.path.replace('/spec/template/spec/domain', '…')} ${JSON.stringify(entry.value)}`);
  expect(lines.filter((line) => !line.endsWith('{}'))).toEqual([
    'instancetype it spec.cpu.guest: …/cpu/sockets 1',
    'instancetype it spec.cpu.guest: …/cpu/cores 2',
    'instancetype it spec.cpu.guest: …/cpu/threads 1',
    'instancetype it spec.memory.guest: …/memory/guest "2Gi"',
    'instancetype it spec.memory.overcommitPercent: …/resources/requests/memory "1Gi"',
    'preference pr spec.machine.preferredMachineType: …/machine/type "q35"',
  ]);
  expect(specWith({}, theirs, preferred)).toEqual(outcome.ok && outcome.value.spec?.template?.spec);
});
