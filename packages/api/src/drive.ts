/** Runs a computation that yields what it needs to have done, and goes on with what came of it, or with what was thrown.
 * @param steps the computation
 * @param carryOut does what was yielded; what it throws, the computation may catch, else it passes through */
export function drive<Call, T>(steps: Generator<Call, T, unknown>, carryOut: (call: Call) => unknown): T {
  let step = steps.next();
  while (step.done !== true) {
    let answer: unknown;
    try {
      answer = carryOut(step.value);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(answer);
  }
  return step.value;
}

/** {@link drive} for what takes its time. It waits only where there is something to wait for.
 * @param steps the computation
 * @param carryOut does what was yielded; what it throws or rejects with, the computation may catch, else it passes through */
export async function driveAsync<Call, T>(steps: Generator<Call, T, unknown>, carryOut: (call: Call) => unknown): Promise<T> {
  let step = steps.next();
  while (step.done !== true) {
    let answer: unknown;
    try {
      answer = carryOut(step.value);
      if (isPromise(answer)) answer = await answer;
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(answer);
  }
  return step.value;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
