/** Labels of volumes and their sources from which a VM's matchers can be inferred (BEHAVIOUR 1.7). */
export const DEFAULT_INSTANCETYPE_LABEL = 'instancetype.kubevirt.io/default-instancetype';
export const DEFAULT_INSTANCETYPE_KIND_LABEL = 'instancetype.kubevirt.io/default-instancetype-kind';
export const DEFAULT_PREFERENCE_LABEL = 'instancetype.kubevirt.io/default-preference';
export const DEFAULT_PREFERENCE_KIND_LABEL = 'instancetype.kubevirt.io/default-preference-kind';

/** Labels of a ControllerRevision that holds an instance type or a preference (BEHAVIOUR 1.7). */
export const OBJECT_GENERATION_LABEL = 'instancetype.kubevirt.io/object-generation';
export const OBJECT_KIND_LABEL = 'instancetype.kubevirt.io/object-kind';
export const OBJECT_NAME_LABEL = 'instancetype.kubevirt.io/object-name';
export const OBJECT_UID_LABEL = 'instancetype.kubevirt.io/object-uid';
export const OBJECT_VERSION_LABEL = 'instancetype.kubevirt.io/object-version';

/** Label of an instance type or preference that says who publishes it. */
export const VENDOR_LABEL = 'instancetype.kubevirt.io/vendor';

/** Annotations of a VMI that name what was applied to it (BEHAVIOUR 1.7). */
export const INSTANCETYPE_ANNOTATION = 'kubevirt.io/instancetype-name';
export const CLUSTER_INSTANCETYPE_ANNOTATION = 'kubevirt.io/cluster-instancetype-name';
export const PREFERENCE_ANNOTATION = 'kubevirt.io/preference-name';
export const CLUSTER_PREFERENCE_ANNOTATION = 'kubevirt.io/cluster-preference-name';

/** Annotation of a VMI that says which generation of its VM it is (BEHAVIOUR 15.4 step 4). */
export const VM_GENERATION_ANNOTATION = 'kubevirt.io/vm-generation';
/** Finalizer that a VM's controller gives to its VMI, so that it does not go unseen (BEHAVIOUR 15.4 step 4). */
export const VM_CONTROLLER_FINALIZER = 'kubevirt.io/virtualMachineControllerFinalize';

/** Annotation of a VM's template that says which layout its PCI devices have (BEHAVIOUR 1.7). */
export const PCI_TOPOLOGY_ANNOTATION = 'kubevirt.io/pci-topology-version';

/** Label of a DataSource that says for which architecture its disk is (BEHAVIOUR 1.7). */
export const ARCHITECTURE_LABEL = 'template.kubevirt.io/architecture';
