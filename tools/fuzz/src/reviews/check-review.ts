import type { ReviewReply } from '@instancetype/admitter';
import { showText } from '@instancetype/conflict';
import { parseJson } from '@instancetype/operate';
import rfc6902 from 'rfc6902';
import { Fault, must } from '../fault.ts';
import { copyOf, deepFreeze, firstDifference } from '../json.ts';
import { replay } from '../replay.ts';
import { patchOf, verdictOf } from './answer.ts';
import { Asker, type Asking, ASKING } from './asker.ts';
import { checkAnswer } from './check-answer.ts';
import { checkBody } from './check-body.ts';
import { type Duration, NO_TIME, startTiming } from './duration.ts';
import { expectationOf } from './expectation.ts';
import { at, isObject, type ReviewCase } from './review-case.ts';

/** What checking a case came to. */
export interface ReviewChecked {
  readonly problem: string | undefined;
  /** How long the slowest answer took. */
  readonly slowest: Duration;
  /** The HTTP status, or `unparsable`, and the code of the decision. */
  readonly outcome: string;
}

const prototypes = (): number => Reflect.ownKeys(Object.prototype).length + Reflect.ownKeys(Array.prototype).length;
const CLEAN = prototypes();

/** Has one review answered, and looks at the answers.
 * @param one the case; it is frozen
 * @param asking how reviews are asked for */
export async function checkReview(one: ReviewCase, asking: Asking = ASKING): Promise<ReviewChecked> {
  const taken = startTiming();
  const read = one.body === undefined ? undefined : parseJson(one.body);
  const asker = new Asker(one, asking, read ? taken() : NO_TIME);
  try {
    if (read && one.body) checkBody(one.body, read, one.repeatsKey);
    if (read?.ok === false) return { problem: undefined, slowest: asker.slowest, outcome: 'unparsable' };
    const outcome = await checkAnswers(one, asker, { review: read ? read.value : one.review, warnings: read ? read.repeatedKeys.map((pointer) => `${showText(pointer)} stands twice`) : one.warnings });
    must(prototypes() === CLEAN, () => 'Object.prototype or Array.prototype has got members');
    return { problem: undefined, slowest: asker.slowest, outcome };
  } catch (error) {
    const problem = error instanceof Fault ? error.message : `it threw: ${describe(error)}`;
    return { problem, slowest: asker.slowest, outcome: 'failed' };
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

interface Sent {
  readonly review: unknown;
  readonly warnings: readonly string[];
}

async function checkAnswers(one: ReviewCase, asker: Asker, sent: Sent): Promise<string> {
  // whatever writes to it gets an exception
  deepFreeze([sent, one.objects, one.cluster]);
  const expectation = expectationOf(one.path, sent.review);
  const reply = await asker.ask(sent);
  checkAnswer({ path: one.path, review: sent.review, expectation }, reply);
  if (one.isWhole) checkWhole(reply);
  if (reply.status !== 200) return `${reply.status}`;
  mustBeSame('asked again, it is answered differently', reply, await asker.ask(sent));
  // what is never answered at once or too late is not known to be the same
  if (one.reading.aborted === undefined) mustBeSame('a reader that answers later changes the answer', reply, await asker.ask({ ...sent, isLater: true }));
  const request = at(sent.review, 'request') as Readonly<Record<string, unknown>>;
  const asking = (other: object): Sent => deepFreeze({ ...sent, review: { ...(sent.review as object), request: { ...request, ...other } } });
  mustBeSame('a dry run is answered differently', reply, await asker.ask(asking({ dryRun: request['dryRun'] !== true })));
  const patch = patchOf(reply);
  if (patch.length === 0) return `${reply.status} ${reply.decision.code}`;
  const object = patched(request['object'], reply);
  checkSettled(reply, await asker.ask(asking({ object })));
  return '200 200 with a patch';
}

function mustBeSame(complaint: string, first: ReviewReply, second: ReviewReply): void {
  const [before, after] = [verdictOf(first), verdictOf(second)];
  must(before === after, () => `${complaint}:\n${before}\n${after}`);
}

/** What a Kubernetes API server sends of a valid manifest is answered, and never refused for its structure. */
function checkWhole({ status, decision }: ReviewReply): void {
  must(status === 200, () => `a whole review is answered with HTTP ${status}`);
  must(decision.allowed || !decision.reasons.some((reason) => reason.startsWith('schema-')), () => `a valid manifest is refused: ${decision.reasons.join(', ')}`);
}

/** Two implementations apply the patch to what was sent, and come to the same. */
function patched(object: unknown, reply: ReviewReply): unknown {
  const result = replay(object, patchOf(reply));
  const other = copyOf(object);
  const errors = rfc6902.applyPatch(other, [...patchOf(reply)]).filter((error) => error !== null);
  must(errors.length === 0, () => `the patch does not fit the object: ${String(errors[0])}`);
  const difference = firstDifference(result, other);
  must(difference === undefined, () => `two implementations of JSON patches come to something else at ${difference}`);
  must(isObject(result), () => 'the patch leaves no object');
  return result;
}

function checkSettled(first: ReviewReply, settled: ReviewReply): void {
  const infers = patchOf(first).some(({ path }) => path.startsWith('/spec/instancetype') || path.startsWith('/spec/preference'));
  // an empty label gives an empty matcher (BEHAVIOUR Q26), which KubeVirt refuses when it sees it again
  if (infers && settled.decision.reasons.includes('matcher-empty')) return;
  must(settled.decision.allowed, () => `the patched object is denied: ${verdictOf(settled)}`);
  must(patchOf(settled).length === 0, () => `the patched object is patched again at ${patchOf(settled)[0]?.path}`);
}
