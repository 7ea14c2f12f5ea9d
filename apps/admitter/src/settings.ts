import { defineSettings, readSettings, setting } from '@instancetype/operate';
import type { ReviewSettings } from './review/review.ts';
import { strictnessOf } from './strictness.ts';
import { versionOf } from './version.ts';

const JUDGEMENT = 'How strict';
const SERVING = 'Serving the webhooks';
const CALLERS = 'Who may call';
const CLUSTER = 'The cluster';
const OPERATION = 'Operation';

const NAME = 'instancetype-admitter';
const EXIT_USAGE = 2;

/** Every setting of the admitter, each by flag and by environment variable. */
const TABLE = defineSettings({
  tlsCertFile: setting.file({ group: SERVING, description: 'The serving certificate with its chain, PEM; read again when it changes', required: true }),
  tlsKeyFile: setting.file({ group: SERVING, description: 'Its key, PEM', required: true }),
  tlsMinVersion: setting.choice({ group: SERVING, description: 'The oldest version of TLS that is spoken', choices: ['1.2', '1.3'], default: '1.2' }),
  host: setting.text({ group: SERVING, description: 'The address to listen at; all addresses without it' }),
  port: setting.port({ group: SERVING, description: 'The port of the webhooks (HTTPS)', default: 9443 }),
  maxInFlight: setting.integer({ group: SERVING, description: 'Reviews at work at once; more are answered with 429, which the API server counts as a failed call', min: 1, max: 100_000, default: 500 }),
  maxConnections: setting.integer({ group: SERVING, description: 'Open connections; more are closed', min: 1, max: 100_000, default: 2000 }),
  clientCaFile: setting.file({ group: CALLERS, description: 'Authorities, PEM, one of which must have signed the client certificate of every caller; without it everybody may call' }),
  clientNames: setting.list({ group: CALLERS, placeholder: '<names>', description: 'The names, of which the certificate of a caller must have one as its common name or a DNS name; needs --client-ca-file' }),
  kubeconfig: setting.file({ group: CLUSTER, description: 'The kubeconfig to use; without it the service account of the pod, and outside of a pod what kubectl takes' }),
  context: setting.text({ group: CLUSTER, description: 'The context of the kubeconfig; needs --kubeconfig' }),
  serviceAccountDir: setting.text({ group: CLUSTER, placeholder: '<directory>', description: "The directory of the pod's service account (token, ca.crt), where it is not Kubernetes' usual one" }),
  streamLists: setting.flag({ group: CLUSTER, description: 'Read all objects of a kind as a stream where the API server can do that; else, and where it cannot, page by page', default: true }),
  mode: setting.choice({ group: JUDGEMENT, description: 'kubevirt judges as KubeVirt does; strict refuses what the four settings below can refuse', choices: ['kubevirt', 'strict'], default: 'kubevirt' }),
  missingObjects: setting.choice({ group: JUDGEMENT, description: 'VMs that name what does not exist, is of an unknown kind or cannot be read; as --mode says without it', choices: ['allow', 'deny'] }),
  negativeMemory: setting.choice({ group: JUDGEMENT, description: 'Negative amounts of memory; as --mode says without it', choices: ['warn', 'deny'] }),
  foreignRevisions: setting.choice({ group: JUDGEMENT, description: 'VMs that name a revision which another object controls; as --mode says without it', choices: ['warn', 'deny'] }),
  crossNamespaceInference: setting.choice({ group: JUDGEMENT, description: "Inference that leads out of the VM's namespace, with the rights of the admitter; as --mode says without it", choices: ['follow', 'deny'] }),
  lateInference: setting.flag({ group: JUDGEMENT, description: 'Admit, with a warning, VMs whose instance type or preference cannot be inferred yet because the volume does not exist; the controller with late-inference among its --features infers it later' }),
  probeHost: setting.text({ group: OPERATION, description: 'The address of probes and metrics; all addresses without it' }),
  probePort: setting.port({ group: OPERATION, description: 'The port of /livez, /readyz and /metrics (HTTP)', default: 8081 }),
  drainDelay: setting.duration({ group: OPERATION, description: 'How long reviews are still taken after SIGTERM, until every API server has turned to another replica', default: '10s', max: '10m' }),
  drainTimeout: setting.duration({ group: OPERATION, description: 'How long the end may take in all', default: '30s', max: '30m' }),
  logLevel: setting.choice({ group: OPERATION, description: 'The least severe lines that are written', choices: ['debug', 'info', 'warn', 'error'], default: 'info' }),
});

/** The settings as they were given; times in ms. What they mean stands in `--help`. */
export interface Settings extends Partial<{ readonly [Key in keyof ReviewSettings]: ReviewSettings[Key] | undefined }> {
  readonly tlsCertFile: string;
  readonly tlsKeyFile: string;
  readonly tlsMinVersion: '1.2' | '1.3';
  readonly host: string | undefined;
  readonly port: number;
  readonly maxInFlight: number;
  readonly maxConnections: number;
  readonly clientCaFile: string | undefined;
  readonly clientNames: readonly string[];
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly serviceAccountDir: string | undefined;
  readonly streamLists: boolean;
  readonly mode: 'kubevirt' | 'strict';
  readonly probeHost: string | undefined;
  readonly probePort: number;
  readonly drainDelay: number;
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
export function readAdmitterSettings(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): SettingsRead {
  const program = {
    name: NAME,
    description: "Serves KubeVirt's admission webhooks of instance types, preferences and the VMs that name them.",
    version: versionOf(),
    prefix: 'ADMITTER',
    notes: ['Exit codes: 0 after SIGTERM, 1 where it cannot start or go on, 2 for a wrong setting.'],
  };
  const read = readSettings(program, TABLE, argv, env);
  if (!read.ok) return read;
  const contradiction = contradictionIn(read.settings);
  return contradiction === undefined ? read : { ok: false, exitCode: EXIT_USAGE, stream: 'stderr', text: `${NAME}: ${contradiction}\n` };
}

/** What is wrong with settings that are right one by one. */
function contradictionIn(settings: Settings): string | undefined {
  const { clientCaFile, clientNames, kubeconfig, context, serviceAccountDir, drainDelay, drainTimeout } = settings;
  if (clientCaFile !== undefined && clientNames.length === 0) return '--client-ca-file needs --client-names: whom its authorities sign is not yet a caller';
  if (clientCaFile === undefined && clientNames.length > 0) return '--client-names needs --client-ca-file: a name that nobody vouches for is no name';
  if (context !== undefined && kubeconfig === undefined) return '--context needs --kubeconfig: the context is one of that file';
  if (kubeconfig !== undefined && serviceAccountDir !== undefined) return '--kubeconfig and --service-account-dir are two identities: give one of them';
  if (drainDelay >= drainTimeout) return '--drain-delay must be less than --drain-timeout, which holds the delay and what is still at work after it';
  return lateInferenceProblem(settings);
}

function lateInferenceProblem(settings: Settings): string | undefined {
  const { lateInference, missingObjects } = strictnessOf(settings);
  if (!lateInference || missingObjects === 'allow') return undefined;
  return '--late-inference needs --missing-objects allow: what is not inferred yet counts as missing until then';
}
