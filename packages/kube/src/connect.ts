import { showText } from '@instancetype/conflict';
import { isDeepStrictEqual } from 'node:util';
import type { Access, ReadAccess } from './access.ts';
import { ApiError } from './api-error.ts';
import { type Clock, systemClock } from './clock.ts';
import { inCluster, isInCluster } from './in-cluster.ts';
import { kubeconfig } from './kubeconfig.ts';
import { type Line, LiveAccess } from './live-access.ts';
import { showUrl } from './show-url.ts';
import type { Answer, Call, Connection } from './transport.ts';
import type { Incoming } from './wire.ts';

/** Which cluster, and as whom. Nothing given: the pod's service account in a pod, else the user's kubeconfig. */
export type ConnectOptions = KubeconfigOptions | InClusterOptions | ServerOptions | NoOptions;

/** Nothing given. */
export type NoOptions = Readonly<Record<string, never>>;

/** As kubectl does. */
export interface KubeconfigOptions {
  /** A path, or true for KUBECONFIG and ~/.kube/config. */
  readonly kubeconfig: string | true;
  /** Other than the current one. */
  readonly context?: string | undefined;
}

/** As the pod's service account. */
export interface InClusterOptions {
  readonly inCluster: true;
  /** Where its files are. */
  readonly directory?: string | undefined;
}

/** As given. PEM texts, not paths. */
export interface ServerOptions {
  /** A URL; its path comes before every other. */
  readonly server: string;
  readonly ca?: string | undefined;
  readonly token?: string | undefined;
  readonly clientCert?: string | undefined;
  readonly clientKey?: string | undefined;
  /** Believe whoever answers. */
  readonly insecure?: boolean | undefined;
}

/** Prepares a connection to a cluster; nothing is asked of the cluster yet. Close it in the end. Rejects with an ApiError
 * (`unavailable`) where the configuration or the credentials cannot be read.
 * @param options which cluster, and as whom
 * @param clock for tests */
export async function connect(options: ConnectOptions = {}, clock: Clock = systemClock): Promise<Connection> {
  const live = new LiveAccess(readerFor(options), clock);
  const { access } = await live.current();
  const { server, namespace } = access;
  return {
    server,
    namespace,
    get accessError() {
      return live.error;
    },
    async send(call) {
      const line = await live.current();
      const answer = await sendOn(line, call);
      if (answer.status !== 401) return answer;
      // the token may have been replaced a moment ago; else nothing would be different the second time
      const renewed = await live.refresh();
      if (isDeepStrictEqual(renewed.access, line.access)) return answer;
      await answer.discard();
      return sendOn(renewed, call);
    },
    close: () => live.close(),
  };
}

function readerFor(options: ConnectOptions): ReadAccess {
  if ('server' in options) return async () => accessOf(options as ServerOptions);
  if ('kubeconfig' in options) return kubeconfig(options.kubeconfig as string | true, (options as KubeconfigOptions).context);
  if ('inCluster' in options || isInCluster()) return inCluster((options as Partial<InClusterOptions>).directory);
  return kubeconfig(true, undefined);
}

function accessOf({ server, ca, token, clientCert, clientKey, insecure }: ServerOptions): Access {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return { server, headers, tls: { ca, cert: clientCert, key: clientKey, rejectUnauthorized: insecure ? false : undefined } };
}

async function sendOn({ access, wire }: Line, { method, path, contentType, body, signal }: Call): Promise<Answer & Pick<Incoming, 'discard'>> {
  const headers = { accept: 'application/json', ...(contentType ? { 'content-type': contentType } : {}), ...access.headers };
  const base = new URL(access.server).pathname.replace(/\/$/, '');
  try {
    const answer = await wire.send({ method, path: base + path, headers, body, signal });
    return { status: answer.status, contentType: answer.headers['content-type'], retryAfter: answer.headers['retry-after'], body: answer.body, discard: () => answer.discard() };
  } catch (cause) {
    if (signal.aborted) throw cause;
    const why = cause instanceof Error ? `${(cause as { readonly code?: string }).code ?? cause.name}: ${cause.message}` : String(cause);
    throw new ApiError('unavailable', `${method} ${showText(path.split('?')[0] ?? '')} did not reach ${showUrl(access.server)}: ${showText(why)}`, { cause });
  }
}
