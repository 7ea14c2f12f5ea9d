import type { VirtualMachineLike } from '@instancetype/api';
import { type Diagnostic, failureOf } from '@instancetype/conflict';
import type { TracedOutcome } from '@instancetype/draft';
import { expand } from '@instancetype/expand';
import { inferReferences, listRefs, type NotInferred, withInference } from '../world/infer-references.ts';
import type { World } from '../world/world.ts';

/** Expands a VM, after what it leaves to its volumes is inferred. The trace is that of both.
 * @param vm the VM
 * @param world what it may refer to */
export function expandVm(vm: VirtualMachineLike, world: World): TracedOutcome<VirtualMachineLike> {
  const inferred = inferReferences(vm, world);
  const refused = failureOf(inferred.failures.flatMap(causesOf));
  if (refused) return refused;
  const expanded = expand(inferred.vm, world, { trace: true, cluster: world.cluster });
  if (inferred.trace.length === 0) return expanded;
  const named = (diagnostic: Diagnostic): Diagnostic => withInference(diagnostic, inferred.trace);
  if (expanded.ok) return { ...expanded, notes: expanded.notes.map(named), trace: [...inferred.trace, ...expanded.trace] };
  const [first, ...more] = expanded.causes;
  return { ok: false, causes: [named(first), ...more.map(named)] };
}

function causesOf({ causes, unknown }: NotInferred): readonly Diagnostic[] {
  if (unknown.length === 0) return causes;
  return causes.map((cause) => ({ ...cause, message: `${cause.message}. If it exists in the cluster, add ${listRefs(unknown)} to the input or to --objects` }));
}
