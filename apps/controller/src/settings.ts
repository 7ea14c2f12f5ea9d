import { defineSettings, readSettings, setting } from '@instancetype/operate';
import { versionOf } from './version.ts';

const WORK = 'The work';
const LEADING = 'One of several replicas leads';
const CLUSTER = 'The cluster';
const OPERATION = 'Operation';

const NAME = 'instancetype-controller';
const EXIT_USAGE = 2;
/** How much longer than a pause the pause may get by chance: the elector's. */
const JITTER = 1.2;

/** What the controller can do, in the order in which it does it. */
export const FEATURES = ['late-inference', 'references', 'instances', 'live-update', 'export', 'snapshot', 'metrics'] as const;

/** One thing that the controller can do. */
export type FeatureName = (typeof FEATURES)[number];

/** Every setting of the controller, each by flag and by environment variable. */
const TABLE = defineSettings({
  features: setting.list({ group: WORK, description: `Which of these it does: ${FEATURES.join(', ')}; separated by commas`, default: ['references'] }),
  workers: setting.integer({ group: WORK, description: 'VMs at work at once', min: 1, max: 1000, default: 10 }),
  resync: setting.duration({ group: WORK, description: 'How often every VM is looked at though nothing has changed; 0s for never', default: '12h', max: '240h' }),
  vmSelector: setting.text({ group: WORK, description: 'Only VMs with these labels: a label selector. Replicas with another one need another --lease-name' }),
  crossNamespaceInference: setting.choice({ group: WORK, description: "Late inference that leads out of the VM's namespace, with the rights of the controller", choices: ['follow', 'deny'], default: 'follow' }),
  leaderElection: setting.flag({ group: LEADING, description: 'Work only as the one leader; --leader-election=false where there is one replica only', default: true }),
  leaseName: setting.text({ group: LEADING, description: 'The Lease that the replicas share', default: NAME }),
  leaseNamespace: setting.text({ group: LEADING, description: "Its namespace; that of the pod's service account or of the kubeconfig without it" }),
  leaseDuration: setting.duration({ group: LEADING, description: 'How long a silent leader is left alone; whole seconds', default: '15s', min: '1s', max: '1h' }),
  leaseRenewDeadline: setting.duration({ group: LEADING, description: 'How long a leader leads after its last renewal', default: '10s', min: '100ms', max: '1h' }),
  leaseRetry: setting.duration({ group: LEADING, description: 'The pause between two attempts', default: '2s', min: '10ms', max: '10m' }),
  kubeconfig: setting.file({ group: CLUSTER, description: 'The kubeconfig to use; without it the service account of the pod, and outside of a pod what kubectl takes' }),
  context: setting.text({ group: CLUSTER, description: 'The context of the kubeconfig; needs --kubeconfig' }),
  serviceAccountDir: setting.text({ group: CLUSTER, placeholder: '<directory>', description: "The directory of the pod's service account (token, ca.crt), where it is not Kubernetes' usual one" }),
  streamLists: setting.flag({ group: CLUSTER, description: 'Read all objects of a kind as a stream where the API server can do that; else, and where it cannot, page by page', default: true }),
  qps: setting.integer({ group: CLUSTER, description: 'Requests a second in the long run, but for caches and the Lease', min: 1, max: 100_000, default: 200 }),
  burst: setting.integer({ group: CLUSTER, description: 'Such requests at once after a quiet time', min: 1, max: 100_000, default: 400 }),
  requestTimeout: setting.duration({ group: CLUSTER, description: 'The longest silence of a request', default: '15s', min: '100ms', max: '10m' }),
  probeHost: setting.text({ group: OPERATION, description: 'The address of probes and metrics; all addresses without it' }),
  probePort: setting.port({ group: OPERATION, description: 'The port of /livez, /readyz and /metrics (HTTP)', default: 8081 }),
  drainTimeout: setting.duration({ group: OPERATION, description: 'How long the end may take in all: work that has begun is finished, then the Lease is given back', default: '20s', max: '30m' }),
  logLevel: setting.choice({ group: OPERATION, description: 'The least severe lines that are written', choices: ['debug', 'info', 'warn', 'error'], default: 'info' }),
});

/** The settings as they were given; times in ms. What they mean stands in `--help`. */
export interface Settings {
  readonly features: readonly FeatureName[];
  readonly workers: number;
  readonly resync: number;
  readonly vmSelector: string | undefined;
  readonly crossNamespaceInference: 'follow' | 'deny';
  readonly leaderElection: boolean;
  readonly leaseName: string;
  readonly leaseNamespace: string | undefined;
  readonly leaseDuration: number;
  readonly leaseRenewDeadline: number;
  readonly leaseRetry: number;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly serviceAccountDir: string | undefined;
  readonly streamLists: boolean;
  readonly qps: number;
  readonly burst: number;
  readonly requestTimeout: number;
  readonly probeHost: string | undefined;
  readonly probePort: number;
  readonly drainTimeout: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** The settings, or what is to be printed instead of running. */
export type SettingsRead =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly exitCode: number; readonly stream: 'stdout' | 'stderr'; readonly text: string };

/** Reads the settings from flags and the environment.
 * @param argv the arguments alone
 * @param env the environment */
export function readControllerSettings(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): SettingsRead {
  const program = {
    name: NAME,
    description: "Does what KubeVirt's controllers do with the instance types and preferences of VMs.",
    version: versionOf(),
    prefix: 'CONTROLLER',
    notes: ['Exit codes: 0 after SIGTERM, 1 where it cannot start or go on (a lost Lease too), 2 for a wrong setting.'],
  };
  const read = readSettings(program, TABLE, argv, env);
  if (!read.ok) return read;
  const contradiction = featuresProblem(read.settings.features) ?? contradictionIn(read.settings);
  if (contradiction !== undefined) return { ok: false, exitCode: EXIT_USAGE, stream: 'stderr', text: `${NAME}: ${contradiction}\n` };
  return { ok: true, settings: { ...read.settings, features: read.settings.features as readonly FeatureName[] } };
}

function featuresProblem(features: readonly string[]): string | undefined {
  const [unknown] = features.filter((name) => !(FEATURES as readonly string[]).includes(name));
  if (features.length === 0) return `--features is empty, and something must be done: give some of ${FEATURES.join(', ')}`;
  if (unknown === undefined) return undefined;
  return `--features has ${JSON.stringify(unknown)} and must be a list of ${FEATURES.join(', ')}, separated by commas`;
}

type Checked = Omit<Settings, 'features'>;

/** What is wrong with settings that are right one by one. */
function contradictionIn(settings: Checked): string | undefined {
  const { context, kubeconfig, serviceAccountDir } = settings;
  if (context !== undefined && kubeconfig === undefined) return '--context needs --kubeconfig: the context is one of that file';
  if (kubeconfig !== undefined && serviceAccountDir !== undefined) return '--kubeconfig and --service-account-dir are two identities: give one of them';
  return leaseProblem(settings);
}

function leaseProblem({ leaseDuration, leaseRenewDeadline, leaseRetry }: Checked): string | undefined {
  if (leaseDuration % 1000 !== 0) return '--lease-duration must be whole seconds: a Lease counts in seconds';
  if (leaseRenewDeadline >= leaseDuration) return '--lease-renew-deadline must be less than --lease-duration, so that a leader stops before another one starts';
  if (leaseRenewDeadline <= leaseRetry * JITTER) return `--lease-renew-deadline must be more than ${JITTER} times --lease-retry, so that a leader gets to renew`;
  return undefined;
}
