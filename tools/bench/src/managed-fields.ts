const OWN_FIELDS = {
  'f:spec': {
    '.': {},
    'f:instancetype': { '.': {}, 'f:kind': {}, 'f:name': {} },
    'f:preference': { '.': {}, 'f:kind': {}, 'f:name': {} },
    'f:runStrategy': {},
    'f:template': { '.': {}, 'f:spec': {} },
  },
};

/** `metadata.managedFields` of a VM that a client has applied and a controller has reported on: objects that no rule reads. */
export function managedFields(): unknown[] {
  return [
    {
      apiVersion: 'kubevirt.io/v1',
      fieldsType: 'FieldsV1',
      fieldsV1: OWN_FIELDS,
      manager: 'kubectl',
      operation: 'Apply',
      time: '2026-01-05T10:00:00Z',
    },
    {
      apiVersion: 'kubevirt.io/v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:status': {} },
      manager: 'virt-controller',
      operation: 'Update',
      subresource: 'status',
      time: '2026-01-05T10:00:21Z',
    },
  ];
}
