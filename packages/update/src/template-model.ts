// Which members of a template mean the same when they are unset and when they are empty (BEHAVIOUR 0.1, 0.2). Names are paths below
// the template, without the indexes of lists. What is not named here is a pointer: unset and empty differ.

/** Numbers, texts and switches that cannot tell unset from 0, "" and false. */
const VALUES: ReadonlySet<string> = /* @__PURE__ */ new Set(
  /* @__PURE__ */ [
    ...['schedulerName', 'subdomain', 'hostname', 'architecture', 'priorityClassName', 'dnsPolicy', 'networks.name', 'volumes.name'],
    ...['cpu.cores', 'cpu.sockets', 'cpu.threads', 'cpu.maxSockets', 'cpu.model', 'cpu.dedicatedCpuPlacement', 'cpu.isolateEmulatorThread'].map(inDomain),
    ...['cpu.features.name', 'cpu.features.policy', 'memory.hugepages.pageSize', 'machine.type', 'firmware.uuid', 'firmware.serial'].map(inDomain),
    ...['disableHotplug', 'sound.model', 'sound.name', 'video.type', 'gpus.name', 'gpus.deviceName', 'hostDevices.name', 'hostDevices.deviceName'].map(inDevices),
    ...['disks.name', 'disks.serial', 'disks.cache', 'disks.io', 'disks.tag', 'disks.disk.bus', 'disks.disk.readonly', 'disks.disk.pciAddress'].map(inDevices),
    ...['disks.cdrom.bus', 'disks.cdrom.tray', 'disks.lun.bus', 'disks.lun.readonly', 'disks.lun.reservation', 'inputs.bus', 'inputs.type', 'inputs.name'].map(inDevices),
    ...['interfaces.name', 'interfaces.model', 'interfaces.macAddress', 'interfaces.pciAddress', 'interfaces.tag', 'interfaces.state'].map(inDevices),
  ].map((name) => (name.startsWith('spec.') ? name : `spec.${name}`)),
);

/** Maps, and objects that always exist. */
const CONTAINERS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...['metadata', 'metadata.labels', 'metadata.annotations', 'spec', 'spec.nodeSelector', 'spec.domain', 'spec.domain.devices'],
  ...['spec.domain.resources', 'spec.domain.resources.requests', 'spec.domain.resources.limits', 'spec.domain.features.acpi'],
]);

const QUANTITIES: ReadonlySet<string> = /* @__PURE__ */ new Set(['spec.domain.memory.guest', 'spec.domain.memory.maxGuest', 'spec.volumes.emptyDisk.capacity']);
const RESOURCES = /^spec\.domain\.resources\.(requests|limits)\../;

function inDomain(name: string): string {
  return `spec.domain.${name}`;
}

function inDevices(name: string): string {
  return `spec.domain.devices.${name}`;
}

/** Whether a member says nothing, as if it were absent.
 * @param value plain JSON
 * @param name the member's name below the template */
export function isUnset(value: unknown, name: string): boolean {
  if (value === undefined || value === null) return true;
  if (value === '' || value === 0 || value === false) return VALUES.has(name);
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && CONTAINERS.has(name) && Object.keys(value).length === 0;
}

/** Whether an absent member has members of its own all the same.
 * @param name the member's name below the template */
export function isContainer(name: string): boolean {
  return CONTAINERS.has(name);
}

/** Whether a member is compared as a number with a unit.
 * @param name the member's name below the template */
export function isQuantity(name: string): boolean {
  return QUANTITIES.has(name) || RESOURCES.test(name);
}
