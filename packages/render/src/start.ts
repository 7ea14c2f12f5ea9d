import { type Maybe, textOf, VM_CONTROLLER_FINALIZER, VM_GENERATION_ANNOTATION, type VirtualMachineLike, type VolumeLike } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';
import { addVolumeDisks, DEFAULTS_AUTHOR } from '@instancetype/defaults';
import type { Author, Draft, Rule } from '@instancetype/draft';
import { ownerReference } from '@instancetype/revision';
import type { RenderedInstance } from './instance.ts';
import { stableUuid } from './stable-uuid.ts';
import { generationOf } from './vm-revision.ts';

const METADATA: Rule = { name: 'instance-metadata', field: 'metadata' };
const GENERATION: Rule = { name: 'vm-generation', field: 'metadata.generation' };
const REVISION: Rule = { name: 'vm-revision' };
const PAUSED: Rule = { name: 'start-paused', field: 'status.stateChangeRequests' };
const DUMP: Rule = { name: 'memory-dump-completed', field: 'status.memoryDumpRequest' };
const UUID: Rule = { name: 'stable-firmware-uuid', field: 'metadata.name' };

/** The phases in which a memory dump still needs its volume. */
const DUMPING: readonly unknown[] = ['Associating', 'InProgress'];

/** Makes of a template what an instance of its VM starts from (BEHAVIOUR 15.4 steps 2 to 4).
 * @param instance the draft of the template, with an instance's kind
 * @param vm its VM
 * @param revisionName the name of the VM's revision; undefined where that is not known yet */
export function startInstance(instance: Draft<RenderedInstance>, vm: VirtualMachineLike, revisionName: string | undefined): void {
  instance.by(authorOf(vm));
  setMetadata(instance, vm);
  setStartStrategy(instance, vm);
  dropMemoryDump(instance, vm);
  setFirmwareUuid(instance, vm);
  instance.by(DEFAULTS_AUTHOR);
  addVolumeDisks(instance.at('spec'));
  instance.by(authorOf(vm));
  if (revisionName !== undefined) instance.at('status').set('virtualMachineRevisionName', revisionName, REVISION);
  const metadata = instance.at('metadata');
  metadata.at('annotations').set(VM_GENERATION_ANNOTATION, String(generationOf(vm)), GENERATION);
  const finalizers = metadata.list('finalizers');
  if (!finalizers.value?.includes(VM_CONTROLLER_FINALIZER)) metadata.append('finalizers', VM_CONTROLLER_FINALIZER, METADATA);
}

/** On whose behalf an instance gets what only its VM decides.
 * @param vm the VM */
export function authorOf(vm: VirtualMachineLike): Author {
  const name = valueAt(vm, '/metadata/name');
  return { origin: 'derived', kind: 'VirtualMachine', name: typeof name === 'string' ? name : undefined };
}

function setMetadata(instance: Draft<RenderedInstance>, vm: VirtualMachineLike): void {
  const metadata = instance.at('metadata');
  metadata.remove('generateName', METADATA);
  metadata.set('name', nameOf(vm), METADATA);
  const namespace = valueAt(vm, '/metadata/namespace');
  if (typeof namespace === 'string' && namespace !== '') metadata.set('namespace', namespace, METADATA);
  else metadata.remove('namespace', METADATA);
  metadata.set('ownerReferences', [ownerReference({ metadata: vm.metadata ?? null })], METADATA);
}

function setStartStrategy(instance: Draft<RenderedInstance>, vm: VirtualMachineLike): void {
  const request = valueAt(vm, '/status/stateChangeRequests/0');
  if (valueAt(request, '/action') !== 'Start' || valueAt(request, '/data/paused') !== 'true') return;
  instance.at('spec').set('startStrategy', 'Paused', PAUSED);
}

/** A dump that was taken is not to be taken again. */
function dropMemoryDump(instance: Draft<RenderedInstance>, vm: VirtualMachineLike): void {
  const request = valueAt(vm, '/status/memoryDumpRequest') ?? undefined;
  if (request === undefined || DUMPING.includes(valueAt(request, '/phase'))) return;
  const claim = valueAt(request, '/claimName');
  const spec = instance.at('spec');
  const volumes: readonly Maybe<VolumeLike>[] | undefined = spec.list('volumes').value;
  if (!volumes?.some((volume) => valueAt(volume, '/name') === claim)) return;
  spec.set('volumes', volumes.filter((volume) => valueAt(volume, '/name') !== claim) as readonly VolumeLike[], DUMP);
}

function setFirmwareUuid(instance: Draft<RenderedInstance>, vm: VirtualMachineLike): void {
  const firmware = instance.at('spec').at('domain').at('firmware');
  if (!firmware.value?.uuid) firmware.set('uuid', stableUuid(nameOf(vm)), UUID);
}

function nameOf(vm: VirtualMachineLike): string {
  return textOf(valueAt(vm, '/metadata/name'));
}
