import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, type ApiObject, type ApiResource, hasCode } from '@instancetype/kube';
import { parseAllDocuments } from 'yaml';
import type { TestCluster } from './cluster.ts';
import { sendJson } from './send-json.ts';

const DIRECTORY = join(import.meta.dirname, '../crds');
const DEFINITIONS: ApiResource = { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions', kind: 'CustomResourceDefinition', namespaced: false };
const LOOK_MS = 50;
const LIMIT_MS = 30_000;

/** A CustomResourceDefinition, as far as it is read here. */
interface Definition extends ApiObject {
  readonly spec: { readonly group: string; readonly names: { readonly plural: string }; readonly versions: readonly { readonly name: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Reads the definitions in `crds/`. */
export function readCrds(): readonly Definition[] {
  return readdirSync(DIRECTORY)
    .toSorted()
    .flatMap((file) => parseAllDocuments(readFileSync(join(DIRECTORY, file), 'utf8')).flatMap((document) => (document.toJS() as { readonly items: readonly Definition[] }).items));
}

/** Makes the kinds known that tests are about, and waits until the cluster serves them. Where they have been installed already, that
 * changes nothing; those that the embedded API brings, which take everything, are replaced.
 * @param cluster which */
export async function installCrds(cluster: TestCluster): Promise<void> {
  const definitions = readCrds();
  await Promise.all(definitions.map((definition) => put(cluster, definition)));
  const limit = Date.now() + LIMIT_MS;
  for (const definition of definitions) await untilServed(cluster, definition, limit);
}

async function put({ admin }: TestCluster, definition: Definition): Promise<void> {
  try {
    await admin.create(DEFINITIONS, definition);
  } catch (error) {
    if (!hasCode(error, 'already-exists')) throw error;
    await replace(admin, definition);
  }
}

async function replace(admin: Api, definition: Definition): Promise<void> {
  const { resourceVersion } = (await admin.get(DEFINITIONS, nameOf(definition))).metadata ?? {};
  try {
    await admin.update(DEFINITIONS, { ...definition, metadata: { ...definition.metadata, resourceVersion } });
  } catch (error) {
    // the server itself writes its status
    if (!hasCode(error, 'conflict')) throw error;
    await replace(admin, definition);
  }
}

function nameOf({ metadata }: Definition): { readonly name: string } {
  return { name: metadata?.name ?? '' };
}

async function untilServed(cluster: TestCluster, definition: Definition, limit: number): Promise<void> {
  while (!((await isEstablished(cluster, definition)) && (await isServed(cluster, definition)))) {
    if (Date.now() > limit) throw new Error(`The ${cluster.name} cluster does not serve ${definition.metadata?.name} after ${LIMIT_MS / 1000} s.`);
    await sleep(LOOK_MS);
  }
}

async function isEstablished({ admin }: TestCluster, definition: Definition): Promise<boolean> {
  const { status } = (await admin.get(DEFINITIONS, nameOf(definition))) as Definition;
  return status?.conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True') ?? false;
}

// the handlers of a real server learn of it a moment later, and so does discovery, by which kubectl goes
async function isServed({ connection }: TestCluster, { spec: { group, names, versions } }: Definition): Promise<boolean> {
  const path = `/apis/${group}/${versions[0]?.name}`;
  const [discovery, list] = [await sendJson(connection, 'GET', path), await sendJson(connection, 'GET', `${path}/${names.plural}?limit=1`)];
  const { resources } = discovery.body as { readonly resources?: readonly { readonly name: string }[] };
  return list.status === 200 && resources?.some(({ name }) => name === names.plural) === true;
}
