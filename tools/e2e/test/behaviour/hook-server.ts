import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { issueCertificates } from '@instancetype/devcluster';

/** What a webhook answers: members of its response, or how it fails. */
export type Verdict = { readonly [member: string]: unknown } | 'hang' | 'fail' | 'mumble';

/** A webhook on this machine. */
export interface Hook {
  /** Its `clientConfig`, by path. */
  readonly at: (path: string) => object;
  /** What it was asked, with the path: oldest first. */
  readonly asked: { readonly path: string; readonly request: any }[];
  answer: (path: string, request: any) => Verdict;
  close(): Promise<void>;
}

/** Starts a webhook that allows everything until it is told otherwise. */
export async function startHook(): Promise<Hook> {
  const { ca, cert, key } = await issueCertificates({ hosts: ['127.0.0.1'] });
  const server = createServer({ cert, key }, (incoming, response) => {
    void json(incoming).then((review) => {
      const { request } = review as { request: any };
      const path = incoming.url ?? '';
      hook.asked.push({ path, request });
      const verdict = hook.answer(path, request);
      if (verdict === 'hang') return;
      if (verdict === 'fail') return response.writeHead(500).end('boom');
      if (verdict === 'mumble') return response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      const reply = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: request.uid, allowed: true, ...verdict } };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const hook: Hook = {
    at: (path) => ({ url: `https://127.0.0.1:${port}${path}`, caBundle: Buffer.from(ca).toString('base64') }),
    ...{ asked: [], answer: () => ({}) },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return hook;
}

/** A JSON patch as a webhook answers it.
 * @param operations of it */
export function patchOf(...operations: readonly object[]): { readonly patchType: string; readonly patch: string } {
  return { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(operations)).toString('base64') };
}
