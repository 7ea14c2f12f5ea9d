import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { issueCertificates } from '../../src/index.ts';

/** What a webhook was asked. */
export interface Review {
  readonly request: any;
}

/** What a webhook answers: its response without the uid, or how it fails. */
export type Answer = { readonly [member: string]: unknown } | 'hang' | 'fail';

/** A webhook over TLS. */
export interface Webhook {
  readonly port: number;
  /** As configurations name it. */
  readonly caBundle: string;
  readonly reviews: Review[];
  answer: (review: Review, path: string) => Answer;
  close(): Promise<void>;
}

/** Starts a webhook that allows everything until it is told otherwise.
 * @param hosts for whom its certificate is */
export async function startWebhook(hosts: readonly string[] = ['127.0.0.1']): Promise<Webhook> {
  const { ca, cert, key } = await issueCertificates({ hosts });
  const server = createServer({ cert, key }, (request, response) => {
    void json(request).then((body) => {
      const review = body as Review;
      webhook.reviews.push(review);
      const answer = webhook.answer(review, request.url ?? '');
      if (answer === 'hang') return;
      if (answer === 'fail') return response.writeHead(500).end('no');
      const reply = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: review.request.uid, allowed: true, ...answer } };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const webhook: Webhook = {
    ...{ port: (server.address() as AddressInfo).port, caBundle: Buffer.from(ca).toString('base64'), reviews: [], answer: () => ({}) },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return webhook;
}

/** A JSON patch as a webhook answers it.
 * @param operations of it */
export function patchOf(...operations: readonly object[]): Answer {
  return { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(operations)).toString('base64') };
}
