import type { ObjectModel } from './model.ts';

const OWNER: ObjectModel = { apiVersion: 'text', kind: 'text', name: 'text', uid: 'text', controller: 'boolean', blockOwnerDeletion: 'boolean' };

/** The metadata of a stored object (BEHAVIOUR 3.1): what Kubernetes gives every object. */
export const METADATA: ObjectModel = {
  name: 'text',
  generateName: 'text',
  namespace: 'text',
  uid: 'text',
  resourceVersion: 'text',
  generation: 'integer',
  creationTimestamp: 'text',
  deletionTimestamp: 'text',
  deletionGracePeriodSeconds: 'integer',
  labels: 'map',
  annotations: 'map',
  ownerReferences: ['list', OWNER],
};
