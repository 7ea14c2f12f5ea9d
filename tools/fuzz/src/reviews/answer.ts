import type { ReviewReply } from '@instancetype/admitter';
import type { JsonPatchOperation } from '@instancetype/conflict';
import { at } from './review-case.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The patch of an answer; empty where it has none.
 * @param reply any */
export function patchOf({ body }: ReviewReply): readonly JsonPatchOperation[] {
  const patch = at(body, 'response', 'patch');
  return typeof patch === 'string' ? (JSON.parse(Buffer.from(patch, 'base64').toString('utf8')) as JsonPatchOperation[]) : [];
}

/** All that an answer says, as text. Identifiers are fresh in each, and are left out.
 * @param reply any */
export function verdictOf(reply: ReviewReply): string {
  const { status, body, decision } = reply;
  const { dryRun: _, ...decided } = decision;
  return JSON.stringify([status, { ...(at(body, 'response') as object | undefined), patch: patchOf(reply) }, decided]).replaceAll(UUID, 'uuid');
}
