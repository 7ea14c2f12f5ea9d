import { type ReviewResponse, responseOf } from '@instancetype/admit';
import type { ObjectRef } from '@instancetype/api';
import { type JsonPatchOperation, success } from '@instancetype/conflict';
import type { Cluster } from '@instancetype/defaults';
import { type Endpoint, ENDPOINTS } from './endpoints.ts';
import { type Envelope, envelopeOf, refusedEnvelope, REVIEW_VERSION } from './envelope.ts';
import { Lookups } from './lookups.ts';
import { ReadFault } from './read-fault.ts';
import type { Decision, ReviewReply, ReviewRequest, ReviewSettings } from './review.ts';
import { judge, type Judgement } from './rules.ts';

/** What a reviewer works with. */
export interface ReviewerOptions {
  /** Gives the cluster's objects: at once where it has them. It answers `undefined`, or throws an error with the code `not-found`,
   * where there is none; every other error says that it could not be read. */
  readonly reader: { get(ref: ObjectRef): PromiseLike<object | null | undefined> | object | null | undefined };
  /** The configuration of the cluster as it is now. */
  readonly cluster: () => Cluster;
  readonly settings: ReviewSettings;
  /** Is told of an error of this program, which was answered with a denial. */
  readonly onDefect?: (error: unknown, decision: Decision) => void;
}

/** Answers one review; at once where nothing has to be fetched. It neither throws nor rejects. */
export type Reviewer = (request: ReviewRequest) => Promise<ReviewReply> | ReviewReply;

/** Makes what answers AdmissionReviews (BEHAVIOUR 7.6, 13, 14). What it is sent is never changed, and nothing is remembered from one
 * review to the next.
 * @param options the reader, the cluster and the settings */
export function createReviewer(options: ReviewerOptions): Reviewer {
  return (request) => {
    const endpoint = ENDPOINTS.get(request.path);
    const envelope = envelopeOf(request.review);
    if (endpoint === undefined) return unanswered(404, 'review-path');
    if (envelope === undefined) return unanswered(400, 'review-malformed');
    const passed = beforehand(endpoint, envelope);
    if (passed) return reply(envelope, request, passed);
    try {
      const lookups = new Lookups(options.reader, envelope.namespace, request.signal);
      const world = { lookups, cluster: options.cluster(), settings: options.settings };
      const judged = judge(endpoint, envelope, world);
      if (!(judged instanceof Promise)) return reply(envelope, request, judged);
      return judged.then((judgement) => reply(envelope, request, judgement)).catch((error: unknown) => failed(envelope, error, options));
    } catch (error) {
      return failed(envelope, error, options);
    }
  };
}

/** The answer that needs no look at the object. */
function beforehand(endpoint: Endpoint, envelope: Envelope): Judgement | undefined {
  // subresources are not ours, and what is deleted is not judged
  if (envelope.subresource !== '' || envelope.operation === 'DELETE') return success([]);
  return refusedEnvelope(envelope, endpoint);
}

function reply(envelope: Envelope, { warnings }: ReviewRequest, judgement: Judgement): ReviewReply {
  const response = responseOf(judgement, warnings);
  const reasons = judgement.ok ? judgement.notes : judgement.causes;
  return answered(envelope, { ...response, ...patchMembers(judgement.ok ? judgement.value : []) }, reasons.map((reason) => reason.code));
}

function failed(envelope: Envelope, error: unknown, { onDefect }: ReviewerOptions): ReviewReply {
  if (error instanceof ReadFault) return answered(envelope, { allowed: false, status: { code: error.status, message: `The webhook ${error.message}. Try again.` } }, ['object-not-readable']);
  const message = 'The webhook failed on this object through a defect of its own. Its log tells more.';
  const denial = answered(envelope, { allowed: false, status: { code: 500, message } }, ['internal-error']);
  try {
    onDefect?.(error, denial.decision);
  } catch {
    // whoever is told must not spoil the answer
  }
  return denial;
}

function patchMembers(patch: readonly JsonPatchOperation[]): object {
  return patch.length === 0 ? {} : { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') };
}

function answered(envelope: Envelope, response: ReviewResponse, reasons: readonly string[]): ReviewReply {
  const { uid } = envelope;
  const body = { apiVersion: REVIEW_VERSION, kind: 'AdmissionReview', response: { uid, ...response } };
  return { status: 200, body, decision: decisionOf(envelope, response.allowed, response.status?.code ?? 200, reasons) };
}

function unanswered(status: number, reason: string): ReviewReply {
  return { status, decision: decisionOf({}, false, status, [reason]) };
}

const LONGEST = 256;

function decisionOf(envelope: Partial<Envelope>, allowed: boolean, code: number, reasons: readonly string[]): Decision {
  const { uid = '', kind = '', namespace = '', name = '', user = '', operation = '', dryRun = false } = envelope;
  const cut = (text: string): string => text.slice(0, LONGEST);
  const told = [...new Set(reasons)];
  return { uid, kind: cut(kind), namespace: cut(namespace), name: cut(name), user: cut(user), operation: cut(operation), allowed, code, reasons: told, dryRun };
}
