// Makes sure that a real kube-apiserver and etcd are there for the end-to-end tests: builds them the first time, where there is Go.
// Exits with 0 where they are there and where there is no Go, with 1 where they cannot be built or are not where somebody says.
import { parseArgs } from 'node:util';
import { findBinaries, isGiven } from './src/binaries.ts';
import { build } from './src/build.ts';
import { findGo } from './src/go.ts';
import { versions } from './src/module.ts';

const USAGE = `usage: npx node tools/apiserver/main.ts [--print-dir | --force]
  --print-dir   print the directory of the binaries and build nothing; exit with 1 where there are none
  --force       build them anew, although they are there`;

const GO_IS = 'https://go.dev/dl';

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const { printDir, force } = optionsOf();
process.exitCode = printDir ? printDirectory() : await ensure();

function optionsOf(): { readonly printDir: boolean; readonly force: boolean } {
  try {
    const { values } = parseArgs({ options: { 'print-dir': { type: 'boolean', default: false }, force: { type: 'boolean', default: false } } });
    return { printDir: values['print-dir'], force: values.force };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return process.exit(2);
  }
}

function printDirectory(): number {
  const found = findBinaries();
  if ('missing' in found) console.error(found.missing);
  else console.log(found.dir);
  return 'missing' in found ? 1 : 0;
}

async function ensure(): Promise<number> {
  const found = findBinaries();
  if (isGiven()) return 'missing' in found ? fail(`${found.missing}.`) : say(`${found.kubeApiserver} and ${found.etcd} are used, as the environment says.`);
  if (!('missing' in found) && !force) return say(`kube-apiserver ${versions().kubernetes} and etcd ${versions().etcd} are in ${found.dir}.`);
  const go = findGo();
  if (!go) return say(`Skipped: there is no kube-apiserver (KUBEBUILDER_ASSETS names none) and no Go to build one (${GO_IS}), so the end-to-end tests run on the embedded API alone.`);
  try {
    await build(go, { say, force });
    return 0;
  } catch (error) {
    return fail(`The servers for the end-to-end tests could not be built with ${go.version}. ${(error as Error).message}\nWithout a network, let KUBEBUILDER_ASSETS name a directory with etcd and kube-apiserver.`);
  }
}

function say(line: string): number {
  console.log(line);
  return 0;
}

function fail(line: string): number {
  console.error(line);
  return 1;
}
