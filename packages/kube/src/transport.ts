import type { ApiError } from './api-error.ts';

/** One HTTP request. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the first slash, with the query. */
  readonly path: string;
  readonly contentType?: string | undefined;
  readonly body?: string | undefined;
  /** Ends the exchange, also while the answer is being read. */
  readonly signal: AbortSignal;
}

/** One HTTP answer. Whoever gets it reads its body to the end or ends the exchange. */
export interface Answer {
  readonly status: number;
  readonly contentType?: string | undefined;
  /** The header of that name. */
  readonly retryAfter?: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

/** What carries requests to an API server. It rejects with an ApiError. */
export interface Transport {
  /** Resolves when the headers of the answer are there.
   * @param call the request */
  send(call: Call): Promise<Answer>;
}

/** A transport to one cluster. */
export interface Connection extends Transport {
  /** The URL of the API server. */
  readonly server: string;
  /** The namespace of the kubeconfig's context or of the service account. */
  readonly namespace: string | undefined;
  /** Why the configuration or the credentials could not be read anew, while the last good ones are in use. */
  readonly accessError: ApiError | undefined;
  /** Ends every exchange and closes every socket. */
  close(): Promise<void>;
}
