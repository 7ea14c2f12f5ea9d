/** Differences between an expected and an actual result, [] where they agree. */
export function differences(expected: unknown, actual: unknown): { path: string; expected: unknown; actual: unknown }[];
