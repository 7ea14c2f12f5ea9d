import { describe, expect, test } from 'vitest';
import { planUpdate, type UpdatePlan } from '../src/index.ts';
import { instanceOf, readerOf, vmOf } from './running-vm.ts';

const template = (before: object, now: object, vm: object = {}): UpdatePlan =>
  planUpdate({ vm: vmOf(vm, { domain: {}, ...now }), lastSeen: vmOf(vm, { domain: {}, ...before }).spec, instance: instanceOf({ domain: {} }) }, readerOf({}));

describe('of the rest of a template', () => {
  const claim = (name: string, more: object = {}): object => ({ name, persistentVolumeClaim: { claimName: name, ...more } });

  test('hot-plugged volumes and their disks come and go', () => {
    const before = { volumes: [claim('root')], domain: { devices: { disks: [{ name: 'root' }] } } };
    const now = { volumes: [claim('root'), claim('more', { hotpluggable: true })], domain: { devices: { disks: [{ name: 'root' }, { name: 'more', disk: { bus: 'scsi' } }] } } };
    expect(template(before, now).condition).toBe('remove');
    expect(template(now, before).condition).toBe('remove');
  });

  test.each(['dataVolume', 'memoryDump', 'scratchVolume'])('so does a hot-plugged %s', (kind) => {
    const now = { volumes: [claim('root'), { name: 'more', [kind]: { hotpluggable: true } }] };
    expect(template({ volumes: [claim('root')] }, now).condition).toBe('remove');
    expect(template(now, { volumes: [claim('root')] }).condition).toBe('remove');
  });

  test('a disk may go without its volume where that is hot-plugged', () => {
    const plan = (more: object): string => {
      const volumes = [claim('root', more), claim('more', { hotpluggable: true })];
      return template({ volumes, domain: { devices: { disks: [{ name: 'root' }, { name: 'more' }] } } }, { volumes }).condition;
    };
    expect(plan({})).toBe('set');
    expect(plan({ hotpluggable: true })).toBe('remove');
  });

  test('where nodes may be chosen anew, and taints tolerated, the running VM takes it', () => {
    const now = { nodeSelector: { a: 'b' }, affinity: { nodeAffinity: {} }, tolerations: [{ key: 'k' }] };
    expect(template({}, now)).toMatchObject({ condition: 'remove', patches: [{ handler: 'affinity' }, { handler: 'nodeSelector' }, { handler: 'tolerations' }] });
  });

  test('other volumes and disks need a restart', () => {
    const more = claim('more', { hotpluggable: true });
    expect(template({ volumes: [claim('root'), more] }, { volumes: [more] }).condition).toBe('set');
    expect(template({ volumes: [claim('root')] }, { volumes: [claim('root', { readOnly: false }), more] }).condition).toBe('remove');
    expect(template({ volumes: [claim('root')] }, { volumes: [claim('root'), claim('more')] }).condition).toBe('set');
    expect(template({ volumes: [claim('root')] }, { volumes: [] }).condition).toBe('set');
    expect(template({ domain: { devices: { disks: [{ name: 'a' }] } } }, { domain: { devices: { disks: [{ name: 'a', cache: 'none' }] } } }).condition).toBe('set');
    expect(template({ domain: { devices: { disks: [{ name: 'a', cdrom: {} }] } } }, {}).condition).toBe('set');
  });

  test('a claim that is replaced needs none where the VM migrates its volumes', () => {
    const [before, now] = [{ volumes: [claim('root')] }, { volumes: [{ name: 'root', persistentVolumeClaim: { claimName: 'other' } }] }];
    expect(template(before, now).condition).toBe('set');
    expect(template(before, now, { updateVolumesStrategy: 'Migration' }).condition).toBe('remove');
    expect(template(before, { volumes: [{ name: 'root', dataVolume: { name: 'other' } }] }, { updateVolumesStrategy: 'Migration' }).condition).toBe('remove');
    expect(template(before, { volumes: [{ name: 'root', emptyDisk: {} }] }, { updateVolumesStrategy: 'Migration' }).condition).toBe('set');
    // one that is new is none that is migrated
    expect(template(before, { volumes: [claim('root'), claim('more')] }, { updateVolumesStrategy: 'Migration' }).condition).toBe('set');
  });

  test('a new interface needs none, a changed one does', () => {
    const network = (...interfaces: object[]): object => ({ networks: [], domain: { devices: { interfaces } } });
    const plan = (before: object, now: object): string =>
      planUpdate({ vm: vmOf({}, now), lastSeen: vmOf({}, before).spec, instance: instanceOf({ ...before }) }, readerOf({})).condition;
    expect(plan(network({ name: 'a' }), network({ name: 'a', state: 'down' }, { name: 'b' }))).toBe('remove');
    expect(plan(network({ name: 'a' }), network({ name: 'a', model: 'e1000' }))).toBe('set');
    expect(plan(network({ name: 'a' }), network())).toBe('set');
    const [pod, extra] = [{ name: 'default', pod: {} }, { name: 'n', multus: { networkName: 'a' } }];
    expect(plan({ domain: {}, networks: [{ ...pod, pod: { vmNetworkCIDR: '' } }] }, { domain: {}, networks: [pod, extra] })).toBe('remove');
    // one that says nothing else is none that changed
    const silent = { networks: [], domain: { devices: { interfaces: [{ name: 'a', acpiIndex: 0 }] } } };
    expect(plan(silent, network({ name: 'a' }, { name: 'b' }))).toBe('remove');
    expect(plan({ domain: {}, networks: [{ name: 'n', multus: { networkName: 'a' } }] }, { domain: {}, networks: [{ name: 'n', multus: { networkName: 'b' } }] })).toBe('set');
    expect(plan({ domain: {}, networks: [] }, { domain: {}, networks: [{ name: 'default', pod: {} }] })).toBe('set');
  });

  test('a firmware UUID that the VM was given after its start needs none, where the instance has it', () => {
    const now = vmOf({}, { domain: { firmware: { uuid: 'u' } } });
    const plan = (uuid: string): string => planUpdate({ vm: now, lastSeen: vmOf({}).spec, instance: instanceOf({}, { domain: { firmware: { uuid } } }) }, readerOf({})).condition;
    expect(plan('u')).toBe('remove');
    expect(plan('other')).toBe('set');
  });

  test('nor does one that was taken away, where the instance has none', () => {
    const [last, now] = [{ uuid: 'u', serial: 's' }, { serial: 's' }].map((firmware) => vmOf({}, { domain: { firmware } })) as [ReturnType<typeof vmOf>, ReturnType<typeof vmOf>];
    const plan = (domain: object): string => planUpdate({ vm: now, lastSeen: last.spec, instance: instanceOf({}, { domain }) }, readerOf({})).condition;
    expect(plan({ firmware: { serial: 's' } })).toBe('remove');
    expect(plan({})).toBe('set');
  });

  test('sockets that come with a topology where there was none need a restart', () => {
    expect(template({}, { domain: { cpu: { sockets: 2 } } }).restartRequired?.reasons[0]?.pointers).toEqual(['/spec/template/spec/domain/cpu']);
  });
});
