import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from './module.ts';

/** The programs of a control plane. */
export interface Binaries {
  /** Where those are that no variable of their own names. */
  readonly dir: string;
  readonly etcd: string;
  readonly kubeApiserver: string;
  /** Unset where there is none: not everybody's binaries include it. */
  readonly kubectl: string | undefined;
}

/** Why there is no control plane, in one line for a person. */
export interface NoBinaries {
  readonly missing: string;
}

/** Finds the programs: those that TEST_ASSET_ETCD, TEST_ASSET_KUBE_APISERVER and TEST_ASSET_KUBECTL name, else those in the
 * directory KUBEBUILDER_ASSETS, else those that have been built here. It builds nothing.
 * @param environment where the variables are */
export function findBinaries(environment: Readonly<Record<string, string | undefined>> = process.env): Binaries | NoBinaries {
  const given = environment['KUBEBUILDER_ASSETS'];
  const dir = given || cacheDirectory();
  const place = (variable: string, name: string): string => environment[variable] || join(dir, name);
  const [etcd, kubeApiserver, kubectl] = [place('TEST_ASSET_ETCD', 'etcd'), place('TEST_ASSET_KUBE_APISERVER', 'kube-apiserver'), place('TEST_ASSET_KUBECTL', 'kubectl')];
  const absent = [etcd, kubeApiserver].find((file) => !isProgram(file));
  if (absent === undefined) return { dir, etcd, kubeApiserver, kubectl: isProgram(kubectl) ? kubectl : undefined };
  if (!isGiven(environment)) return { missing: 'no kube-apiserver has been built yet: run "npx node tools/apiserver/main.ts", which needs Go, or let KUBEBUILDER_ASSETS name a directory with etcd and kube-apiserver' };
  return { missing: `${absent} is no program, but ${given ? 'KUBEBUILDER_ASSETS' : 'a variable TEST_ASSET_*'} says so: correct the variable, or unset it to have the servers built` };
}

/** Whether somebody has named the programs to use.
 * @param environment where the variables are */
export function isGiven(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return ['KUBEBUILDER_ASSETS', 'TEST_ASSET_ETCD', 'TEST_ASSET_KUBE_APISERVER'].some((name) => environment[name]);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
