import { success } from '@instancetype/conflict';
import { clusterOf } from '@instancetype/defaults';
import { escapeText } from '../manifest/escape.ts';
import { type InputFault, inputFault } from '../manifest/fault.ts';
import { type Source, STDIN_NAME } from '../manifest/sources.ts';
import { gatherInputs, type Inputs } from './inputs.ts';
import { Layer, type WorldNote } from './layer.ts';
import { World } from './world.ts';

/** What a command's options say about the world. */
export interface WorldOptions {
  /** --namespace: that of objects which name none. */
  readonly namespace: string;
  /** --objects: files and directories with objects that are not a part of the input. */
  readonly objects: readonly string[];
  /** --config: a file with a KubeVirt object. */
  readonly config?: string | undefined;
  /** False with --no-catalog. */
  readonly catalog: boolean;
}

/** The input and the world around it. */
export interface Opened {
  /** What the command line names, to be read a second time. */
  readonly inputs: Inputs;
  readonly world: World;
  /** What cannot be read of --objects and --config; what cannot be read of the input shows when the input is read. */
  readonly faults: readonly InputFault[];
  /** Objects of the input and of --objects that are defined again with other content. */
  readonly notes: readonly WorldNote[];
}

/** Finds the input, and reads what its VMs may refer to: from itself, in one pass that keeps nothing else, from --objects, and
 * from the built-in catalog, in this order of precedence.
 * @param paths files, directories, and `-` for standard input
 * @param options what else to read
 * @param stdin the stream that `-` stands for
 * @param onSource called before each file is read */
export async function openWorld(
  paths: readonly string[],
  options: WorldOptions,
  stdin: AsyncIterable<Uint8Array | string>,
  onSource?: (source: Source) => void,
): Promise<Opened> {
  const inputs = await gatherInputs(paths, stdin);
  return { inputs, ...(await readWorld(inputs, options, stdin, onSource)) };
}

/** The world around an input that is at hand.
 * @param inputs the input
 * @param options what else to read
 * @param stdin the stream that `-` stands for in --objects and --config
 * @param onSource called before each file is read */
export async function readWorld(
  inputs: Inputs,
  options: WorldOptions,
  stdin: AsyncIterable<Uint8Array | string>,
  onSource?: (source: Source) => void,
): Promise<Omit<Opened, 'inputs'>> {
  const [input, objects, config] = [new Layer(options.namespace), new Layer(options.namespace), new Layer(options.namespace)];
  const isStdinTaken = inputs.some((found) => (found.kind === 'source' ? found.path === undefined : found.file === STDIN_NAME));
  await input.read(inputs, onSource);
  await objects.read(refuseStdin(await gatherInputs(options.objects, stdin), isStdinTaken), onSource);
  if (options.config !== undefined) {
    await config.read(refuseStdin(await gatherInputs([options.config], stdin), isStdinTaken || options.objects.includes('-')), onSource);
    if (!config.kubevirt && config.faults.length === 0) config.faults.push(withoutKubeVirt(options.config));
  }
  const kubevirt = config.kubevirt ?? input.kubevirt ?? objects.kubevirt;
  const cluster = kubevirt ? clusterOf(kubevirt.value) : success({});
  const world = new World({ input: input.store, objects: objects.store, catalog: options.catalog, cluster: cluster.ok ? cluster.value : {} });
  // KubeVirt goes on with the last configuration that it could use; here that is the built-in one
  const unusable = cluster.ok || !kubevirt ? [] : cluster.causes.map((diagnostic) => ({ place: kubevirt.place, diagnostic }));
  if (kubevirt === config.kubevirt) config.faults.push(...unusable.splice(0).map(unusableConfiguration));
  return { world, faults: [...objects.faults, ...config.faults], notes: [...input.notes, ...objects.notes, ...config.notes, ...unusable] };
}

function refuseStdin(inputs: Inputs, isTaken: boolean): Inputs {
  if (!isTaken) return inputs;
  const taken = inputFault(STDIN_NAME, 'input-repeated', 'standard input is named twice: it can be read once');
  return inputs.map((found) => (found.kind === 'source' && found.path === undefined ? taken : found));
}

function unusableConfiguration({ place, diagnostic }: WorldNote): InputFault {
  return { kind: 'fault', file: place.source.name, diagnostic: { ...diagnostic, message: escapeText(diagnostic.message, 1024) } };
}

function withoutKubeVirt(file: string): InputFault {
  const message = `--config takes a file with a KubeVirt object (apiVersion kubevirt.io/v1, kind KubeVirt), and ${escapeText(file)} holds none`;
  return { kind: 'fault', file, diagnostic: { code: 'config-without-kubevirt', severity: 'error', message } };
}
