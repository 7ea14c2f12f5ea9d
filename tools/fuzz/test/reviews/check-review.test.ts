import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createReviewer, type Reviewer, type ReviewReply } from '@instancetype/admitter';
import type { JsonPatchOperation } from '@instancetype/conflict';
import { describe, expect, test } from 'vitest';
import { patchOf } from '../../src/reviews/answer.ts';
import type { Asking } from '../../src/reviews/asker.ts';
import { startTiming } from '../../src/reviews/duration.ts';
import { runReviews } from '../../src/reviews/run-reviews.ts';

type Json = Record<string, any>;
type Request = Parameters<Reviewer>[0];
type Options = Parameters<typeof createReviewer>[0];

/** Our reviewer with something wrong about it. */
function broken(answer: (request: Request, reviewer: Reviewer, options: Options) => Promise<ReviewReply> | ReviewReply): Asking {
  return { patience: 10_000, make: (options) => (request) => answer(request, createReviewer(options), options) };
}

/** Our reviewer with other answers. */
function answering(change: (reply: ReviewReply, request: Request) => ReviewReply): Asking {
  return broken((request, reviewer) => {
    const reply = reviewer(request);
    return reply instanceof Promise ? reply.then((later) => change(later, request)) : change(reply, request);
  });
}

/** Our reviewer with other responses to reviews of one kind. */
function responding(which: (response: Json) => boolean, change: (response: Json) => Json): Asking {
  return answering((reply) => {
    const body = reply.body as Json | undefined;
    return body && which(body['response']) ? { ...reply, body: { ...body, response: change(body['response']) } } : reply;
  });
}

const patching = (change: (patch: readonly JsonPatchOperation[]) => readonly JsonPatchOperation[]): Asking =>
  answering((reply) => {
    const patch = patchOf(reply);
    const body = reply.body as Json | undefined;
    return body && patch.length > 0 ? { ...reply, body: { ...body, response: { ...body['response'], patch: Buffer.from(JSON.stringify(change(patch))).toString('base64') } } } : reply;
  });

async function problemOf(asking: Asking): Promise<string> {
  const { failed } = await runReviews({ seed: 3, from: 0, count: 2_000 }, asking);
  return failed?.problem ?? 'nothing is found';
}

const isAllowed = (response: Json): boolean => response['allowed'] === true;
const isOf = (code: number) => (response: Json): boolean => response['status']?.code === code;
const withStatus = (change: object) => (response: Json): Json => ({ ...response, status: { ...response['status'], ...change } });
const causes = (count: number, more: object = {}): object => ({ details: { causes: Array.from({ length: count }, () => ({ reason: 'FieldValueInvalid', message: 'Not this one.', ...more })) } });

/** A case whose body is read, and which is malformed: it is asked once. */
const ANSWERED = { seed: 3, from: 2 };

test('nothing is found in what is whole', async () => {
  expect(await problemOf(answering((reply) => reply))).toBe('nothing is found');
});

describe('found is', () => {
  test.each<[string, Asking, string]>([
    ['an exception', broken(() => { throw new TypeError('cannot read this'); }), 'it threw: TypeError: cannot read this'],
    ['a rejection', broken(() => Promise.reject(new TypeError('cannot read this'))), 'it threw: TypeError: cannot read this'],
    ['a defect that is answered', broken((request, reviewer, options) => { options.onDefect?.(new Error('a defect'), {} as never); return reviewer(request); }), 'it threw: Error: a defect'],
    ['a change of the review', broken((request, reviewer) => { (request.review as Json)['kind'] = 'changed'; return reviewer(request); }), 'it threw: TypeError'],
    ['a change of what was read', broken((request, reviewer, { reader }) => { const object = reader.get({ kind: 'PersistentVolumeClaim', namespace: 'ns', name: 'c' } as never) as Json | null; if (object && !('then' in object)) object['metadata'].name = 'd'; return reviewer(request); }), 'it threw: TypeError: Cannot assign to read only property'],
    ['another UID', responding(() => true, (response) => ({ ...response, uid: 'c0ffee' })), 'it has another UID'],
    ['a review of another version', answering((reply) => ({ ...reply, ...(reply.body && { body: { ...reply.body, apiVersion: 'admission.k8s.io/v1beta1' } }) })), 'it is a admission.k8s.io/v1beta1 AdmissionReview'],
    ['no body', answering(({ body: _, ...reply }) => reply), 'HTTP 200 is a decision of 200, and has no body'],
    ['an answer to what is none', answering((reply) => (reply.status === 400 ? { ...reply, status: 200, body: {} } : reply)), 'HTTP 200 for a review that is malformed'],
    ['an answer where nothing is served', answering((reply) => (reply.status === 404 ? { ...reply, status: 400, decision: { ...reply.decision, code: 400 } } : reply)), 'HTTP 400 for a review that is nowhere'],
    ['500', answering((reply) => ({ ...reply, decision: { ...reply.decision, code: 500 } })), 'it is answered with 500'],
    ['a decision that is not the answer', responding(isAllowed, (response) => ({ ...response, allowed: false })), 'the decision is not the answer'],
    ['a reason that is no code', answering((reply) => ({ ...reply, decision: { ...reply.decision, reasons: ['Not This One'] } })), 'are no codes'],
    ['a decision without bounds', answering((reply) => ({ ...reply, decision: { ...reply.decision, name: 'x'.repeat(300) } })), 'a decision says 300 characters'],
    ['422 without its reason', responding(isOf(422), withStatus({ reason: undefined })), '422 has the reason undefined'],
    ['422 without causes', responding(isOf(422), withStatus({ details: undefined })), '422 has the reason Invalid and the causes undefined'],
    ['more than ten causes', responding(isOf(422), withStatus(causes(11))), '422 has the reason Invalid and the causes ['],
    ['a cause of no reason', responding(isOf(422), withStatus(causes(1, { reason: undefined }))), 'a cause is {"message":"Not this one."}'],
    ['a cause with a field that no terminal shows', responding(isOf(422), withStatus(causes(1, { field: 'spec.\u001b[2J' }))), 'a cause has the field'],
    ['400 with a reason', responding(isOf(400), withStatus({ reason: 'Invalid' })), '400 has the reason Invalid'],
    ['a denial without a message', responding((response) => !isAllowed(response), withStatus({ message: '' })), 'it does not say why in one line'],
    ['a status of what is allowed', responding(isAllowed, withStatus({ code: 200 })), 'it is allowed with a status'],
    ['too many warnings', responding(() => true, (response) => ({ ...response, warnings: Array.from({ length: 11 }, () => 'text') })), 'there are too many warnings'],
    ['a warning that is too long', responding(() => true, (response) => ({ ...response, warnings: ['x'.repeat(257)] })), 'a warning is'],
    ['a patch without its type', responding((response) => 'patch' in response, ({ patchType: _, ...response }) => response), 'a patch without its type'],
    ['a patch from a webhook that only validates', responding((response) => isAllowed(response) && !('patch' in response), (response) => ({ ...response, patchType: 'JSONPatch', patch: Buffer.from('[{"op":"add","path":"/spec/a","value":1}]').toString('base64') })), 'a patch from'],
    ['a patch of what is not ours', patching(() => [{ op: 'add', path: '/metadata/labels', value: {} }]), '/metadata/labels is patched, which is not ours'],
    ['a patch that does not fit', patching((patch) => [...patch, { op: 'replace', path: '/spec/nothing/here', value: 1 }]), 'it threw: Error: replace /spec/nothing/here'],
    ['a patch that leaves something to patch', patching((patch) => patch.slice(0, -1).concat({ op: 'add', path: '/spec/template/more', value: 1 })), 'the patched object is'],
    ['a subresource that is judged', responding(isAllowed, () => ({ uid: '705ab4f5-6393-11e8-b7cc-42010a800002', allowed: true, patchType: 'JSONPatch', patch: Buffer.from('[{"op":"add","path":"/spec/a","value":1}]').toString('base64') })), 'a patch from'],
  ])('%s', async (_what, asking, problem) => {
    expect(await problemOf(asking)).toContain(problem);
  });

  test('what is not for a webhook, and is judged all the same', async () => {
    const asking = broken((request, reviewer) => {
      const { review } = request;
      const at = (review as Json | null)?.['request'] as Json | null | undefined;
      return reviewer(at && typeof at === 'object' && ['CONNECT', 'UPSERT', 'create'].includes(at['operation']) ? { ...request, review: { ...(review as Json), request: { ...at, operation: 'CREATE' } } } : request);
    });
    expect(await problemOf(asking)).toContain('and is not for this webhook');
  });

  test('an answer that depends on when it is asked for, on what comes later, or on whether it is a dry run', async () => {
    let count = 0;
    expect(await problemOf(responding((response) => 'patch' in response && (count += 1) > 1, (response) => ({ ...response, warnings: ['again'] })))).toContain('asked again, it is answered differently');
    const later = broken((request, reviewer) => {
      const reply = reviewer(request);
      return reply instanceof Promise ? reply.then((late) => ({ ...late, decision: { ...late.decision, user: 'late' } })) : reply;
    });
    expect(await problemOf(later)).toContain('a reader that answers later changes the answer');
    const dry = answering((reply) => (reply.decision.dryRun ? { ...reply, decision: { ...reply.decision, user: 'dry' } } : reply));
    expect(await problemOf(dry)).toContain('a dry run is answered differently');
  });

  test('a prototype that has got members', async () => {
    const asking = answering((reply) => {
      (Object.prototype as Json)['polluted'] = true;
      return reply;
    });
    try {
      expect(await problemOf(asking)).toBe('Object.prototype or Array.prototype has got members');
    } finally {
      delete (Object.prototype as Json)['polluted'];
    }
  });

  test('no answer', async () => {
    expect(await problemOf({ ...broken(() => new Promise(() => undefined)), patience: 50 })).toBe('there is no answer after 50 ms');
  });

  test('a rejection that nobody handles, and at which case', () => {
    const program = fileURLToPath(new URL('../fixtures/unhandled-rejection.ts', import.meta.url));
    expect(execFileSync(process.execPath, ['--conditions=@instancetype/source', program], { encoding: 'utf8' })).toBe('4 a rejection is not handled: Error: left behind\n');
  });

  test('an answer that is always too slow, but not one that is slow once', async () => {
    const slow = (isSlow: () => boolean): Asking =>
      answering((reply) => {
        const taken = startTiming();
        if (isSlow()) while (taken().own < 150);
        return reply;
      });
    const always = await runReviews({ ...ANSWERED, count: 1 }, slow(() => true));
    expect(always.failed?.problem).toMatch(/^an answer took \d+ ms, and when tried again at best \d+ ms$/);
    const waiting = broken(async (request, reviewer) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      return reviewer(request);
    });
    expect((await runReviews({ ...ANSWERED, count: 1 }, waiting)).failed?.problem).toMatch(/^an answer took/);
    let count = 0;
    const once = await runReviews({ ...ANSWERED, count: 1 }, slow(() => (count += 1) === 1));
    expect(once.failed).toBeUndefined();
    expect(once).toMatchObject({ repeated: 1, slowest: { index: ANSWERED.from, own: expect.toSatisfy((ms: number) => ms >= 150) } });
  });
});

test('a case that failed fails again alone, with the same text', async () => {
  const asking = (): Asking => responding(isOf(422), withStatus({ reason: undefined }));
  const { failed } = await runReviews({ seed: 3, from: 0, count: 1_000 }, asking());
  expect(failed?.index).toBeGreaterThan(0);
  const again = await runReviews({ seed: 3, from: failed?.index ?? 0, count: 1 }, asking());
  expect(again.failed).toEqual(failed);
  expect(() => JSON.parse(failed?.json ?? '') as unknown).not.toThrow();
});
