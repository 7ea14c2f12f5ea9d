import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateObject, validateVirtualMachine, validateVirtualMachineInstancetype } from '../src/index.ts';
import { instancetype, vm, vmWith } from './manifests.ts';

const nested = (depth: number): unknown => {
  let object: unknown = {};
  for (let level = 0; level < depth; level++) object = level % 2 ? [object] : { a: object };
  return object;
};

describe('names of prototypes', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('%s is an unknown field', (name) => {
    const manifest: unknown = JSON.parse(`{"spec": {"template": {}, "${name}": {"polluted": true}}}`);
    expect(validateVirtualMachine(manifest)).toMatchObject({ causes: [{ code: 'schema-unknown-field', field: `spec.${name}` }] });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('are data in maps', () => {
    const manifest: unknown = JSON.parse('{"spec": {"template": {"spec": {"domain": {"devices": {}}, "nodeSelector": {"__proto__": "a"}}}}}');
    expect(validateVirtualMachine(manifest).ok).toBe(true);
    const bad: unknown = JSON.parse('{"spec": {"template": {"spec": {"domain": {"devices": {}}, "nodeSelector": {"__proto__": 1}}}}}');
    expect(validateVirtualMachine(bad)).toMatchObject({ causes: [{ field: 'spec.template.spec.nodeSelector.__proto__' }] });
  });

  it('of objects without one are no obstacle', () => {
    expect(validateVirtualMachine(Object.assign(Object.create(null) as object, vm())).ok).toBe(true);
  });
});

describe('size', () => {
  it('nests no deeper than 100 levels where no type limits it', () => {
    expect(validateVirtualMachine({ ...vm(), metadata: { a: nested(98) } }).ok).toBe(true);
    expect(validateVirtualMachine({ ...vm(), metadata: { a: nested(99) } }).ok).toBe(false);
    const causes = [{ code: 'schema-too-deep', field: 'metadata' }];
    expect(validateVirtualMachine({ ...vm(), metadata: { a: nested(1_000_000) } })).toMatchObject({ causes });
    expect(validateVirtualMachine({ ...vm(), status: { a: nested(1_000_000) } })).toMatchObject({ causes: [{ field: 'status.a' }] });
    expect(validateVirtualMachine(vmWith('spec.a', nested(1_000_000)))).toMatchObject({ causes: [{ code: 'schema-unknown-field' }] });
  });

  it('may be that of a cycle or of parts shared any number of times', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(validateVirtualMachine({ ...vm(), metadata: cyclic }).ok).toBe(false);
    expect(validateVirtualMachine(vmWith('spec.template.spec.domain.cpu', cyclic)).ok).toBe(false);
    let shared: unknown = {};
    for (let level = 0; level < 60; level++) shared = { a: shared, b: shared };
    expect(validateVirtualMachine({ ...vm(), metadata: shared }).ok).toBe(true);
  });

  it('takes time in proportion', () => {
    const disks = (count: number) => Array.from({ length: count }, (_, index) => ({ nam: `d${index}`, disk: { buss: 'x' } }));
    const manifest = vmWith('spec.template.spec.domain.devices.disks', disks(10_000));
    const start = performance.now();
    expect(validateVirtualMachine(manifest).ok).toBe(false);
    const digits = { spec: { cpu: { guest: 1 }, memory: { guest: `${'1'.repeat(100_000)}x` } } };
    expect(validateVirtualMachineInstancetype(digits)).toMatchObject({ causes: [{ code: 'schema-bad-quantity' }] });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

/** Where the values of an object stand. */
const placesOf = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, item]) => placesOf(item, [...path, key]))]
    : [path];

const replacedAt = (object: object, path: readonly string[], value: unknown): unknown => {
  const copy = structuredClone(object) as Record<string, unknown>;
  const parent = path.slice(0, -1).reduce<Record<string, unknown>>((place, key) => place[key] as Record<string, unknown>, copy);
  Object.defineProperty(parent, path.at(-1) ?? '', { value, enumerable: true, configurable: true, writable: true });
  return copy;
};

describe('any input', () => {
  it('gives an outcome and is not changed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withSparseArray: true }), fc.jsonValue()), (input) => {
        const before = fc.stringify(input);
        for (const outcome of [validateVirtualMachine(input), validateObject(input)]) expect([true, false, undefined]).toContain(outcome?.ok);
        expect(fc.stringify(input)).toBe(before);
      }),
    );
  });

  it.each([
    ['VirtualMachine', vm()],
    ['VirtualMachineInstancetype', instancetype()],
  ])('in the place of any value of a %s too', (_, manifest) => {
    const places = placesOf(manifest).filter((path) => path.length > 0);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (path, value) => {
        const changed = replacedAt(manifest, path, value);
        const before = structuredClone(changed);
        const outcome = validateObject(changed);
        expect(changed).toEqual(before);
        if (outcome === undefined || outcome.ok) return;
        for (const cause of outcome.causes) {
          expect(cause.message).toMatch(/^\P{Cc}+$/u);
          // whatever is wrong is at the changed place, below it, or a field that it lacks
          expect(`/${path.join('/')}/`.startsWith(`${cause.pointer}/`) || cause.pointer?.startsWith(`/${path.join('/')}`)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
