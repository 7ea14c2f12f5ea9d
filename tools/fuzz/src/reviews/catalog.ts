import type { Random } from '@instancetype-tools/random';
import { at, isObject, kindOf } from './review-case.ts';

type Row = readonly [path: string, values: readonly unknown[]];

const HUGE = 'x'.repeat(300_000);
/** What can neither be shown as text nor be compared. */
const WITHOUT_ORDER: readonly unknown[] = [{ toString: null, valueOf: null }, [{ toString: null, valueOf: null }], { name: { toString: null, valueOf: null } }];
const COUNTS: readonly unknown[] = [-1, '2', 1.5, 4_294_967_296, 4_294_967_295, 0, 1e30, 2 ** 53 + 1, null, true, 65_536];
const QUANTITIES: readonly unknown[] = [
  '-1Gi', '0', '', null, '1GiB', '1gi', '1_000', '0x10', 'NaN', '1Ki5', '1Yi', '١Gi', ' 1Gi ', '1Gi\n', '1.', '.5Gi', '+1Gi', '1E', '1e3', '0.1Gi', 1_073_741_824, '9223372036854775808', '1e400',
  '10000000000000000000000Ki', '1Ei', '9007199254740993', `${'9'.repeat(100_000)}Q`, 1e21, -1, 0.5, {}, [],
];
const METADATA: readonly unknown[] = [
  { 'a/b/c': '1' }, { '': '1' }, { '-a': '1' }, { ['k'.repeat(64)]: '1' }, { [`${'d'.repeat(254)}/k`]: '1' }, { big: HUGE }, { a: 'v'.repeat(64) }, { a: '-v' }, { a: 5 }, { a: null }, { 'Ключ': '1' }, { a: '🙂\ud83d' },
  null, [], 'text', Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`bad key ${index}`, 'bad value'])),
];
const MATCHERS: readonly unknown[] = [
  { kind: 'Foo', name: 'a' }, { kind: 'VIRTUALMACHINECLUSTERINSTANCETYPE', name: 'the-instancetype' }, { kind: 'virtualmachineclusterpreferences', name: 'the-preference' }, { kind: '', name: 'the-instancetype' },
  { name: '', inferFromVolume: '' }, { name: 'a', inferFromVolume: 'root' }, {}, null, 'text', [], { name: 5 }, { name: 'the-instancetype', revisionName: 'gone' }, { name: 'n'.repeat(254) }, { name: '\u0000\u001b' },
  { inferFromVolume: 'gone', inferFromVolumeFailurePolicy: 'Ignore' }, { inferFromVolume: 'root', inferFromVolumeFailurePolicy: 'Foo' }, { name: 'the-preference', revisionName: 'revision-preference' }, { name: 'r', revisionName: 'r'.repeat(10_000) },
];
const OBJECTS: readonly unknown[] = [null, [], {}, 'text', 5];
const LISTS: readonly unknown[] = [null, [null], [{}], [{ name: null }], [[]], {}, ['text'], [{ name: 'root', disk: null }, { name: 'root', lun: 5 }], [{ name: 'a'.repeat(5_000) }]];
const DOMAIN = 'spec.template.spec.domain';

/** Values for members of VMs, instance types and preferences: the catalog of bad inputs, 27 to 41. */
const VM: readonly Row[] = [
  ['spec', OBJECTS],
  ['spec.template', OBJECTS],
  ['spec.template.spec', OBJECTS],
  [DOMAIN, OBJECTS],
  [`${DOMAIN}.devices`, OBJECTS],
  [`${DOMAIN}.devices.disks`, LISTS],
  [`${DOMAIN}.devices.interfaces`, LISTS],
  [`${DOMAIN}.devices.inputs`, LISTS],
  [`${DOMAIN}.devices.gpus`, LISTS],
  ['spec.template.spec.volumes', LISTS],
  ['spec.template.spec.networks', LISTS],
  ['spec.dataVolumeTemplates', LISTS],
  ['spec.instancetype', MATCHERS],
  ['spec.preference', MATCHERS],
  [`${DOMAIN}.cpu.sockets`, COUNTS],
  [`${DOMAIN}.cpu`, [{ sockets: 4, maxSockets: 2 }, { sockets: 65_536, cores: 65_536, threads: 65_536 }, { sockets: 4_294_967_295, cores: 4_294_967_295 }, null, []]],
  [`${DOMAIN}.memory.guest`, QUANTITIES],
  [`${DOMAIN}.memory.maxGuest`, QUANTITIES],
  [`${DOMAIN}.resources.requests`, [{ memory: '1e400' }, { cpu: '-1' }, { memory: null }, { '': '1' }, [], 'text']],
  [`${DOMAIN}.firmware`, [{ uuid: '' }, { serial: '' }, { uuid: null, serial: 5 }, null, []]],
  [`${DOMAIN}.machine`, [{ type: '' }, { type: null }, { type: 5 }, null, {}, { type: 'pc-q35-\n' }]],
  ['spec.template.metadata', OBJECTS],
  ['spec.template.metadata.annotations', METADATA],
  ['spec.template.metadata.labels', METADATA],
  ['metadata', OBJECTS],
  ['metadata.name', [null, '', 5, 'n'.repeat(253), 'n'.repeat(10_000), '\u001b']],
  ['metadata.namespace', [null, '', 5, 'images', 'other']],
  ['metadata.deletionTimestamp', ['2030-01-01T00:00:00Z', '', null, 5]],
  ['metadata.annotations', METADATA],
  ['status', [...OBJECTS, { instancetypeRef: null }, { instancetypeRef: { controllerRevisionRef: { name: 'gone' } } }, { preferenceRef: { name: 5, controllerRevisionRef: 5 } }]],
  ['more', [5]],
  ['kind', ['virtualmachine', '', null, 'VirtualMachineInstance']],
  ['apiVersion', ['', null, 'v2', 'kubevirt.io/v1alpha3']],
];
const SPEC: readonly Row[] = [
  ['spec', OBJECTS],
  ['spec.annotations', METADATA],
  ['spec.more', [5]],
  ['spec.CPU', [{ guest: 1 }]],
  ['metadata', OBJECTS],
  ['metadata.labels', METADATA],
  ['status', OBJECTS],
];
const INSTANCETYPE: readonly Row[] = [
  ...SPEC,
  ['spec.cpu', OBJECTS],
  ['spec.cpu.guest', COUNTS],
  ['spec.cpu.maxSockets', COUNTS],
  ['spec.memory', [...OBJECTS, { guest: '1Gi', overcommitPercent: 15, hugepages: { pageSize: '2Mi' } }, { guest: '1Ei', overcommitPercent: 15 }, { guest: '9007199254740993', overcommitPercent: 100 }]],
  ['spec.memory.guest', QUANTITIES],
  ['spec.memory.overcommitPercent', [-1, 101, 100, 15, '5', 1.5, null]],
  ['spec.gpus', LISTS],
  ['spec.hostDevices', LISTS],
];
const PREFERENCE: readonly Row[] = [
  ...SPEC,
  ['spec.cpu', [...OBJECTS, { preferredCPUTopology: 'spread', spreadOptions: { ratio: 0 } }, { preferredCPUTopology: 'spread', spreadOptions: { across: 'Foo', ratio: 4_294_967_295 } }, { preferredCPUTopology: 'Foo' }]],
  ['spec.preferSpreadSocketToCoreRatio', COUNTS],
  ['spec.requirements', [...OBJECTS, { cpu: { guest: 0 } }, { memory: { guest: '1e400' } }, { cpu: { guest: -1 }, memory: { guest: '' } }, { architecture: 5 }]],
  ['spec.devices', OBJECTS],
  ['spec.machine', [...OBJECTS, { preferredMachineType: 5 }, { preferredMachineType: 'm'.repeat(10_000) }]],
  ['spec.volumes', [...OBJECTS, { preferredStorageClassName: '' }]],
  ['spec.preferredArchitecture', ['', 5, null, 'vax']],
];

/** Sets one member to a value that is known to be hard; what is on the way there is made.
 * @param object a VM, an instance type or a preference; it is changed
 * @param random by chance */
export function spoilByCatalog(object: unknown, random: Random): void {
  const [path, values] = random.pick(rowsOf(kindOf(object)));
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let place = object;
  for (const key of keys) {
    if (!isObject(place) || Object.isFrozen(place)) return;
    if (!isObject(at(place, key)) || Object.isFrozen(place[key])) place[key] = {};
    place = place[key];
  }
  if (!isObject(place) || Object.isFrozen(place)) return;
  if (random.once(20)) delete place[last];
  else place[last] = structuredClone(random.pick(random.once(8) ? WITHOUT_ORDER : values));
}

function rowsOf(kind: string): readonly Row[] {
  if (kind === 'VirtualMachine') return VM;
  return kind.endsWith('Preference') ? PREFERENCE : INSTANCETYPE;
}

/** More than a webhook fetches for one review. */
const TEMPLATES = 300;
/** As many as the resource definition of VMs allows of most lists, and more. */
const MOST = [256, 256, 256, 257, 10_000];
const UNBOUNDED: readonly string[] = ['gpus', 'hostDevices', 'inputs'];
const DEVICES: Readonly<Record<string, readonly object[]>> = {
  disks: [{}, { disk: {} }, { cdrom: {} }, { lun: {} }],
  interfaces: [{}, { masquerade: {} }, { bridge: {} }],
  gpus: [{ deviceName: 'nvidia.com/A2' }],
  hostDevices: [{ deviceName: 'intel.com/qat' }],
  inputs: [{ type: 'tablet', bus: '' }, { type: '', bus: 'usb' }],
  filesystems: [{ virtiofs: {} }],
};

/** Gives a VM so many devices, or disks that are made of others, that what is not linear shows. Most of them are valid.
 * @param vm it is changed
 * @param random by chance */
export function crowd(vm: unknown, random: Random): void {
  const spec = at(vm, 'spec');
  const inner = at(spec, 'template', 'spec');
  const devices = at(inner, 'domain', 'devices');
  if (isObject(spec) && random.once(2)) spec['dataVolumeTemplates'] = many(TEMPLATES, (name) => ({ metadata: { name }, spec: { sourceRef: { kind: 'DataSource', name } } }));
  if (!isObject(inner) || !isObject(devices)) return;
  for (const [list, kinds] of Object.entries(DEVICES)) if (random.once(2)) devices[list] = many(UNBOUNDED.includes(list) ? 10_000 : random.pick(MOST), (name) => ({ name, ...random.pick(kinds) }));
  if (random.once(2)) inner['volumes'] = many(random.pick(MOST), (name) => ({ name, ...random.pick([{ containerDisk: { image: 'fedora' } }, { dataVolume: { name } }]) }));
  if (random.once(2)) inner['networks'] = many(random.pick(MOST), (name) => ({ name, multus: { networkName: name } }));
}

function many(count: number, make: (name: string) => object): object[] {
  return Array.from({ length: count }, (_, index) => make(`n${index}`));
}
