import { type CpuInstancetype, type CpuLike, preferredSpread, preferredTopology, type ResourcesLike } from '@instancetype/api';
import { showObject } from '@instancetype/conflict';
import { type Draft, type Rule, sameJson } from '@instancetype/draft';
import type { Application } from './application.ts';
import { reportClash } from './clash.ts';
import { type CpuTopology, layOut } from './topology.ts';

const NAME = 'instancetype-cpu';
const SECTION: Rule = { name: NAME, field: 'spec.cpu' };
const MODEL: Rule = { name: NAME, field: 'spec.cpu.model' };
const DEDICATED: Rule = { name: NAME, field: 'spec.cpu.dedicatedCPUPlacement' };
const ISOLATE: Rule = { name: NAME, field: 'spec.cpu.isolateEmulatorThread' };
const NUMA: Rule = { name: NAME, field: 'spec.cpu.numa' };
const REALTIME: Rule = { name: NAME, field: 'spec.cpu.realtime' };
const MAX_SOCKETS: Rule = { name: NAME, field: 'spec.cpu.maxSockets' };
const TOPOLOGY: Rule = { name: 'cpu-topology', field: 'spec.cpu.guest' };

/** Takes the instance type's CPU, laid out as the preference asks; reports every clash (BEHAVIOUR 4.3). */
export function applyCpu(application: Application): void {
  const { instancetype, preference, domain } = application;
  const theirs = instancetype.cpu ?? {};
  const own = domain.at('cpu').value;
  const cpu = domain.ensure('cpu', SECTION);
  const topology = layOut(theirs.guest ?? 0, preferredTopology(preference?.spec), () => preferredSpread(preference?.spec));
  const before = application.found.length;
  if (domain.value?.resources !== undefined) reportResources(application, domain.at('resources'), theirs);
  if (own) reportTopology(application, own, theirs, topology);
  if (own) reportSettings(application, own, theirs);
  if (topology === undefined) reportRatio(application);
  if (application.found.length > before || topology === undefined) return;
  writeSettings(cpu, theirs);
  writeTopology(cpu, topology);
}

function reportResources(application: Application, resources: Draft<ResourcesLike>, theirs: CpuInstancetype): void {
  for (const list of ['requests', 'limits'] as const) {
    const own = resources.at(list).value;
    // a key without a value is there all the same
    if (!own || !Object.hasOwn(own, 'cpu')) continue;
    reportClash(application, { field: `domain.resources.${list}.cpu`, own: own.cpu, theirField: 'spec.cpu.guest', theirs: theirs.guest });
  }
}

function reportTopology(application: Application, cpu: CpuLike, theirs: CpuInstancetype, topology: CpuTopology | undefined): void {
  for (const part of ['sockets', 'cores', 'threads'] as const) {
    const own = cpu[part];
    if (!own) continue;
    reportClash(application, { field: `domain.cpu.${part}`, own, theirField: 'spec.cpu.guest', theirs: theirs.guest, same: own === topology?.[part] });
  }
}

function reportSettings(application: Application, own: CpuLike, theirs: CpuInstancetype): void {
  // in a VM these three cannot be told from unset while they are empty or false
  if (own.model) reportIfBoth(application, 'model', own.model, theirs.model);
  if (own.dedicatedCpuPlacement) reportIfBoth(application, 'dedicatedCPUPlacement', true, theirs.dedicatedCPUPlacement);
  if (own.isolateEmulatorThread) reportIfBoth(application, 'isolateEmulatorThread', true, theirs.isolateEmulatorThread);
  reportIfBoth(application, 'numa', own.numa, theirs.numa);
  reportIfBoth(application, 'realtime', own.realtime, theirs.realtime);
}

function reportIfBoth(application: Application, field: keyof CpuInstancetype, own: unknown, theirs: unknown): void {
  if (own === undefined || own === null || theirs === undefined || theirs === null) return;
  reportClash(application, { field: `domain.cpu.${field}`, own, theirField: `spec.cpu.${field}`, theirs, same: sameJson(own, theirs) });
}

function reportRatio(application: Application): void {
  const { ratioField } = preferredSpread(application.preference?.spec);
  const owner = application.preference?.object ?? { kind: 'preference', name: '' };
  application.found.push({
    code: 'spread-ratio-zero',
    severity: 'error',
    message: `${ratioField} is 0 in ${showObject(owner)}, by which vCPUs cannot be spread: set it to 1 or more, or remove it for the default of 2`,
    reason: 'FieldValueInvalid',
    field: ratioField,
    pointer: '/spec/preference',
    claims: [{ owner, field: ratioField, value: 0 }],
  });
}

function writeSettings(cpu: Draft<CpuLike>, theirs: CpuInstancetype): void {
  setIfGiven(cpu, 'model', theirs.model, MODEL);
  setIfGiven(cpu, 'dedicatedCpuPlacement', theirs.dedicatedCPUPlacement, DEDICATED);
  setIfGiven(cpu, 'isolateEmulatorThread', theirs.isolateEmulatorThread, ISOLATE);
  setIfGiven(cpu, 'numa', theirs.numa, NUMA);
  setIfGiven(cpu, 'realtime', theirs.realtime, REALTIME);
  setIfGiven(cpu, 'maxSockets', theirs.maxSockets, MAX_SOCKETS);
}

function setIfGiven<K extends keyof CpuLike>(cpu: Draft<CpuLike>, key: K, theirs: CpuLike[K], rule: Rule): void {
  if (theirs !== undefined && theirs !== null) cpu.set(key, theirs, rule);
}

function writeTopology(cpu: Draft<CpuLike>, topology: CpuTopology): void {
  cpu.set('sockets', topology.sockets, TOPOLOGY);
  cpu.set('cores', topology.cores, TOPOLOGY);
  cpu.set('threads', topology.threads, TOPOLOGY);
}
