import { createHash } from 'node:crypto';
import type { CatalogInstancetype, CatalogPreference } from '../src/index.ts';

/** The sha256 of what an object means: all of it but its annotations, as JSON with sorted keys. */
export function digest({ apiVersion, kind, metadata, spec }: CatalogInstancetype | CatalogPreference): string {
  const { name, labels } = metadata;
  const meaning = sorted({ apiVersion, kind, metadata: { name, labels }, spec });
  return createHash('sha256').update(JSON.stringify(meaning)).digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
