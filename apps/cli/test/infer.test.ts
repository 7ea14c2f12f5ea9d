import { describe, expect, it } from 'vitest';
import { cliOn } from './expand-harness.ts';
import { vm } from './validate-manifests.ts';

const LABEL = 'instancetype.kubevirt.io/default-instancetype';
const PREFERENCE_LABEL = 'instancetype.kubevirt.io/default-preference';

const VOLUME = '      volumes:\n      - name: root\n        persistentVolumeClaim: {claimName: disk}\n';
const ASKING = vm('web', '  instancetype:\n    inferFromVolume: root\n', VOLUME);
const BOTH = vm('web', '  instancetype:\n    inferFromVolume: root\n  preference:\n    inferFromVolume: root\n', VOLUME);

const object = (kind: string, apiVersion: string, name: string, more: string = ''): string => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`;
const claim = (labels: string, name: string = 'disk', namespace: string = ''): string =>
  object('PersistentVolumeClaim', 'v1', name, `${namespace}${labels === '' ? '' : `  labels: {${labels}}\n`}`);

const CLAIM = claim(`${LABEL}: u1.small`);

describe('a VM that leaves its instance type to a volume', () => {
  it('is expanded as if it named what the label names', async () => {
    const named = await cliOn({ 'vm.yaml': vm('web', '  instancetype:\n    name: u1.small\n', VOLUME) }, ['expand', 'vm.yaml']);
    const inferred = await cliOn({ 'vm.yaml': ASKING, 'disk.yaml': CLAIM }, ['expand', 'vm.yaml', '--objects', 'disk.yaml']);
    expect(inferred).toEqual(named);
    expect(inferred.stdout).toContain('guest: 2Gi');
  });

  it.each([
    ['a claim', '{persistentVolumeClaim: {claimName: disk}}', [CLAIM]],
    ['a DataVolume', '{dataVolume: {name: dv}}', [object('DataVolume', 'cdi.kubevirt.io/v1beta1', 'dv', `  labels: {${LABEL}: u1.small}\n`)]],
    ['the claim that a DataVolume left', '{dataVolume: {name: disk}}', [CLAIM]],
    ['a DataSource of another namespace', '{dataVolume: {name: dv}}', [
      object('DataVolume', 'cdi.kubevirt.io/v1beta1', 'dv', 'spec: {sourceRef: {kind: DataSource, name: ds, namespace: images}}\n'),
      object('DataSource', 'cdi.kubevirt.io/v1beta1', 'ds', `  namespace: images\n  labels: {${LABEL}: u1.small}\n`),
    ]],
    ['a snapshot', '{dataVolume: {name: dv}}', [
      object('DataVolume', 'cdi.kubevirt.io/v1beta1', 'dv', 'spec: {source: {snapshot: {name: snap, namespace: default}}}\n'),
      object('VolumeSnapshot', 'snapshot.storage.k8s.io/v1', 'snap', `  labels: {${LABEL}: u1.small}\n`),
    ]],
  ])('gets it from %s of the input', async (_, volume, sources) => {
    const web = vm('web', '  instancetype:\n    inferFromVolume: root\n', `      volumes:\n      - ${volume.replace('{', '{name: root, ')}\n`);
    const { code, stdout, stderr } = await cliOn({ 'all.yaml': [...sources, web].join('---\n') }, ['expand', 'all.yaml']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('guest: 2Gi');
  });

  it('looks in its own namespace, which is that of --namespace where it has none', async () => {
    const files = { 'vm.yaml': ASKING, 'here.yaml': claim(`${LABEL}: u1.small`, 'disk', '  namespace: shop\n'), 'other.yaml': object('PersistentVolumeClaim', 'example.org/v1', 'disk', `  labels: {${LABEL}: u1.small}\n`) };
    expect((await cliOn(files, ['expand', 'vm.yaml', 'here.yaml', '-n', 'shop'])).code).toBe(0);
    expect((await cliOn(files, ['expand', 'vm.yaml', 'here.yaml'])).stderr).toContain('[inference-object-not-found]');
    // a kind of the same name in another API group
    expect((await cliOn(files, ['expand', 'vm.yaml', 'other.yaml'])).stderr).toContain('[inference-object-not-found]');
  });

  it('is left out of what expand prints where the source is not at hand, and told which object to add', async () => {
    const { code, stdout, stderr } = await cliOn({ 'vm.yaml': ASKING }, ['expand', 'vm.yaml']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^vm\.yaml:8:22: error: .*add PersistentVolumeClaim "disk" to the input or to --objects \[inference-object-not-found\]$/m);
  });

  it('loses the memory of its template under the policy Ignore, and without a label its matcher', async () => {
    const ignoring = ASKING.replace('inferFromVolume: root\n', 'inferFromVolume: root\n    inferFromVolumeFailurePolicy: Ignore\n').replace('devices: {}\n', 'devices: {}\n        memory: {guest: 7Gi}\n');
    expect(ignoring).toContain('7Gi');
    const found = await cliOn({ 'x.yaml': `${ignoring}---\n${CLAIM}` }, ['expand', 'x.yaml']);
    expect([found.code, found.stderr]).toEqual([0, '']);
    expect(found.stdout).toMatch(/guest: 2Gi/);
    const unlabelled = await cliOn({ 'x.yaml': `${ignoring}---\n${claim('')}` }, ['expand', 'x.yaml']);
    expect([unlabelled.code, unlabelled.stderr]).toEqual([0, '']);
    expect(unlabelled.stdout).toMatch(/guest: 7Gi/);
    expect(unlabelled.stdout).not.toContain('instancetype:\n');
  });

  it('is not expanded where it names one as well', async () => {
    const web = ASKING.replace('inferFromVolume: root\n', 'inferFromVolume: root\n    name: u1.small\n');
    expect((await cliOn({ 'x.yaml': `${web}---\n${CLAIM}` }, ['expand', 'x.yaml'])).stderr).toContain('[matcher-name-and-inference]');
  });
});

describe('validate of such a VM', () => {
  it('finds the conflicts with what is inferred', async () => {
    const web = ASKING.replace('devices: {}\n', 'devices: {}\n        cpu: {cores: 4}\n');
    const { code, stdout, stderr } = await cliOn({ 'vm.yaml': `${web}---\n${CLAIM}` }, ['validate', 'vm.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^vm\.yaml:13:22: error: .*VirtualMachineClusterInstancetype "u1\.small" decides it.* \[instancetype-conflict\]$/m);
    // the claim is none of the objects that nobody looks at
    expect(stderr).toBe('1 file, 2 objects: 1 error, 0 warnings\n');
  });

  it('only notes that the source is not known, and which it is', async () => {
    const { code, stdout } = await cliOn({ 'vm.yaml': BOTH }, ['validate', 'vm.yaml']);
    expect(code).toBe(0);
    expect(stdout.match(/^vm\.yaml:\d+:\d+: note: spec\.\w+ .*PersistentVolumeClaim "disk" is not known here: .* \[inference-not-checked\]$/gm)).toHaveLength(2);
  });

  it('says what KubeVirt would refuse: a missing label, and a volume that is not there', async () => {
    const unlabelled = await cliOn({ 'vm.yaml': `${BOTH}---\n${CLAIM}` }, ['validate', 'vm.yaml']);
    expect(unlabelled.code).toBe(1);
    expect(unlabelled.stdout).toMatch(/^vm\.yaml:10:22: error: spec\.preference\..* has no label instancetype\.kubevirt\.io\/default-preference.* \[inference-label-missing\]$/m);
    expect(unlabelled.stdout.match(/error:/g)).toHaveLength(1);
    const elsewhere = await cliOn({ 'vm.yaml': ASKING.replace('inferFromVolume: root', 'inferFromVolume: rot') }, ['validate', 'vm.yaml']);
    expect(elsewhere.stdout).toMatch(/error: .* \[inference-volume-not-found\]\n.*\n.*\n.*KubeVirt refuses.*\n {4}suggestion: Infer from volume root\n/);
  });

  it('tells of a label that names nothing whose label it is, and suggests nothing for a name that is not written', async () => {
    const { code, stdout } = await cliOn({ 'vm.yaml': ASKING, 'disk.yaml': claim(`${LABEL}: u1.smal`) }, ['validate', 'vm.yaml', 'disk.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^vm\.yaml:8:22: error: .*It is named by metadata\.labels\[instancetype\.kubevirt\.io\/default-instancetype\] of PersistentVolumeClaim "disk" \[instancetype-not-found\]$/m);
    expect(stdout).not.toContain('suggestion');
  });
});

describe('explain of such a VM', () => {
  const files = { 'vm.yaml': BOTH, 'disk.yaml': claim(`${LABEL}: u1.small, ${PREFERENCE_LABEL}: fedora`) };

  it('tells whose label its matchers come from', async () => {
    for (const field of ['spec.instancetype', 'spec.instancetype.name', 'spec.instancetype.inferFromVolume']) {
      const { code, stdout } = await cliOn(files, ['explain', field, 'vm.yaml', '--objects', 'disk.yaml']);
      expect(code).toBe(0);
      expect(stdout).toContain(`  Inferred:  u1.small, from PersistentVolumeClaim disk, metadata.labels[${LABEL}]\n`);
    }
  });

  it('does so in comments, tables and JSON, too', async () => {
    const expanded = async (...more: string[]): Promise<string> => (await cliOn(files, ['expand', '--explain', 'vm.yaml', '--objects', 'disk.yaml', ...more])).stdout;
    expect(await expanded()).toMatch(/^spec: +# instancetype inferred as u1\.small from PersistentVolumeClaim disk; preference inferred as fedora from PersistentVolumeClaim disk$/m);
    expect(await expanded('-o', 'table')).toMatch(/^spec\.preference +\{"name":"fedora"\} +PersistentVolumeClaim disk +metadata\.labels\[instancetype\.kubevirt\.io\/default-preference\] *$/m);
    const [{ fields }] = JSON.parse(await expanded('-o', 'json')) as [{ fields: { pointer: string }[] }];
    expect(fields.find(({ pointer }) => pointer === '/spec/instancetype')).toEqual({
      field: 'spec.instancetype',
      pointer: '/spec/instancetype',
      inferred: { name: 'u1.small' },
      source: { origin: 'derived', kind: 'PersistentVolumeClaim', name: 'disk', field: `metadata.labels[${LABEL}]` },
      rule: 'infer-instancetype',
    });
  });

  it('says of a matcher that was not inferred, and of memory that went, why it is gone', async () => {
    const policy = '    inferFromVolumeFailurePolicy: Ignore\n';
    const web = BOTH.replaceAll('inferFromVolume: root\n', `inferFromVolume: root\n${policy}`).replace('devices: {}\n', 'devices: {}\n        memory: {guest: 7Gi, hugepages: {pageSize: 2Mi}}\n');
    const input = { 'vm.yaml': web, 'disk.yaml': CLAIM };
    const explained = async (field: string): Promise<string> => (await cliOn(input, ['explain', field, 'vm.yaml', '--objects', 'disk.yaml'])).stdout;
    expect(await explained('spec.preference')).toContain('  Value:  removed: not inferred, which its failure policy ignores\n');
    expect(await explained('hugepages.pageSize')).toMatch(/Value: +removed: an instance type that is inferred with the failure policy Ignore takes the memory/);
    expect(await explained('memory.guest')).toMatch(/Value: +2Gi\n[^]*Replaces: +7Gi of the VM, vm\.yaml:\d+:\d+\n/);
    expect(await explained('spec.instancetype')).toMatch(/Value: +removed: an expanded VM no longer refers[^]*Inferred: +u1\.small/);
    const expanded = async (...more: string[]): Promise<string> => (await cliOn(input, ['expand', '--explain', 'vm.yaml', '--objects', 'disk.yaml', ...more])).stdout;
    expect(await expanded()).toMatch(/^spec: +# instancetype inferred as u1\.small from PersistentVolumeClaim disk; preference not inferred, which its failure policy ignores$/m);
    expect(await expanded('-o', 'table')).toMatch(/^spec\.preference +not inferred, which its failure policy ignores +KubeVirt/m);
    const [{ removed }] = JSON.parse(await expanded('-o', 'json')) as [{ removed: { pointer: string; rule: string }[] }];
    expect(removed.map(({ pointer, rule }) => `${pointer} ${rule}`)).toContain('/spec/preference ignore-failed-inference');
  });
});
