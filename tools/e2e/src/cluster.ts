import type { Api, Connection } from '@instancetype/kube';

/** A request for an object or a list, as roles name it. */
export interface Requested {
  /** get, list, watch, create, update, patch, delete or deletecollection */
  readonly verb: string;
  /** With group and subresource: `virtualmachines.kubevirt.io/status`. */
  readonly resource: string;
  /** Empty for all namespaces, and for kinds that have none. */
  readonly namespace: string;
  /** Empty for lists and for what is created. */
  readonly name: string;
  /** HTTP status. */
  readonly code: number;
}

/** A cluster for a test that does not care which one it is: the embedded API, or a real kube-apiserver. There are no controllers in
 * either: nothing makes pods or default service accounts, and a namespace of a test is never cleared. */
export interface TestCluster {
  readonly name: 'embedded' | 'real';
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  /** Of somebody who may do everything. */
  readonly token: string;
  /** With that token; the text, and a file that holds it. */
  readonly kubeconfig: string;
  readonly kubeconfigPath: string;
  /** A kubectl to try things with, where one has been built. */
  readonly kubectl: string | undefined;
  /** Requests of somebody who may do everything. */
  readonly admin: Api;
  /** The same, for what `admin` has no method for. */
  readonly connection: Connection;
  /** Makes a namespace that no other test has.
   * @param prefix what it is for
   * @returns its name */
  newNamespace(prefix: string): Promise<string>;
  /** Asks the cluster for a token of a service account, which has to exist. */
  tokenFor(namespace: string, serviceAccount: string): Promise<string>;
  /** Writes a kubeconfig; it is removed when the cluster is closed.
   * @param token whose
   * @returns its path */
  kubeconfigFor(token: string): string;
  /** What somebody has asked for, oldest first: all that had been answered when this was called.
   * @param user for example `system:serviceaccount:NAMESPACE:NAME` */
  requestsOf(user: string): Promise<readonly Requested[]>;
  /** Lets the API server reach a port of this machine as a service, for webhooks and APIServices that name one. What names it has to
   * give the same port, and the certificate has to be one of `NAME.NAMESPACE.svc`.
   * @param service its namespace, which has to exist, and its name
   * @param port on the loopback address */
  expose(service: { readonly namespace: string; readonly name: string }, port: number): Promise<void>;
  /** Gives back what this object holds. */
  close(): Promise<void>;
}
