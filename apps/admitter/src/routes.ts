import { type Handler, parseJson, type Reply } from '@instancetype/operate';
import { showText } from '@instancetype/conflict';
import { ENDPOINTS } from './review/endpoints.ts';
import type { Decision, ReviewReply } from './review/review.ts';
import type { Reviewer } from './review/reviewer.ts';

/** Who writes decisions down. */
interface DecisionBook {
  add(path: string, decision: Decision, ms: number): void;
}

/** The webhooks as paths of a server: from bytes to a review, and back.
 * @param reviewer answers reviews
 * @param book writes decisions down */
export function routesOf(reviewer: Reviewer, book: DecisionBook): ReadonlyMap<string, Handler> {
  const answer: Handler = (request) => {
    const begun = performance.now();
    const { path } = request;
    const parsed = parseJson(request.body);
    if (!parsed.ok) {
      book.add(path, UNPARSED, performance.now() - begun);
      return { status: 400, body: `${parsed.problem}\n`, contentType: 'text/plain; charset=utf-8' };
    }
    const written = (reply: ReviewReply): Reply => {
      book.add(path, reply.decision, performance.now() - begun);
      return { status: reply.status, body: reply.body === undefined ? REFUSED : JSON.stringify(reply.body), ...(reply.body === undefined && { contentType: 'text/plain; charset=utf-8' }) };
    };
    const review = {
      path,
      review: parsed.value,
      warnings: parsed.repeatedKeys.map((pointer) => `The request has ${showText(pointer)} more than once; the last one counts`),
      // asked for only where something has to be fetched
      get signal() {
        return request.signal;
      },
    };
    const reply = reviewer(review);
    return reply instanceof Promise ? reply.then(written) : written(reply);
  };
  return new Map([...ENDPOINTS.keys()].map((path) => [path, answer]));
}

const REFUSED = 'This is no AdmissionReview of admission.k8s.io/v1 with a request and its uid.\n';
const UNPARSED: Decision = { uid: '', kind: '', namespace: '', name: '', user: '', operation: '', allowed: false, code: 400, reasons: ['review-unparsable'], dryRun: false };
