import type { Matcher } from './objects.ts';
import { type Ledger, type Stored, versionOf } from './ledger.ts';

interface Reference extends Matcher {
  readonly controllerRevisionRef?: { readonly name?: string };
}

interface Kept {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly uid?: string; readonly generation?: number };
  readonly spec?: unknown;
}

type Content = Pick<Ledger, 'past' | 'revisions' | 'vms'>;

const PARTS = [['instancetype', 'instancetypeRef'], ['preference', 'preferenceRef']] as const;

/** What is not as it has to be once all is quiet: every VM's status names revisions that are there, belong to it, and hold what the instance type
 * or the preference that the VM names was at some time; and every revision belongs to a VM.
 * @param content of the cluster */
export function contentProblems(content: Content): string[] {
  const vms = [...content.vms.values()].flatMap((vm) => PARTS.flatMap(([matcher, reference]) => referenceProblems(vm, { matcher, reference }, content)));
  const orphans = [...content.revisions].filter(([, { metadata }]) => !(metadata.ownerReferences ?? []).some(({ uid = '' }) => content.vms.has(uid)));
  return [...vms, ...orphans.map(([key]) => `The revision ${key} belongs to no VM.`)];
}

function referenceProblems(vm: Stored, { matcher, reference }: { readonly matcher: string; readonly reference: string }, content: Content): string[] {
  const asked = (vm['spec'] as Readonly<Record<string, Matcher | undefined>>)[matcher];
  if (!asked) return [];
  const told = (vm['status'] as Readonly<Record<string, Reference | undefined>> | undefined)?.[reference];
  const problem = isSame(told, asked) ? revisionProblem(vm, { asked, named: told?.controllerRevisionRef?.name }, content) : `its status says ${told ? `${told.kind} ${told.name}` : 'nothing'}`;
  return problem === undefined ? [] : [`${vm.metadata.namespace}/${vm.metadata.name} asks for the ${matcher} ${asked.kind} ${asked.name}, and ${problem}.`];
}

function revisionProblem({ metadata }: Stored, { asked, named }: { readonly asked: Matcher; readonly named: string | undefined }, { revisions, past }: Content): string | undefined {
  const revision = revisions.get(`${metadata.namespace}/${named}`);
  if (!revision) return `its status names the revision ${named}, which is not there`;
  if (!revision.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid)) return 'its revision is not its own';
  const kept = revision['data'] as Kept;
  if (!isSame({ ...kept.metadata, kind: kept.kind ?? '' }, asked)) return `its revision holds the ${kept.kind} ${kept.metadata?.name}`;
  return past.get(versionOf(kept)) === JSON.stringify(kept.spec) ? undefined : `its revision holds what that never was: ${JSON.stringify(kept.spec)}`;
}

function isSame(told: Partial<Matcher> | undefined, asked: Matcher): boolean {
  return told?.kind?.toLowerCase() === asked.kind.toLowerCase() && told.name === asked.name;
}
