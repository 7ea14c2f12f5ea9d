import type { ServerResponse } from 'node:http';

/** One request that the cluster answered. */
export interface LoggedRequest {
  /** As roles name it: get, list, watch, create, update, patch, delete, deletecollection. */
  readonly verb: string;
  /** With group and subresource: `virtualmachines.kubevirt.io/status`; a path where it is no resource. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly user: string;
  readonly code: number;
}

const KEPT = 100_000;

/** The latest requests, for tests that count them. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  get all(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** Adds a request as soon as its answer begins, so that who has the answer finds it here; one without an answer when its
   * connection ends. The oldest are forgotten.
   * @param entry the request
   * @param response its answer */
  follow(entry: Omit<LoggedRequest, 'code'>, response: ServerResponse): void {
    let isAdded = false;
    const add = (code: number): void => {
      if (isAdded) return;
      isAdded = true;
      this.#entries.push({ ...entry, code });
      if (this.#entries.length > KEPT) this.#entries = this.#entries.slice(KEPT / 2);
    };
    const writeHead = response.writeHead.bind(response) as (...parts: unknown[]) => ServerResponse;
    response.writeHead = (code: number, ...rest: unknown[]) => {
      add(code);
      return writeHead(code, ...rest);
    };
    response.on('close', () => add(0));
  }

  /** Forgets all requests. */
  clear(): void {
    this.#entries = [];
  }
}
