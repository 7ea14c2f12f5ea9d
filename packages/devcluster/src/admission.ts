import { type Change, seenBy, type Webhook } from './admission-match.ts';
import { type Asking, denied, patchIn, reviewOf, type Verdict, verdictIn } from './admission-review.ts';
import { objectAs } from './entry.ts';
import type { ApiObject } from './object.ts';
import { jsonPatched, type PatchOperation } from './patch.ts';
import type { ResourceTypes } from './resource.ts';
import { badRequest, internalError, StatusError } from './status.ts';
import type { Store } from './store.ts';
import type { WebhookCaller } from './webhook-call.ts';

interface Answered {
  readonly verdict: Verdict;
  readonly seen: Change;
}

const GROUP = 'admissionregistration.k8s.io';

/** Asks the webhooks that are configured. */
export class Admission {
  readonly #store: Store;
  readonly #types: ResourceTypes;
  readonly #caller: WebhookCaller;

  constructor(store: Store, types: ResourceTypes, caller: WebhookCaller) {
    this.#store = store;
    this.#types = types;
    this.#caller = caller;
  }

  /** Asks the mutating webhooks, one after the other by the name of their configuration.
   * @param change the change
   * @param asking who asks, and how
   * @param complete what the server does to an object after each mutation
   * @returns the object as they want it
   * @throws StatusError when one denies it, or cannot be asked and must be */
  async mutate(change: Change, asking: Asking, complete: (object: ApiObject) => ApiObject): Promise<ApiObject | undefined> {
    const again: Webhook[] = [];
    let { object } = change;
    const ask = async (webhook: Webhook): Promise<boolean> => {
      const answered = await this.#ask(webhook, { ...change, object }, asking);
      const patch = answered ? patchOf(webhook, answered) : [];
      if (!answered || patch.length === 0) return false;
      object = this.#patched(webhook, change, answered.seen, patch, complete);
      return true;
    };
    const webhooks = this.#webhooks('mutatingwebhookconfigurations', change);
    for (const [index, webhook] of webhooks.entries()) {
      const isChanged = await ask(webhook);
      if (isChanged) again.push(...webhooks.slice(0, index).filter((earlier) => earlier.reinvocationPolicy === 'IfNeeded' && !again.includes(earlier)));
    }
    for (const webhook of again) await ask(webhook);
    return object;
  }

  /** Asks the validating webhooks, all at once.
   * @param change the change
   * @param asking who asks, and how
   * @throws StatusError when one denies it, or cannot be asked and must be */
  async validate(change: Change, asking: Asking): Promise<void> {
    const webhooks = this.#webhooks('validatingwebhookconfigurations', change);
    const results = await Promise.allSettled(webhooks.map((webhook) => this.#ask(webhook, change, asking)));
    const refused = results.find((result) => result.status === 'rejected');
    if (refused) throw refused.reason;
  }

  #patched(webhook: Webhook, { route }: Change, seen: Change, patch: readonly PatchOperation[], complete: (object: ApiObject) => ApiObject): ApiObject {
    if (!seen.object) throw internalError(`admission webhook "${webhook.name}" attempted to modify the object, which is not supported for this operation`);
    try {
      return complete(objectAs({ object: jsonPatched(seen.object, patch) as ApiObject }, route.type));
    } catch (error) {
      throw error instanceof StatusError && error.status.code !== 422 ? error : internalError(`the patch of webhook "${webhook.name}" does not apply`);
    }
  }

  async #ask(webhook: Webhook, change: Change, asking: Asking): Promise<Answered | undefined> {
    const seen = seenBy(webhook, change, this.#types, this.#namespaceLabels(change));
    if (!seen) return undefined;
    if (asking.dryRun && webhook.sideEffects !== 'None' && webhook.sideEffects !== 'NoneOnDryRun') {
      throw badRequest(`admission webhook "${webhook.name}" does not support dry run`);
    }
    const verdict = await this.#verdict(webhook, reviewOf(seen, change.route, asking));
    for (const warning of verdict?.warnings ?? []) asking.warn(warning);
    if (verdict && verdict.allowed !== true) throw denied(webhook, verdict);
    return verdict && { verdict, seen };
  }

  async #verdict(webhook: Webhook, review: ReturnType<typeof reviewOf>): Promise<Verdict | undefined> {
    let stage = 'failed to call webhook';
    try {
      const answer = await this.#caller.call(webhook, review);
      stage = 'received invalid webhook response';
      return verdictIn(answer, review.request.uid);
    } catch (error) {
      if (webhook.failurePolicy === 'Ignore') return undefined;
      throw internalError(`failed calling webhook "${webhook.name}": ${stage}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  // webhooks cannot lock themselves out
  #webhooks(plural: string, { route }: Change): Webhook[] {
    const type = route.type.group === GROUP ? undefined : this.#types.find(GROUP, 'v1', plural);
    if (!type) return [];
    return this.#store.list(type, '').flatMap(({ object }) => (object as { readonly webhooks?: readonly Webhook[] }).webhooks ?? []);
  }

  #namespaceLabels({ route, object, oldObject }: Change): Readonly<Record<string, string>> {
    if (route.type.kind === 'Namespace') return (object ?? oldObject)?.metadata.labels ?? {};
    const type = this.#types.find('', 'v1', 'namespaces');
    return (type && this.#store.get(type, '', route.namespace)?.object.metadata.labels) ?? {};
  }
}

function patchOf(webhook: Webhook, { verdict }: Answered): readonly PatchOperation[] {
  try {
    return patchIn(verdict);
  } catch (error) {
    if (webhook.failurePolicy === 'Ignore') return [];
    throw internalError(`failed calling webhook "${webhook.name}": ${error instanceof Error ? error.message : String(error)}`);
  }
}
