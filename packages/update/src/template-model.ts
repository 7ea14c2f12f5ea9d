// Which members of a template mean the same when they are unset and when they are empty (BEHAVIOUR 0.1, 0.2). Names are paths below
// the template, without the indexes of lists.

/** Texts that tell unset from "", because Go has a pointer there. All others cannot. */
const POINTERS_TO_TEXT: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...['spec.evictionStrategy', 'spec.startStrategy', 'spec.domain.ioThreadsPolicy', 'spec.domain.clock.timezone', 'spec.domain.rebootPolicy'],
  ...['spec.domain.devices.panicDevices.model', 'spec.domain.devices.disks.errorPolicy', 'spec.resourceClaims.resourceClaimName'],
  ...['spec.resourceClaims.resourceClaimTemplateName', 'spec.topologySpreadConstraints.nodeAffinityPolicy', 'spec.topologySpreadConstraints.nodeTaintsPolicy'],
]);

/** Switches that cannot tell unset from false. All others are pointers. */
const SWITCHES: ReadonlySet<string> = /* @__PURE__ */ new Set(
  /* @__PURE__ */ [
    ...['cpu.dedicatedCpuPlacement', 'cpu.isolateEmulatorThread', 'features.kvm.hidden', 'features.apic.endOfInterrupt', 'resources.overcommitGuestOverhead'].map(inDomain),
    ...['disableHotplug', 'disks.disk.readonly', 'disks.lun.readonly', 'disks.lun.reservation'].map(inDevices),
    ...['persistentVolumeClaim.readOnly', 'persistentVolumeClaim.hotpluggable', 'dataVolume.hotpluggable', 'ephemeral.persistentVolumeClaim.readOnly'].map(inVolumes),
    ...['memoryDump.readOnly', 'memoryDump.hotpluggable'].map(inVolumes),
  ],
);

/** Numbers that cannot tell unset from 0. All others are pointers. */
const NUMBERS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  /* @__PURE__ */ [
    ...['cpu.cores', 'cpu.sockets', 'cpu.threads', 'cpu.maxSockets'].map(inDomain),
    ...['disks.blockSize.custom.logical', 'disks.blockSize.custom.physical', 'interfaces.ports.port', 'interfaces.acpiIndex'].map(inDevices),
    'spec.topologySpreadConstraints.maxSkew',
  ],
);
const PROBES = /^spec\.(liveness|readiness)Probe\.\w+$/;
const WEIGHTS = /^spec\.affinity\.\w+\.\w+\.weight$/;

/** Maps, and objects that always exist. */
const CONTAINERS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...['metadata', 'metadata.labels', 'metadata.annotations', 'spec', 'spec.nodeSelector', 'spec.domain', 'spec.domain.devices'],
  ...['spec.domain.resources', 'spec.domain.resources.requests', 'spec.domain.resources.limits', 'spec.domain.features.acpi'],
]);
const SELECTED_LABELS = /\.matchLabels$/;
/** What a map holds under its own keys: "" is a value there. */
const IN_MAP = /^(metadata\.(labels|annotations)|spec\.nodeSelector)\.|\.matchLabels\./;

const QUANTITIES: ReadonlySet<string> = /* @__PURE__ */ new Set(['spec.domain.memory.guest', 'spec.domain.memory.maxGuest', 'spec.volumes.emptyDisk.capacity']);
const RESOURCES = /^spec\.domain\.resources\.(requests|limits)\../;

function inDomain(name: string): string {
  return `spec.domain.${name}`;
}

function inDevices(name: string): string {
  return `spec.domain.devices.${name}`;
}

function inVolumes(name: string): string {
  return `spec.volumes.${name}`;
}

/** Whether a member says nothing, as if it were absent.
 * @param value plain JSON
 * @param name the member's name below the template */
export function isUnset(value: unknown, name: string): boolean {
  if (value === undefined || value === null) return true;
  if (value === '') return !POINTERS_TO_TEXT.has(name) && !IN_MAP.test(name);
  if (value === false) return SWITCHES.has(name);
  if (value === 0) return NUMBERS.has(name) || PROBES.test(name) || WEIGHTS.test(name);
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && isContainer(name) && Object.keys(value).length === 0;
}

/** Whether an absent member has members of its own all the same.
 * @param name the member's name below the template */
export function isContainer(name: string): boolean {
  return CONTAINERS.has(name) || SELECTED_LABELS.test(name);
}

/** Whether a member is compared as a number with a unit.
 * @param name the member's name below the template */
export function isQuantity(name: string): boolean {
  return QUANTITIES.has(name) || RESOURCES.test(name);
}
