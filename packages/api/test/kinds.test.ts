import { expect, test } from 'vitest';
import * as api from '../src/index.ts';

test('the four kinds are those of BEHAVIOUR 1.1', () => {
  const rows = [...api.INSTANCETYPE_RESOURCES, ...api.PREFERENCE_RESOURCES].map((each) =>
    [each.kind, each.plural, each.singular, each.namespaced ? 'Namespaced' : 'Cluster', api.SHORT_NAMES[each.kind].join(' ')].join(' | '),
  );
  expect(rows).toEqual([
    'VirtualMachineInstancetype | virtualmachineinstancetypes | virtualmachineinstancetype | Namespaced | vminstancetype vminstancetypes vmf vmfs',
    'VirtualMachineClusterInstancetype | virtualmachineclusterinstancetypes | virtualmachineclusterinstancetype | Cluster | vmclusterinstancetype vmclusterinstancetypes vmcf vmcfs',
    'VirtualMachinePreference | virtualmachinepreferences | virtualmachinepreference | Namespaced | vmpref vmprefs vmp vmps',
    'VirtualMachineClusterPreference | virtualmachineclusterpreferences | virtualmachineclusterpreference | Cluster | vmcp vmcps',
  ]);
  expect([api.GROUP, api.VERSION, api.API_VERSION]).toEqual(['instancetype.kubevirt.io', 'v1beta1', 'instancetype.kubevirt.io/v1beta1']);
});

test('labels and annotations are those of BEHAVIOUR 1.7', () => {
  expect([
    api.DEFAULT_INSTANCETYPE_LABEL,
    api.DEFAULT_INSTANCETYPE_KIND_LABEL,
    api.DEFAULT_PREFERENCE_LABEL,
    api.DEFAULT_PREFERENCE_KIND_LABEL,
    api.OBJECT_GENERATION_LABEL,
    api.OBJECT_KIND_LABEL,
    api.OBJECT_NAME_LABEL,
    api.OBJECT_UID_LABEL,
    api.OBJECT_VERSION_LABEL,
    api.VENDOR_LABEL,
    api.INSTANCETYPE_ANNOTATION,
    api.CLUSTER_INSTANCETYPE_ANNOTATION,
    api.PREFERENCE_ANNOTATION,
    api.CLUSTER_PREFERENCE_ANNOTATION,
  ]).toEqual([
    'instancetype.kubevirt.io/default-instancetype',
    'instancetype.kubevirt.io/default-instancetype-kind',
    'instancetype.kubevirt.io/default-preference',
    'instancetype.kubevirt.io/default-preference-kind',
    'instancetype.kubevirt.io/object-generation',
    'instancetype.kubevirt.io/object-kind',
    'instancetype.kubevirt.io/object-name',
    'instancetype.kubevirt.io/object-uid',
    'instancetype.kubevirt.io/object-version',
    'instancetype.kubevirt.io/vendor',
    'kubevirt.io/instancetype-name',
    'kubevirt.io/cluster-instancetype-name',
    'kubevirt.io/preference-name',
    'kubevirt.io/cluster-preference-name',
  ]);
});
