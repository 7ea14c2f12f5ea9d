import { type Elector, type ElectorStatus, openElector } from '@instancetype/control';
import { type Connection, openApi } from '@instancetype/kube';
import type { Settings } from './settings.ts';

/** Whether this process may write, and how it came to that. */
export interface Leadership {
  readonly guard: { mayWrite(): boolean; readonly leading: AbortSignal };
  /** Undefined before there is an election, and where there is none. */
  status(): ElectorStatus | undefined;
  /** Ends it.
   * @param options `isIdle`: no guarded work is going on any more, so that others may lead at once */
  end(options: { readonly isIdle: boolean }): Promise<void>;
}

/** What is done with it. */
export interface LeadershipOptions {
  readonly settings: Settings;
  /** Of its own, so that no other request can keep a renewal waiting. */
  readonly connection: Connection;
  /** When this process could work: one that cannot must not lead. */
  readonly ready: Promise<void>;
  /** Called when this process leads. */
  readonly onStart: () => void;
  /** Called when it led and does so no more. */
  readonly onLost: (reason: string) => void;
}

const FALLBACK_NAMESPACE = 'default';

/** Takes part in the election of the one replica that works, once it is ready for that (RELIABILITY R16, R19).
 * @param options the Lease, and who is told */
export function joinElection(options: LeadershipOptions): Leadership {
  const leading = new AbortController();
  let [elector, isAlone]: [Elector | undefined, boolean] = [undefined, false];
  const join = (): void => {
    if (leading.signal.aborted) return;
    if (options.settings.leaderElection) {
      elector = elect(options);
      const { leading: led } = elector.guard;
      led.addEventListener('abort', () => leading.abort(led.reason));
    } else {
      isAlone = true;
      options.onStart();
    }
  };
  // where it is stopped before, there is nothing to lead
  options.ready.then(join, () => undefined);
  return {
    guard: { mayWrite: () => elector?.guard.mayWrite() ?? (isAlone && !leading.signal.aborted), leading: leading.signal },
    status: () => elector?.status(),
    async end({ isIdle }) {
      if (isIdle) await elector?.release();
      elector?.stop();
      leading.abort(new Error('The controller has ended.'));
    },
  };
}

function elect({ settings, connection, onStart, onLost }: LeadershipOptions): Elector {
  return openElector(openApi(connection), {
    name: settings.leaseName,
    namespace: settings.leaseNamespace ?? connection.namespace ?? FALLBACK_NAMESPACE,
    leaseMs: settings.leaseDuration,
    renewDeadlineMs: settings.leaseRenewDeadline,
    retryMs: settings.leaseRetry,
    ...{ onStart, onLost },
  });
}
