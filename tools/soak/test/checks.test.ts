import { describe, expect, test } from 'vitest';
import { contentProblems } from '../src/checks.ts';
import { Ledger, type Stored } from '../src/ledger.ts';

type Json = Record<string, any>;

const small = { kind: 'VirtualMachineInstancetype', metadata: { name: 'small', uid: 's', generation: 1 }, spec: { cpu: { guest: 1 } } };

function vm(change: (vm: Json) => void = () => undefined): Stored {
  const made: Json = {
    kind: 'VirtualMachine',
    metadata: { name: 'shop', namespace: 'red', uid: 'v', generation: 1 },
    spec: { instancetype: { kind: small.kind, name: 'small' } },
    status: { instancetypeRef: { kind: small.kind, name: 'small', controllerRevisionRef: { name: 'shop-small' } } },
  };
  change(made);
  return made as Stored;
}

function revision(change: (revision: Json) => void = () => undefined): Stored {
  const made: Json = { kind: 'ControllerRevision', metadata: { name: 'shop-small', namespace: 'red', ownerReferences: [{ uid: 'v' }] }, data: structuredClone(small) };
  change(made);
  return made as Stored;
}

/** A ledger in which objects were made one after the other. */
function ledgerOf(...objects: readonly (Json | Stored)[]): Ledger {
  const ledger = new Ledger();
  for (const object of objects) ledger.see({ type: 'ADDED', object: object as Stored, old: undefined });
  return ledger;
}

const problemsOf = (...objects: readonly (Json | Stored)[]): readonly string[] => contentProblems(ledgerOf(small, ...objects));

describe('the content of a cluster at the end', () => {
  test('is well where each VM has its revisions', () => {
    expect(problemsOf(vm(), revision())).toEqual([]);
    expect(problemsOf(vm((made) => delete made.spec.instancetype))).toEqual([]);
  });

  test('is not well where a status says nothing, or something else than the VM asks for', () => {
    expect(problemsOf(vm((made) => delete made.status), revision())).toEqual(['red/shop asks for the instancetype VirtualMachineInstancetype small, and its status says nothing.']);
    expect(problemsOf(vm((made) => (made.spec.instancetype.name = 'large')), revision())).toEqual([expect.stringContaining('its status says VirtualMachineInstancetype small.')]);
  });

  test('is not well where the revision is not there, not its own, or not what was asked for', () => {
    expect(problemsOf(vm())).toEqual([expect.stringContaining('names the revision shop-small, which is not there')]);
    const others = revision((made) => (made.metadata.ownerReferences = [{ uid: 'w' }]));
    expect(problemsOf(vm(), others)).toEqual([expect.stringContaining('its revision is not its own'), 'The revision red/shop-small belongs to no VM.']);
    expect(problemsOf(vm(), revision((made) => (made.data.metadata.name = 'large')))).toEqual([expect.stringContaining('its revision holds the VirtualMachineInstancetype large')]);
    expect(problemsOf(vm(), revision((made) => (made.data.spec.cpu.guest = 2)))).toEqual([expect.stringContaining('its revision holds what that never was: {"cpu":{"guest":2}}')]);
  });

  test('is not well where a revision is left behind', () => {
    const ledger = ledgerOf(small, vm(), revision());
    ledger.see({ type: 'DELETED', object: vm(), old: vm() });
    expect(contentProblems(ledger)).toEqual(['The revision red/shop-small belongs to no VM.']);
    ledger.see({ type: 'DELETED', object: revision(), old: revision() });
    expect(contentProblems(ledger)).toEqual([]);
  });
});

test('a revision may be made again for a VM that is gone, of which the controller has not heard yet', () => {
  const ledger = ledgerOf(revision());
  ledger.see({ type: 'DELETED', object: revision(), old: revision() });
  ledger.see({ type: 'ADDED', object: revision(), old: undefined });
  expect(ledger.problems()).toEqual([]);
});

describe('writes', () => {
  const patch = { verb: 'patch', resource: 'virtualmachines.kubevirt.io/status', namespace: 'red', name: 'shop', user: 'controller', code: 200 };

  test('are well where each changes something that had to be changed', () => {
    const ledger = ledgerOf(vm((made) => delete made.status), revision());
    ledger.see({ type: 'MODIFIED', object: vm(), old: vm((made) => delete made.status) });
    ledger.count([patch, { ...patch, code: 409 }, { ...patch, verb: 'get' }, { ...patch, user: 'somebody' }, { ...patch, resource: 'leases.coordination.k8s.io' }], 'controller');
    expect(ledger.problems()).toEqual([]);
    expect([...ledger.writes]).toEqual([['patch virtualmachines.kubevirt.io/status', 1]]);
  });

  test('are too many where a status is written again, a patch changes nothing, or a revision is made twice', () => {
    const ledger = ledgerOf(vm((made) => delete made.status), revision());
    ledger.see({ type: 'MODIFIED', object: vm(), old: vm((made) => delete made.status) });
    ledger.see({ type: 'MODIFIED', object: vm((made) => (made.status.more = 1)), old: vm() });
    ledger.count([patch, patch, patch], 'controller');
    ledger.see({ type: 'DELETED', object: revision(), old: revision() });
    ledger.see({ type: 'ADDED', object: revision(), old: undefined });
    expect(ledger.problems()).toEqual([
      'The status of shop was written for the 2th time after it had been asked for something 1 times.',
      'The revision red/shop-small was created twice.',
      '1 of 3 patches of statuses have changed nothing.',
    ]);
  });
});
