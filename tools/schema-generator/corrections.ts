import { add, drop, enumeration, listed, openModel, rename, renameModel, retype, tolerant } from './correction.ts';
import type { Correction } from './correction.ts';

// Where the types package (made from the API's description of KubeVirt 1.7) does not say what KubeVirt 1.9's own
// resource definitions accept. A correction that finds nothing to correct stops the generator: the list cannot rot.

const NEWER = 'newer than the types package';
const GONE = 'removed from KubeVirt after 1.7';
const MULTI_TYPE = "the types package's generator drops fields of more than one type";
const QUANTITY = 'the types package knows only text; numbers are quantities too, and not every text is one';
const UNSIGNED_32 = 'uint32 in KubeVirt; a negative number passes the resource definition and fails to decode';
const UNSIGNED = 'uint in KubeVirt; a negative number passes the resource definition and fails to decode';
const ENUMERATED = 'the resource definition lists the values';
const ITEM_LIMIT = 'the resource definition limits the number of items';
const LIST_KEYS = 'the API server refuses a second item with the same key';

/** In order of application. Enumerations of the types package become plain text before: KubeVirt's definitions have
 * only those below. Integers that stay `number` are refused. */
export const CORRECTIONS: readonly Correction[] = [
  // names
  rename('V1MultusNetwork.default', '_default', 'renamed because it is a reserved word'),
  renameModel('V1beta1DataVolumeSource', 'DataVolumeImportSource', 'V1DataVolumeSource, a volume, has the same short name'),
  renameModel(
    'K8sIoApiCoreV1PersistentVolumeClaimVolumeSource',
    'PodPersistentVolumeClaimVolumeSource',
    "KubeVirt's own type of that name has one field more",
  ),

  // fields that are missing
  add('K8sIoApiCoreV1HTTPGetAction.port', 'intOrString', { required: true }, MULTI_TYPE),
  add('K8sIoApiCoreV1TCPSocketAction.port', 'intOrString', { required: true }, MULTI_TYPE),
  add('V1VirtualMachineCondition.lastProbeTime', 'string', {}, MULTI_TYPE),
  add('V1VirtualMachineCondition.lastTransitionTime', 'string', {}, MULTI_TYPE),
  add('V1Interface.portRanges', '[V1PortRange]', {}, NEWER),
  add('V1PortRange.end', 'int32', { required: true }, NEWER),
  add('V1PortRange.protocol', 'string', { required: true }, NEWER),
  add('V1PortRange.start', 'int32', { required: true }, NEWER),
  add('V1Network.resourceClaim', 'V1NetworkResourceClaim', {}, NEWER),
  add('V1NetworkResourceClaim.claimName', 'string', {}, NEWER),
  add('V1NetworkResourceClaim.requestName', 'string', {}, NEWER),
  add('V1VirtualMachineInstanceSpec.serviceAccountName', 'string', {}, NEWER),
  add('V1beta1VirtualMachinePreferenceSpec.preferredLaunchSecurity', 'V1LaunchSecurity', {}, NEWER),
  add('V1VirtualMachineInstanceBackupStatus.quiesceStatus', 'string', {}, NEWER),

  // fields that are gone
  drop('V1alpha1BackupVolumeInfo.dataEndpoint', GONE),
  drop('V1alpha1BackupVolumeInfo.diskTarget', GONE),
  drop('V1alpha1BackupVolumeInfo.mapEndpoint', GONE),

  // fields that every kind has
  add('V1beta1VirtualMachineInstancetype.status', 'open', {}, 'KubeVirt takes any status on every kind'),
  add('V1beta1VirtualMachinePreference.status', 'open', {}, 'KubeVirt takes any status on every kind'),
  tolerant('V1VirtualMachine.status', 'KubeVirt takes unknown fields in a status'),

  // content that is kept as it is
  retype('V1VirtualMachine.metadata', 'open', "checked by the API server, not by the kind's definition"),
  retype('V1beta1VirtualMachineInstancetype.metadata', 'open', "checked by the API server, not by the kind's definition"),
  retype('V1beta1VirtualMachinePreference.metadata', 'open', "checked by the API server, not by the kind's definition"),
  retype('V1VirtualMachineInstanceTemplateSpec.metadata', 'open', 'the definition preserves unknown fields'),
  retype('V1DataVolumeTemplateSpec.metadata', 'open', 'the definition preserves unknown fields'),
  openModel('V1Clock', 'the definition preserves unknown fields'),

  // quantities
  retype('K8sIoApiCoreV1ResourceFieldSelector.divisor', 'quantity', QUANTITY),
  retype('K8sIoApiCoreV1VolumeResourceRequirements.limits', '{quantity}', QUANTITY),
  retype('K8sIoApiCoreV1VolumeResourceRequirements.requests', '{quantity}', QUANTITY),
  retype('V1EmptyDiskSource.capacity', 'quantity', QUANTITY),
  retype('V1HostDisk.capacity', 'quantity', QUANTITY),
  retype('V1Memory.guest', 'quantity', QUANTITY),
  retype('V1Memory.maxGuest', 'quantity', QUANTITY),
  retype('V1PersistentVolumeClaimInfo.capacity', '{quantity}', QUANTITY),
  retype('V1PersistentVolumeClaimInfo.requests', '{quantity}', QUANTITY),
  retype('V1ReservedOverhead.addedOverhead', 'quantity', QUANTITY),
  retype('V1ResourceRequirements.limits', '{quantity}', QUANTITY),
  retype('V1ResourceRequirements.requests', '{quantity}', QUANTITY),
  retype('V1beta1MemoryInstancetype.guest', 'quantity', QUANTITY),
  retype('V1beta1MemoryInstancetype.maxGuest', 'quantity', QUANTITY),
  retype('V1beta1MemoryPreferenceRequirement.guest', 'quantity', QUANTITY),

  // integers: the types package says `number` of all of them
  retype('V1CPU.cores', 'uint32', UNSIGNED_32),
  retype('V1CPU.maxSockets', 'uint32', UNSIGNED_32),
  retype('V1CPU.sockets', 'uint32', UNSIGNED_32),
  retype('V1CPU.threads', 'uint32', UNSIGNED_32),
  retype('V1DiskIOThreads.supplementalPoolThreadCount', 'uint32', UNSIGNED_32),
  retype('V1FeatureSpinlocks.spinlocks', 'uint32', UNSIGNED_32),
  retype('V1beta1CPUInstancetype.guest', 'uint32', UNSIGNED_32),
  retype('V1beta1CPUInstancetype.maxSockets', 'uint32', UNSIGNED_32),
  retype('V1beta1CPUPreferenceRequirement.guest', 'uint32', UNSIGNED_32),
  retype('V1beta1SpreadOptions.ratio', 'uint32', UNSIGNED_32),
  retype('V1beta1VirtualMachinePreferenceSpec.preferSpreadSocketToCoreRatio', 'uint32', UNSIGNED_32),
  retype('V1CustomBlockSize.discardGranularity', 'uint64', UNSIGNED),
  retype('V1CustomBlockSize.logical', 'uint64', UNSIGNED),
  retype('V1CustomBlockSize.physical', 'uint64', UNSIGNED),
  retype('V1Disk.bootOrder', 'uint64', UNSIGNED),
  retype('V1Interface.bootOrder', 'uint64', UNSIGNED),
  retype('V1beta1MemoryInstancetype.overcommitPercent', 'percent', 'the resource definition limits it to 0 to 100'),
  retype('K8sIoApiCoreV1DownwardAPIVolumeFile.mode', 'int32', 'int32 in Kubernetes'),
  retype('K8sIoApiCoreV1PreferredSchedulingTerm.weight', 'int32', 'int32 in Kubernetes'),
  retype('K8sIoApiCoreV1TopologySpreadConstraint.maxSkew', 'int32', 'int32 in Kubernetes'),
  retype('K8sIoApiCoreV1TopologySpreadConstraint.minDomains', 'int32', 'int32 in Kubernetes'),
  retype('K8sIoApiCoreV1WeightedPodAffinityTerm.weight', 'int32', 'int32 in Kubernetes'),
  retype('V1Port.port', 'int32', 'int32 in KubeVirt'),
  retype('V1Probe.failureThreshold', 'int32', 'int32 in KubeVirt'),
  retype('V1Probe.initialDelaySeconds', 'int32', 'int32 in KubeVirt'),
  retype('V1Probe.periodSeconds', 'int32', 'int32 in KubeVirt'),
  retype('V1Probe.successThreshold', 'int32', 'int32 in KubeVirt'),
  retype('V1Probe.timeoutSeconds', 'int32', 'int32 in KubeVirt'),
  retype('K8sIoApiCoreV1Toleration.tolerationSeconds', 'int64', 'int64 in Kubernetes'),
  retype('V1ClockOffsetUTC.offsetSeconds', 'int64', 'int in KubeVirt'),
  retype('V1DHCPPrivateOptions.option', 'int64', 'int in KubeVirt'),
  retype('V1Interface.acpiIndex', 'int64', 'int in KubeVirt'),
  retype('V1VirtualMachineInstanceSpec.terminationGracePeriodSeconds', 'int64', 'int64 in KubeVirt'),
  retype('V1VirtualMachineStartFailure.consecutiveFailCount', 'int64', 'int in KubeVirt'),
  retype('V1VirtualMachineStatus.desiredGeneration', 'int64', 'int64 in KubeVirt'),
  retype('V1VirtualMachineStatus.observedGeneration', 'int64', 'int64 in KubeVirt'),
  retype('V1beta1VirtualMachinePreferenceSpec.preferredTerminationGracePeriodSeconds', 'int64', 'int64 in KubeVirt'),

  // values
  enumeration('V1beta1DataVolumeSpec.contentType', ['kubevirt', 'archive'], ENUMERATED),
  enumeration('V1DomainSpec.rebootPolicy', ['Reboot', 'Terminate'], ENUMERATED),
  enumeration('V1ReservedOverhead.memLock', ['NotRequired', 'Required'], ENUMERATED),
  retype('V1ContainerPathVolumeSource.path', 'absolutePath', 'the definition wants it absolute, without "..", at most 4096 long'),
  retype('V1ContainerPathVolumeSource.readOnly', 'true', 'the definition refuses false'),
  retype('V1PersistentVolumeClaimInfo.filesystemOverhead', 'fraction', 'the definition has a pattern, 0 to 1'),

  // lists
  listed('V1VirtualMachineSpec.dataVolumeTemplates', { nullableItems: true }, 'the definition allows null items'),
  listed('V1Devices.disks', { maxItems: 256 }, ITEM_LIMIT),
  listed('V1Devices.interfaces', { maxItems: 256 }, ITEM_LIMIT),
  listed('V1VirtualMachineInstanceSpec.accessCredentials', { maxItems: 256 }, ITEM_LIMIT),
  listed('V1VirtualMachineInstanceSpec.networks', { maxItems: 256 }, ITEM_LIMIT),
  listed('V1VirtualMachineInstanceSpec.volumes', { maxItems: 256 }, ITEM_LIMIT),
  listed('V1VirtualMachineInstanceSpec.utilityVolumes', { maxItems: 256, keys: ['name'] }, `${ITEM_LIMIT}; ${LIST_KEYS}`),
  listed('V1VirtualMachineInstanceSpec.resourceClaims', { keys: ['name'] }, LIST_KEYS),
  listed(
    'V1VirtualMachineInstanceSpec.topologySpreadConstraints',
    { keys: ['topologyKey', 'whenUnsatisfiable'] },
    LIST_KEYS,
  ),
  listed('V1QemuGuestAgentSSHPublicKeyAccessCredentialPropagation.users', { keys: [] }, 'a set: the API server refuses repetitions'),
];
