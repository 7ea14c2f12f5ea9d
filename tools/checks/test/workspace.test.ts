import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportedNames, namesInApi } from '../exports.ts';
import { findCycle, importGraph } from '../imports.ts';
import { purePackages } from '../lint/layers.ts';
import { published, readJson, repository, workspacesIn } from '../workspace.ts';

interface Project {
  readonly references?: readonly { readonly path: string }[];
}

const libraries = workspacesIn('packages');
const apps = workspacesIn('apps');
const names = new Map([...libraries, ...apps].map(({ manifest, folder }) => [manifest.name, folder]));
const dependencies = (manifest: { readonly dependencies?: Readonly<Record<string, string>> }): string[] =>
  Object.keys(manifest.dependencies ?? {}).filter((name) => names.has(name));

describe.each([...libraries, ...apps])('$folder', ({ folder, path, manifest }) => {
  const project = readJson(join(path, 'tsconfig.json')) as Project;

  it('is named after its folder', () => {
    expect(manifest.name).toBe(`@instancetype/${folder.split('/')[1]}`);
  });

  // otherwise a change to a dependency would not rebuild it
  it('references in its tsconfig.json exactly the packages that it depends on', () => {
    const referenced = project.references?.map((reference) => join(folder, reference.path)) ?? [];
    expect(referenced.toSorted()).toEqual(dependencies(manifest).map((name) => names.get(name)).toSorted());
  });

  it('has no cycle of imports', () => {
    expect(findCycle(importGraph(join(path, 'src')))).toBeUndefined();
  });
});

describe('the workspace', () => {
  it('has no cycle of packages', () => {
    const graph = new Map([...libraries, ...apps].map(({ manifest }) => [manifest.name, dependencies(manifest)]));
    expect(findCycle(graph)).toBeUndefined();
  });

  it('is built whole by the root tsconfig.json', () => {
    const referenced = (readJson(join(repository, 'tsconfig.json')) as Project).references?.map(({ path }) => path);
    expect(referenced?.toSorted()).toEqual([...libraries, ...apps].map(({ folder }) => folder).toSorted());
  });

  it('finds a cycle where there is one', () => {
    expect(findCycle(new Map([['a', ['b']], ['b', ['c', 'd']], ['c', []], ['d', ['b']]]))).toEqual(['b', 'd', 'b']);
  });
});

describe.each(libraries.filter(({ folder }) => purePackages.includes(folder.slice('packages/'.length))))('$folder is pure:', ({ manifest }) => {
  it('it depends on nothing outside this repository', () => {
    expect(Object.keys(manifest.dependencies ?? {}).filter((name) => !names.has(name))).toEqual([]);
  });

  it('bundlers may drop what is not used of it', () => {
    expect(manifest.sideEffects).toBe(false);
  });
});

describe.each(libraries)('the API section of the README of $folder', ({ path }) => {
  const exported = exportedNames(join(path, 'src/index.ts'));
  const { names: written, types } = namesInApi(readFileSync(join(path, 'README.md'), 'utf8'));

  it('names everything that the package exports', () => {
    expect(exported).not.toEqual([]);
    expect(exported.filter((name) => !written.has(name))).toEqual([]);
  });

  it('lists no type that the package does not export', () => {
    expect(types.filter((name) => !exported.includes(name))).toEqual([]);
  });
});

describe('what a module exports', () => {
  it('is found by whatever it is exported with, and what modules that it passes on export', () => {
    const names = exportedNames(join(import.meta.dirname, 'fixtures/exports/index.ts'));
    expect(names).toEqual(['A_VALUE', 'AType', 'Again', 'aFunction', 'anAsyncFunction', 'list', 'listed', 'renamed'].toSorted());
  });
});

describe.each(published())('$folder is published:', ({ path, manifest }) => {
  it('its README has the sections that every README has', () => {
    const file = join(path, 'README.md');
    const headings = existsSync(file) ? readFileSync(file, 'utf8').match(/^##? .*$/gm) : [];
    const sections = ['What is this?', 'When should I use this?', 'Install', 'Use', 'API', 'Compatibility', 'License'];
    expect(headings).toEqual(expect.arrayContaining([`# ${manifest.name}`, ...sections.map((name) => `## ${name}`)]));
  });

  it('it runs on Node 22', () => {
    expect(manifest.engines?.['node']).toMatch(/^>=22(\.\d+)?$/);
  });
});
