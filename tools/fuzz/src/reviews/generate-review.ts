import type { ReviewSettings } from '@instancetype/admitter';
import { generate } from '../generate.ts';
import { textOf } from '../json.ts';
import { mutate } from '../mutate.ts';
import { Random } from '@instancetype-tools/random';
import { spoilBytes } from './bytes.ts';
import { crowd, spoilByCatalog } from './catalog.ts';
import { oddPath, pathOf, reviewOf, spoilEnvelope } from './envelope.ts';
import type { Reading, ReviewCase } from './review-case.ts';
import { FAULT_NAMES } from './review-reader.ts';
import { storage, withStorage } from './storage.ts';
import { spoilText, type Spoilt } from './text.ts';

const COMPATIBLE: ReviewSettings = { missingObjects: 'allow', negativeMemory: 'warn', foreignRevisions: 'warn', crossNamespaceInference: 'follow' };
const STRICT: ReviewSettings = { missingObjects: 'deny', negativeMemory: 'deny', foreignRevisions: 'deny', crossNamespaceInference: 'deny' };
const MIXED: readonly ReviewSettings[] = [
  { ...COMPATIBLE, missingObjects: 'deny' },
  { ...COMPATIBLE, negativeMemory: 'deny', crossNamespaceInference: 'deny' },
  { ...STRICT, missingObjects: 'allow' },
];

/** How a case is spoilt, each as often as it stands here. */
const WAYS = ['whole', 'whole', 'whole', 'envelope', 'envelope', 'catalog', 'catalog', 'catalog', 'mutations', 'mutations', 'text', 'text', 'bytes', 'bytes'] as const;

/** Makes a case: some as a Kubernetes API server would send them, the others spoilt in the review, the object, the text or the bytes.
 * @param seed all that the case depends on */
export function generateReview(seed: number): ReviewCase {
  const random = new Random(seed ^ 0x5eed);
  const { vm, objects, cluster, mutations } = generate(seed);
  const object: unknown = random.once(4) ? random.pick(objects.slice(0, 2)) : withStorage(vm, random);
  const way = random.pick(WAYS);
  if (way === 'catalog') spoilObjects(object, objects, random);
  const path = way === 'envelope' && random.once(6) ? oddPath(random) : pathOf(object, random);
  const review = reviewOf(object, random);
  if (way === 'envelope') repeat(2, random, () => spoilEnvelope(review, random));
  if (way === 'mutations') repeat(4, random, () => mutate({ review }, random));
  return {
    path,
    review,
    ...(way === 'text' || way === 'bytes' ? spoiltBody(review, way, random) : { body: undefined, repeatsKey: false }),
    warnings: random.once(10) ? warnings(random) : [],
    objects: [...objects, ...storage(random)],
    // the resource definition of KubeVirt's own object keeps it from being spoilt
    cluster: mutations === 0 ? cluster : {},
    settings: random.pick([COMPATIBLE, COMPATIBLE, STRICT, STRICT, random.pick(MIXED)]),
    isWhole: mutations === 0 && way === 'whole',
    reading: readingOf(random),
  };
}

function spoilObjects(object: unknown, objects: readonly unknown[], random: Random): void {
  // a long list costs as much as a hundred other cases
  if (random.once(200)) return crowd(object, random);
  for (const one of [object, object, random.pick(objects)]) if (random.once(2)) spoilByCatalog(one, random);
}

function repeat(most: number, random: Random, spoil: () => void): void {
  for (let count = 1 + random.below(most); count > 0; count--) spoil();
}

function spoiltBody(review: object, way: 'text' | 'bytes', random: Random): Spoilt {
  const text = textOf(review);
  return way === 'text' ? spoilText(text, random) : { body: spoilBytes(new TextEncoder().encode(text), random), repeatsKey: false };
}

function readingOf(random: Random): Reading {
  const fault = random.once(5) ? random.pick(FAULT_NAMES) : undefined;
  const isAborted = fault === 'silence' || random.once(20);
  return { fault, salt: random.below(2 ** 30), aborted: isAborted ? random.pick(['before', 'meanwhile'] as const) : undefined };
}

function warnings(random: Random): string[] {
  return Array.from({ length: random.below(15) }, () => `${random.pick(['a', '🙂', 'é'])}${random.pick(['x', '🙂']).repeat(random.pick([1, 126, 127, 128, 255, 256, 1_000]))}`);
}
