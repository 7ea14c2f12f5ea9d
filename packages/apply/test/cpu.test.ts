import type { CpuInstancetype, CpuLike, DomainLike, InstancetypeSpec } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { causesOf, conflicts, domainWith, it } from './applied.ts';

const withCpu = (cpu: CpuInstancetype): InstancetypeSpec => it(2, { cpu: { guest: 2, ...cpu } });

// BEHAVIOUR 4.3 step 2, its rows in order
describe('conflicts', () => {
  test.each<[string, DomainLike, CpuInstancetype, string[]]>([
    ['1 requests.cpu', { resources: { requests: { cpu: '1' } } }, {}, ['spec.domain.resources.requests.cpu']],
    ['1 requests.cpu of 0', { resources: { requests: { cpu: 0 } } }, {}, ['spec.domain.resources.requests.cpu']],
    ['1 requests.cpu of null', { resources: { requests: { cpu: null } } }, {}, ['spec.domain.resources.requests.cpu']],
    ['1 other requests', { resources: { requests: { storage: '1' } as object, limits: {} } }, {}, []],
    ['2 limits.cpu', { resources: { limits: { cpu: '1' } } }, {}, ['spec.domain.resources.limits.cpu']],
    ['3 sockets', { cpu: { sockets: 1 } }, {}, ['spec.domain.cpu.sockets']],
    ['4 cores', { cpu: { cores: 1 } }, {}, ['spec.domain.cpu.cores']],
    ['5 threads', { cpu: { threads: 1 } }, {}, ['spec.domain.cpu.threads']],
    ['3 to 5 of 0 or null', { cpu: { sockets: 0, cores: 0, threads: null } }, {}, []],
    ['6 model', { cpu: { model: 'a' } }, { model: 'b' }, ['spec.domain.cpu.model']],
    ['6 model, the instance type\'s is empty (20 Q6)', { cpu: { model: 'a' } }, { model: '' }, ['spec.domain.cpu.model']],
    ['6 model, the instance type has none', { cpu: { model: 'a' } }, { model: null }, []],
    ['6 model, the VM\'s is empty', { cpu: { model: '' } }, { model: 'b' }, []],
    ['7 dedicated placement', { cpu: { dedicatedCpuPlacement: true } }, { dedicatedCPUPlacement: true }, ['spec.domain.cpu.dedicatedCPUPlacement']],
    ['7 dedicated placement, the instance type\'s is false', { cpu: { dedicatedCpuPlacement: true } }, { dedicatedCPUPlacement: false }, ['spec.domain.cpu.dedicatedCPUPlacement']],
    ['7 dedicated placement, the VM\'s is false', { cpu: { dedicatedCpuPlacement: false } }, { dedicatedCPUPlacement: true }, []],
    ['7 dedicated placement of the VM alone', { cpu: { dedicatedCpuPlacement: true } }, {}, []],
    ['8 emulator thread', { cpu: { isolateEmulatorThread: true } }, { isolateEmulatorThread: false }, ['spec.domain.cpu.isolateEmulatorThread']],
    ['8 emulator thread, the VM\'s is false', { cpu: { isolateEmulatorThread: false } }, { isolateEmulatorThread: true }, []],
    ['9 numa', { cpu: { numa: {} } }, { numa: {} }, ['spec.domain.cpu.numa']],
    ['9 numa of the VM alone', { cpu: { numa: {} } }, {}, []],
    ['10 realtime', { cpu: { realtime: {} } }, { realtime: { mask: '1' } as object }, ['spec.domain.cpu.realtime']],
    ['10 realtime of the VM alone', { cpu: { realtime: {} } }, { realtime: null }, []],
    ['never maxSockets and features', { cpu: { maxSockets: 4, features: [{ name: 'a' }] } }, { maxSockets: 8 }, []],
  ])('row %s', (_row, domain, cpu, fields) => {
    expect(conflicts({ domain }, withCpu(cpu))).toEqual(fields);
  });

  test('are reported all, in KubeVirt\'s order (20 Q2)', () => {
    const cpu: CpuLike = { threads: 1, cores: 1, sockets: 2, realtime: {}, numa: {}, isolateEmulatorThread: true, dedicatedCpuPlacement: true, model: 'm' };
    const theirs = { model: 'm', dedicatedCPUPlacement: true, isolateEmulatorThread: true, numa: {}, realtime: {} };
    expect(conflicts({ domain: { cpu, resources: { limits: { cpu: 1 }, requests: { cpu: 1 } } } }, withCpu(theirs))).toEqual([
      'spec.domain.resources.requests.cpu', 'spec.domain.resources.limits.cpu', 'spec.domain.cpu.sockets', 'spec.domain.cpu.cores',
      'spec.domain.cpu.threads', 'spec.domain.cpu.model', 'spec.domain.cpu.dedicatedCPUPlacement', 'spec.domain.cpu.isolateEmulatorThread',
      'spec.domain.cpu.numa', 'spec.domain.cpu.realtime',
    ]);
  });

  test('the path has the instance type\'s spelling, the pointer the VM\'s (20 Q3)', () => {
    const [cause] = causesOf({ domain: { cpu: { dedicatedCpuPlacement: true } } }, withCpu({ dedicatedCPUPlacement: false }));
    expect(cause).toMatchObject({ field: 'spec.domain.cpu.dedicatedCPUPlacement', pointer: '/spec/template/spec/domain/cpu/dedicatedCpuPlacement' });
  });
});

// BEHAVIOUR 4.3 step 4
describe('what is written', () => {
  const TOPOLOGY = { sockets: 2, cores: 1, threads: 1 };
  test.each<[string, CpuLike | null | undefined, CpuInstancetype, CpuLike]>([
    ['a cpu where there is none', undefined, {}, TOPOLOGY],
    ['a cpu where it is null', null, {}, TOPOLOGY],
    ['every setting', {}, { model: 'm', dedicatedCPUPlacement: true, isolateEmulatorThread: true, numa: { guestMappingPassthrough: {} } as object, realtime: {}, maxSockets: 8 }, {
      ...TOPOLOGY, model: 'm', dedicatedCpuPlacement: true, isolateEmulatorThread: true, numa: { guestMappingPassthrough: {} } as object, realtime: {}, maxSockets: 8,
    }],
    ['false and empty ones over those of the VM (20 Q6)', { model: '', dedicatedCpuPlacement: false }, { model: '', dedicatedCPUPlacement: false }, { ...TOPOLOGY, model: '', dedicatedCpuPlacement: false }],
    ['the VM\'s own are kept where the instance type has none', { model: 'm', dedicatedCpuPlacement: true, numa: {}, features: [{ name: 'f' }] }, {}, { ...TOPOLOGY, model: 'm', dedicatedCpuPlacement: true, numa: {}, features: [{ name: 'f' }] }],
    ['maxSockets over the VM\'s (20 Q6, Appendix A)', { maxSockets: 4 }, { maxSockets: 8 }, { ...TOPOLOGY, maxSockets: 8 }],
    ['nothing for null', { maxSockets: 4 }, { maxSockets: null, model: null }, { ...TOPOLOGY, maxSockets: 4 }],
  ])('%s', (_case, cpu, theirs, result) => {
    expect(domainWith({ cpu }, withCpu(theirs))?.cpu).toEqual(result);
  });

  test('an instance type without cpu counts as one of 0 vCPUs', () => {
    expect(domainWith({}, { memory: { guest: '1Gi' } })?.cpu).toEqual({ sockets: 0, cores: 1, threads: 1 });
  });
});
