/** How to start a control plane. */
export interface ApiServerOptions {
  /** More flags of kube-apiserver, without dashes; null removes one that is set by default. A list gives a flag several times. */
  readonly flags?: Readonly<Record<string, string | readonly string[] | null>> | undefined;
  /** How long each server may take to be ready, in ms (60,000). */
  readonly startTimeoutMs?: number | undefined;
}

/** Where a control plane can be reached, and as whom. */
export interface ClusterAccess {
  readonly url: string;
  /** Of the server's certificate, PEM. */
  readonly ca: string;
  /** A token that may do everything. */
  readonly token: string;
  /** A certificate that may do everything, and its key, PEM. */
  readonly clientCert: string;
  readonly clientKey: string;
  /** A kubeconfig with that token: a text, and the same in a file. */
  readonly kubeconfig: string;
  readonly kubeconfigPath: string;
  /** The audit log: a JSON object a line, the metadata of every request but those of the server to itself. */
  readonly auditLog: string;
  /** The program to use with it, where there is one. */
  readonly kubectl: string | undefined;
}
