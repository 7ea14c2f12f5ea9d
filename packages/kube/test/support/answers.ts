import type { Answer, Call, Transport } from '../../src/transport.ts';

/** A cluster that gives one answer to everything. */
export class Answers implements Transport {
  readonly calls: Call[] = [];
  answer: Partial<Omit<Answer, 'body'>> & { readonly body?: string | readonly Uint8Array[] } = {};

  get asked(): string {
    return this.calls.map(({ method, path }) => `${method} ${path}`).join('\n');
  }

  async send(call: Call): Promise<Answer> {
    this.calls.push(call);
    const { body = '{}', ...answer } = this.answer;
    return { status: 200, contentType: 'application/json', ...answer, body: pieces(typeof body === 'string' ? [Buffer.from(body)] : body) };
  }
}

async function* pieces(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
}

/** The text of a Kubernetes Status. */
export function statusText(code: number, reason: string, more: object = {}): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: `it is ${reason}`, ...more });
}
