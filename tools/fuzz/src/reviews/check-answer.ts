import type { ReviewReply } from '@instancetype/admitter';
import { must } from '../fault.ts';
import { patchOf } from './answer.ts';
import type { Expectation } from './expectation.ts';
import { at } from './review-case.ts';

const MOST = 10;
const LONGEST_WARNING = 256;
/** The longest name of an annotation has 317 characters. */
const LONGEST_FIELD = 512;
const LONGEST_MESSAGE = 25_000;
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const UNANSWERED = { nowhere: 404, malformed: 400 } as const;

/** What was asked, as far as an answer depends on it. */
export interface Asked {
  readonly path: string;
  readonly review: unknown;
  readonly expectation: Expectation;
}

/** An answer is one that a Kubernetes API server takes, and its decision says the same (BEHAVIOUR 7.6).
 * @param asked what was asked
 * @param reply the answer
 * @throws Fault where it is not */
export function checkAnswer({ path, review, expectation }: Asked, reply: ReviewReply): void {
  const { status, body } = reply;
  checkDecision(reply);
  const unanswered = expectation === 'nowhere' || expectation === 'malformed' ? UNANSWERED[expectation] : undefined;
  must(status === (unanswered ?? 200), () => `HTTP ${status} for a review that is ${expectation}`);
  must((status === 200) === (body !== undefined), () => `HTTP ${status} ${body === undefined ? 'without' : 'with'} a body`);
  if (body === undefined) return;
  const sent: unknown = JSON.parse(JSON.stringify(body));
  must(at(sent, 'apiVersion') === 'admission.k8s.io/v1' && at(sent, 'kind') === 'AdmissionReview', () => `it is a ${String(at(sent, 'apiVersion'))} ${String(at(sent, 'kind'))}`);
  const response = at(sent, 'response');
  must(at(response, 'uid') === at(review, 'request', 'uid'), () => 'it has another UID');
  must(at(response, 'allowed') === reply.decision.allowed, () => 'the decision is not the answer');
  if (reply.decision.allowed) must(at(response, 'status') === undefined, () => 'it is allowed with a status');
  else checkStatus(at(response, 'status'), reply.decision.code);
  checkWarnings(at(response, 'warnings'));
  checkPatch(path, response, reply);
  if (expectation === 'passed') must(reply.decision.allowed && patchOf(reply).length === 0, () => 'it is not passed through');
  if (expectation === 'refused') must(reply.decision.code === 400, () => `it is answered with ${reply.decision.code}, and is not for this webhook`);
}

function checkDecision({ decision, status, body }: ReviewReply): void {
  const { allowed, code, reasons, dryRun, ...texts } = decision;
  for (const text of Object.values(texts)) must(typeof text === 'string' && text.length <= 256, () => `a decision says ${String(text).length} characters`);
  must(typeof allowed === 'boolean' && typeof dryRun === 'boolean', () => 'a decision says neither yes nor no');
  must(reasons.every((reason) => /^[a-z]+(-[a-z]+)*$/.test(reason)), () => `${JSON.stringify(reasons)} are no codes`);
  must(body !== undefined || (code === status && !allowed), () => `HTTP ${status} is a decision of ${code}, and has no body`);
  must(allowed === (code === 200), () => `it is ${allowed ? 'allowed' : 'denied'} with code ${code}`);
  must(allowed || reasons.length > 0, () => 'it is denied for no reason');
}

function checkStatus(status: unknown, code: number): void {
  const [message, reason, causes] = [at(status, 'message'), at(status, 'reason'), at(status, 'details', 'causes')];
  must(at(status, 'code') === code && [400, 422, 503, 504].includes(code), () => `it is denied with code ${String(at(status, 'code'))}`);
  must(isShowable(message, LONGEST_MESSAGE), () => `it does not say why in one line: ${JSON.stringify(message)}`);
  if (code !== 422) return must(reason === undefined && causes === undefined, () => `${code} has the reason ${String(reason)}`);
  must(reason === 'Invalid' && Array.isArray(causes) && causes.length >= 1 && causes.length <= MOST, () => `422 has the reason ${String(reason)} and the causes ${JSON.stringify(causes)}`);
  for (const cause of causes as readonly unknown[]) {
    const [type, told, field] = [at(cause, 'reason'), at(cause, 'message'), at(cause, 'field')];
    must(typeof type === 'string' && /^(FieldValue|ValueInvalid)/.test(type) && isShowable(told, LONGEST_MESSAGE), () => `a cause is ${JSON.stringify(cause)}`);
    must(field === undefined || field === '' || isShowable(field, LONGEST_FIELD), () => `a cause has the field ${JSON.stringify(field)}`);
  }
}

function checkWarnings(warnings: unknown): void {
  if (warnings === undefined) return;
  must(Array.isArray(warnings) && warnings.length >= 1 && warnings.length <= MOST, () => 'there are too many warnings, or none');
  for (const warning of warnings as readonly unknown[]) must(isShowable(warning, LONGEST_WARNING), () => `a warning is ${JSON.stringify(warning)}`);
}

function checkPatch(path: string, response: unknown, reply: ReviewReply): void {
  const [patch, type] = [at(response, 'patch'), at(response, 'patchType')];
  must((patch === undefined) === (type === undefined), () => 'a patch without its type, or a type without its patch');
  if (patch === undefined) return;
  must(path.endsWith('-mutate') && reply.decision.allowed, () => `a patch from ${path} of what is ${reply.decision.allowed ? 'allowed' : 'denied'}`);
  must(type === 'JSONPatch' && patchOf(reply).length > 0, () => `a patch of type ${String(type)} with ${patchOf(reply).length} operations`);
  for (const { path: place } of patchOf(reply)) must(place.startsWith('/spec/'), () => `${place} is patched, which is not ours`);
}

function isShowable(text: unknown, longest: number): boolean {
  return typeof text === 'string' && text.length >= 1 && text.length <= longest && !UNSHOWABLE.test(text);
}
