import { expect, test } from 'vitest';
import { generationPatch, planVmRevision } from '../src/index.ts';
import { vmOf } from './rendered.ts';

const NOTED = '/metadata/annotations/kubevirt.io~1vm-generation';
const started = { ...vmOf({ runStrategy: 'Always' }), metadata: { name: 'shop', namespace: 'prod', uid: 'vm-uid', generation: 1 } };
const { create } = planVmRevision(started, []);
const revisions = create ? [create] : [];
const instanceOf = (generation?: string): object => ({ metadata: { annotations: generation === undefined ? {} : { 'kubevirt.io/vm-generation': generation } } });
const changed = (spec: object): typeof started => ({ ...started, metadata: { ...started.metadata, generation: 2 }, spec: { ...started.spec, ...spec } });

test('an instance notes that of its VM only something outside of the template has changed since its start', () => {
  expect(generationPatch(changed({ runStrategy: 'Halted' }), instanceOf('1'), revisions)).toEqual([
    { op: 'test', path: NOTED, value: '1' },
    { op: 'replace', path: NOTED, value: '2' },
  ]);
});

test.each([
  ['the template has changed', changed({ template: { spec: { domain: { cpu: { sockets: 4 } } } } }), '1', revisions],
  ['it is noted already', changed({ runStrategy: 'Halted' }), '2', revisions],
  ['it never was noted', changed({ runStrategy: 'Halted' }), undefined, revisions],
  ['nobody knows as what the VM was started', changed({ runStrategy: 'Halted' }), '1', []],
])('nothing is noted where %s', (_, vm, noted, existing) => {
  expect(generationPatch(vm, instanceOf(noted), existing)).toBeUndefined();
});
