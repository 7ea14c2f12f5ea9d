import type { ReviewSettings } from './review/review.ts';

/** What may be said one by one; the mode says the rest. */
interface Given extends Partial<{ readonly [Key in keyof ReviewSettings]: ReviewSettings[Key] | undefined }> {
  readonly mode: 'kubevirt' | 'strict';
}

type Strictness = Omit<ReviewSettings, 'lateInference'>;

const MODES: Readonly<Record<Given['mode'], Strictness>> = {
  kubevirt: { missingObjects: 'allow', negativeMemory: 'warn', foreignRevisions: 'warn', crossNamespaceInference: 'follow' },
  strict: { missingObjects: 'deny', negativeMemory: 'deny', foreignRevisions: 'deny', crossNamespaceInference: 'deny' },
};

/** How strict the webhooks are: as the mode says, but for what is said one by one.
 * @param given the settings */
export function strictnessOf(given: Given): ReviewSettings {
  const base = MODES[given.mode];
  return {
    // no mode says it: it takes a controller that does the rest
    lateInference: given.lateInference ?? false,
    missingObjects: given.missingObjects ?? base.missingObjects,
    negativeMemory: given.negativeMemory ?? base.negativeMemory,
    foreignRevisions: given.foreignRevisions ?? base.foreignRevisions,
    crossNamespaceInference: given.crossNamespaceInference ?? base.crossNamespaceInference,
  };
}
