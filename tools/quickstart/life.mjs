// The life of a VM: stored, started, switched to a larger instance type while it runs, exported.
import { resourceOf } from './playground.mjs';
import { paint, print, wrapped } from './print.mjs';
import { until } from './wait.mjs';

/** Shows it, step by step, each when the controller has done it.
 * @returns true; what does not come about in time is an error */
export async function showLife({ api, create }, vm) {
  const { namespace, name } = vm.metadata;
  const get = (kind, of = name) => api.get(resourceOf(kind), { namespace, name: of }).catch((error) => (error.code === 'not-found' ? undefined : Promise.reject(error)));
  const switchTo = (value) => api.patch(resourceOf('VirtualMachine'), { namespace, name }, { json: [{ op: 'test', path: '/metadata/name', value: name }, { op: 'replace', path: '/spec/instancetype/name', value }] });
  const says = (what, value) => print(wrapped(`  ${what.padEnd(10)} ${value}`, ' '.repeat(13)).join('\n'));

  print('The life of a VM that may grow, examples/growing.yaml:');
  print(`${paint('dim', '>')} POST VirtualMachine ${namespace}/${name}`);
  await create(vm);
  const { instancetypeRef, preferenceRef } = await until(async () => {
    const { status } = await get('VirtualMachine');
    return status?.instancetypeRef?.controllerRevisionRef && status.preferenceRef?.controllerRevisionRef ? status : undefined;
  }, 'what the VM refers to');
  const shown = (reference) => reference.controllerRevisionRef.name.replace(/-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-/, '-...-');
  says('kept', `${shown(instancetypeRef)}, ${shown(preferenceRef)}`);
  const instance = await until(() => get('VirtualMachineInstance'), 'the instance');
  says('started', `with ${sizeOf(instance)}, disk bus ${instance.spec.domain.devices.disks[0].disk.bus}`);

  // nothing runs here: what a node would say of the instance is said in its place
  const { guest } = instance.spec.domain.memory;
  const status = { ...instance.status, phase: 'Running', conditions: [{ type: 'LiveMigratable', status: 'True' }], memory: { guestAtBoot: guest, guestCurrent: guest } };
  await api.update(resourceOf('VirtualMachineInstance'), { ...instance, status });

  print(`${paint('dim', '>')} PATCH VirtualMachine ${namespace}/${name}: spec.instancetype.name u1.2xlarge`);
  await switchTo('u1.2xlarge');
  const grown = await until(async () => {
    const now = await get('VirtualMachineInstance');
    return now.spec.domain.cpu.sockets === 8 && now.spec.domain.memory.guest === '32Gi' ? now : undefined;
  }, 'the grown instance');
  says('grown', `to ${sizeOf(grown)}, while it runs`);

  print(`${paint('dim', '>')} PATCH VirtualMachine ${namespace}/${name}: spec.instancetype.name u1.8xlarge`);
  const [refusal] = await switchTo('u1.8xlarge').then(() => [], (error) => error.details?.causes ?? Promise.reject(error));
  says('refused', refusal?.message ?? 'nothing');

  print(`${paint('dim', '>')} PATCH VirtualMachine ${namespace}/${name}: spec.instancetype.name d1.2xlarge`);
  await switchTo('d1.2xlarge');
  const condition = await until(async () => (await get('VirtualMachine')).status.conditions?.find(({ type }) => type === 'RestartRequired'), 'the condition RestartRequired');
  says('marked', `${condition.type}: ${condition.message}`);

  print(`${paint('dim', '>')} POST VirtualMachineExport ${namespace}/${name}`);
  await create({ apiVersion: 'export.kubevirt.io/v1', kind: 'VirtualMachineExport', metadata: { namespace, name }, spec: { source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name } } });
  const { data } = await until(() => get('ConfigMap', `exporter-vm-manifest-${name}`), 'the manifest');
  const { instancetype, template } = JSON.parse(data['virtualmachine-manifest']).spec;
  says('exported', `a VM with ${sizeOf(template)}, and ${instancetype === undefined ? 'without' : 'with'} an instance type`);
  return instancetype === undefined && refusal !== undefined;
}

function sizeOf({ spec: { domain } }) {
  return `${domain.cpu.sockets} sockets and ${domain.memory.guest}`;
}
