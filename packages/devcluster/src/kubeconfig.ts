/** A kubeconfig for one user of one cluster, as JSON (which is YAML).
 * @param access where the cluster is, how it is trusted, who the user is */
export function kubeconfigOf({ url, ca, token }: { readonly url: string; readonly ca: string; readonly token: string }): string {
  const name = 'devcluster';
  const cluster = { server: url, ...(ca !== '' && { 'certificate-authority-data': Buffer.from(ca).toString('base64') }) };
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': name },
    clusters: [{ name, cluster }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
