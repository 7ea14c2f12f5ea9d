import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkRequirements, type RequirementsInput } from '../src/index.ts';

const object = { kind: 'VirtualMachineClusterPreference', name: 'windows' };
const instancetypeObject = { kind: 'VirtualMachineClusterInstancetype', name: 'u1' };
const vm = { kind: 'VirtualMachine', name: 'my-vm', namespace: 'prod' };
const P = 'spec.template.spec';

function preferenceOf(requirements: object, cpu?: object) {
  return { spec: { requirements, ...(cpu && { cpu }) }, object };
}

function instancetypeOf(guest: number, memory: string | number = '1Gi') {
  return { spec: { cpu: { guest }, memory: { guest: memory } }, object: instancetypeObject };
}

function checkCpu(guest: number, topology: object, cpu: object | null) {
  return checkRequirements({ preference: preferenceOf({ cpu: { guest } }, topology), spec: { domain: { cpu } }, vm });
}

test('without requirements everything meets them', () => {
  const spec = { domain: { cpu: { sockets: 1 } } };
  for (const preference of [undefined, null, { spec: null }, { spec: {} }, preferenceOf({}), preferenceOf({ cpu: null, memory: null, architecture: null })]) {
    expect(checkRequirements({ preference, spec })).toBeUndefined();
  }
});

describe('vCPUs of an instance type', () => {
  test.each([
    [4, true],
    [8, true],
    [3, false],
  ])('4 are required, %i given', (guest, met) => {
    const input = { instancetype: instancetypeOf(guest), preference: preferenceOf({ cpu: { guest: 4 } }), spec: { domain: { cpu: { sockets: 1 } } } };
    const finding = checkRequirements(input);
    expect(finding === undefined).toBe(met);
    if (!finding) return;
    expect(finding).toMatchObject({ code: 'requirement-cpu', severity: 'error', reason: 'FieldValueNotFound', field: 'spec.instancetype', pointer: '/spec/instancetype' });
    expect(finding.claims).toEqual([
      { owner: instancetypeObject, field: 'spec.cpu.guest', value: guest },
      { owner: object, field: 'spec.requirements.cpu.guest', value: 4 },
    ]);
    for (const part of ['windows', '4', 'u1', '3']) expect(finding.message).toContain(part);
  });
});

describe("vCPUs of the VM's own, by the preferred topology (BEHAVIOUR 8)", () => {
  const cpu = { sockets: 2, cores: 3, threads: 5 };
  const [sockets, cores, threads] = ['sockets', 'cores', 'threads'].map((part) => `${P}.domain.cpu.${part}`) as [string, string, string];

  test.each<[object, number, string[]]>([
    [{}, 2, [sockets]],
    [{ preferredCPUTopology: 'sockets' }, 2, [sockets]],
    [{ preferredCPUTopology: 'preferSockets' }, 2, [sockets]],
    [{ preferredCPUTopology: 'cores' }, 3, [cores]],
    [{ preferredCPUTopology: 'preferCores' }, 3, [cores]],
    [{ preferredCPUTopology: 'threads' }, 5, [threads]],
    [{ preferredCPUTopology: 'preferThreads' }, 5, [threads]],
    [{ preferredCPUTopology: 'any' }, 30, [cores, sockets, threads]],
    [{ preferredCPUTopology: 'preferAny' }, 30, [cores, sockets, threads]],
    [{ preferredCPUTopology: 'spread' }, 6, [sockets, cores]],
    [{ preferredCPUTopology: 'preferSpread', spreadOptions: { across: 'SocketsCores' } }, 6, [sockets, cores]],
    [{ preferredCPUTopology: 'spread', spreadOptions: { across: 'CoresThreads' } }, 15, [cores, threads]],
    [{ preferredCPUTopology: 'spread', spreadOptions: { across: 'SocketsCoresThreads' } }, 30, [sockets, cores, threads]],
  ])('%j provides %i', (topology, provided, fields) => {
    expect(checkCpu(provided, topology, cpu)).toBeUndefined();
    expect(checkCpu(provided + 1, topology, cpu)).toMatchObject({
      code: 'requirement-cpu',
      reason: 'FieldValueNotFound',
      field: fields.join(', '),
      pointer: `/${fields[0]?.replaceAll('.', '/') ?? ''}`,
    });
  });

  test('a spread across something unknown provides nothing, and names no field', () => {
    const topology = { preferredCPUTopology: 'spread', spreadOptions: { across: 'other' } };
    expect(checkCpu(0, topology, cpu)).toBeUndefined();
    expect(checkCpu(1, topology, cpu)).toMatchObject({ field: '', pointer: '/spec/template/spec/domain/cpu' });
  });

  test.each(['', 'other'])('topology %j requires nothing', (preferredCPUTopology) => {
    expect(checkCpu(99, { preferredCPUTopology }, cpu)).toBeUndefined();
  });

  test('an unset part counts as 0', () => {
    expect(checkCpu(4, { preferredCPUTopology: 'any' }, { cores: 4 })).toMatchObject({ code: 'requirement-cpu' });
    expect(checkCpu(4, {}, { cores: 4 })).toMatchObject({ code: 'requirement-cpu' });
    expect(checkCpu(0, { preferredCPUTopology: 'any' }, { cores: 4 })).toBeUndefined();
  });

  test('products wrap around at 32 bits', () => {
    const huge = { sockets: 65536, cores: 65536, threads: 1 };
    expect(checkCpu(1, { preferredCPUTopology: 'any' }, huge)).toMatchObject({ code: 'requirement-cpu' });
    expect(checkCpu(1, { preferredCPUTopology: 'any' }, { ...huge, cores: 65537 })).toBeUndefined();
    expect(checkCpu(3_000_000_000, { preferredCPUTopology: 'spread' }, { sockets: 3, cores: 1_000_000_000 })).toBeUndefined();
  });

  test.each([null, undefined])('a VM whose cpu is %j has none, even where none are required', (none) => {
    expect(checkCpu(0, {}, none as null)).toMatchObject({ field: `${P}.domain.cpu`, pointer: '/spec/template/spec/domain/cpu' });
  });

  test('claims tell each part', () => {
    expect(checkCpu(8, { preferredCPUTopology: 'spread' }, { sockets: 2 })?.claims).toEqual([
      { owner: vm, field: sockets, value: 2 },
      { owner: vm, field: cores, value: undefined },
      { owner: object, field: 'spec.requirements.cpu.guest', value: 8 },
    ]);
  });

  test.each<[object, object, object | undefined]>([
    [{}, { domain: { cpu: { sockets: 1 } } }, { path: '/spec/template/spec/domain/cpu/sockets', value: 8 }],
    [{}, { domain: {} }, { path: '/spec/template/spec/domain/cpu', value: { sockets: 8 } }],
    [{ preferredCPUTopology: 'spread' }, {}, { path: '/spec/template/spec/domain', value: { cpu: { sockets: 3 } } }],
    [{ preferredCPUTopology: 'cores' }, { domain: { cpu: {} } }, { path: '/spec/template/spec/domain/cpu/cores', value: 8 }],
    // without cores no number of sockets is enough
    [{ preferredCPUTopology: 'spread', spreadOptions: { across: 'SocketsCoresThreads' } }, {}, undefined],
  ])('%j: what its author wrote can be raised: %j', (topology, written, patch) => {
    const spec = { domain: { cpu: { sockets: 1, cores: 3 } } };
    const finding = checkRequirements({ preference: preferenceOf({ cpu: { guest: 8 } }, topology), spec, written });
    expect(finding?.suggestions?.[0]?.patch).toEqual(patch && [{ op: 'add', ...patch }]);
    expect(checkRequirements({ preference: preferenceOf({ cpu: { guest: 8 } }, topology), spec })?.suggestions).toBeUndefined();
  });
});

describe('memory', () => {
  const check = (input: Omit<RequirementsInput, 'preference'>, guest: string | number = '2Gi') =>
    checkRequirements({ preference: preferenceOf({ memory: { guest } }), vm, ...input });
  const memory = (guest?: string | number) => ({ domain: { memory: { guest } } });

  test.each<[string, Omit<RequirementsInput, 'preference'>, string | undefined]>([
    ['an instance type with enough', { instancetype: instancetypeOf(1, '2Gi') }, undefined],
    ['an instance type with enough in other words', { instancetype: instancetypeOf(1, '2048Mi') }, undefined],
    ['an instance type with too little', { instancetype: instancetypeOf(1, '2047Mi') }, 'spec.instancetype'],
    ["too little of an instance type's, and enough of the VM's", { instancetype: instancetypeOf(1, '1Gi'), spec: memory('2Gi') }, undefined],
    ["enough of an instance type's, and too little of the VM's", { instancetype: instancetypeOf(1, '2Gi'), spec: memory('1Gi') }, 'spec.instancetype'],
    ['enough of its own', { spec: memory('2Gi') }, undefined],
    ['a number of bytes', { spec: memory(2 ** 31) }, undefined],
    ['too little of its own', { spec: memory('2G') }, `${P}.domain.memory`],
    ['none', { spec: { domain: {} } }, `${P}.domain.memory`],
    ['what is no quantity, which the schema finds', { spec: memory('much') }, undefined],
  ])('%s', (_, input, field) => {
    const finding = check(input);
    expect(finding?.field).toBe(field);
    if (finding) expect(finding).toMatchObject({ code: 'requirement-memory', reason: 'FieldValueNotFound', pointer: `/${field?.replaceAll('.', '/') ?? ''}` });
  });

  test('both amounts are told in canonical text', () => {
    const finding = check({ spec: memory('1.5Gi') }, '4096Mi');
    expect(finding?.message).toContain('4Gi');
    expect(finding?.message).toContain('1536Mi');
  });

  test('what its author wrote can be raised', () => {
    expect(check({ spec: memory('1Gi'), written: memory('1Gi') })?.suggestions?.[0]?.patch).toEqual([{ op: 'add', path: '/spec/template/spec/domain/memory/guest', value: '2Gi' }]);
    expect(check({ spec: memory('1Gi'), written: {} })?.suggestions?.[0]?.patch).toEqual([{ op: 'add', path: '/spec/template/spec/domain', value: { memory: { guest: '2Gi' } } }]);
    expect(check({ instancetype: instancetypeOf(1), written: {} })?.suggestions).toBeUndefined();
  });
});

describe('architecture', () => {
  test.each<[string, string | null | undefined, boolean]>([
    ['amd64', 'amd64', true],
    ['amd64', 'arm64', false],
    ['amd64', 'AMD64', false],
    ['amd64', undefined, false],
    ['', undefined, true],
    ['', null, true],
    ['', 'amd64', false],
  ])('required %j, has %j', (required, architecture, met) => {
    const finding = checkRequirements({ preference: preferenceOf({ architecture: required }), spec: { architecture }, vm });
    expect(finding === undefined).toBe(met);
    if (!finding) return;
    expect(finding).toMatchObject({ code: 'requirement-architecture', reason: 'FieldValueNotFound', field: `${P}.architecture`, pointer: '/spec/template/spec/architecture' });
    expect(finding.suggestions?.[0]?.patch).toEqual([{ op: 'add', path: '/spec/template/spec/architecture', value: required }]);
  });
});

test('vCPUs come before memory, and memory before the architecture', () => {
  const codes: unknown[] = [];
  const requirements: Record<string, unknown> = { cpu: { guest: 9 }, memory: { guest: '9Gi' }, architecture: 's390x' };
  for (const rule of ['cpu', 'memory', 'architecture']) {
    codes.push(checkRequirements({ preference: preferenceOf(requirements), spec: { domain: { cpu: {} } } })?.code);
    delete requirements[rule];
  }
  expect(codes).toEqual(['requirement-cpu', 'requirement-memory', 'requirement-architecture']);
});

test('whatever the objects look like, there is an answer', () => {
  const json = fc.oneof(fc.jsonValue(), fc.constantFrom({ toString: 1, valueOf: 1 }));
  const specs = fc.oneof(json, fc.record({ domain: fc.oneof(json, fc.record({ cpu: fc.oneof(json, fc.record({ sockets: json, cores: json, threads: json })), memory: fc.oneof(json, fc.record({ guest: json })) })), architecture: json }, { requiredKeys: [] }));
  const requirements = fc.record({ cpu: fc.oneof(json, fc.record({ guest: json })), memory: fc.oneof(json, fc.record({ guest: json })), architecture: json }, { requiredKeys: [] });
  const preferences = fc.record({ spec: fc.oneof(json, fc.record({ requirements: fc.oneof(json, requirements), cpu: fc.oneof(json, fc.record({ preferredCPUTopology: fc.oneof(json, fc.constantFrom('any', 'spread')) })) }, { requiredKeys: [] })) });
  const instancetypes = fc.option(fc.record({ spec: fc.oneof(json, fc.record({ cpu: fc.oneof(json, fc.record({ guest: json })), memory: fc.oneof(json, fc.record({ guest: json })) })) }), { nil: undefined });
  fc.assert(
    fc.property(preferences, instancetypes, specs, specs, (preference, instancetype, spec, written) => {
      const input = { preference, instancetype, spec, written } as RequirementsInput;
      const before = JSON.stringify(input);
      expect(typeof checkRequirements(input)).toMatch(/undefined|object/);
      expect(JSON.stringify(input)).toBe(before);
    }),
    { numRuns: 3000 },
  );
});
