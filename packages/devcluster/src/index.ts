export { issueCertificates } from './certificates.ts';
export type { CertificateOptions, Certificates } from './certificates.ts';
export { startDevCluster } from './dev-cluster.ts';
export type { DevCluster, DevClusterOptions, ObjectChange } from './dev-cluster.ts';
export { kubeconfigOf } from './kubeconfig.ts';
export type { Fault, FaultInjector } from './faults.ts';
export type { User } from './identity.ts';
export type { LoggedRequest } from './request-log.ts';
export type { Services } from './webhook-call.ts';
