import type { ESLint, Linter } from 'eslint';
import boundaries from 'eslint-plugin-boundaries';
import { apps, importedByApps, ioPackages, kubernetesClient, packages } from './layers.ts';

interface Policy {
  readonly from: object;
  readonly allow?: object;
  readonly disallow?: object;
  readonly message?: string;
}

const SCOPE = '@instancetype';
const sources = '**/*.{ts,mts,js,mjs}';

/** The lint blocks that enforce the table of layers.ts.
 * @param root absolute path of the folder that holds packages/, apps/ and tools/
 * @param project absolute path of a tsconfig file whose `paths` lead from a package's name to its sources */
export function boundariesConfig(root: string, project: string): Linter.Config[] {
  const settings = {
    'boundaries/root-path': root,
    'boundaries/legacy-templates': false,
    'boundaries/dependency-nodes': ['import', 'export', 'dynamic-import', 'require'],
    // `import('x').T` in a type is an import, too; the plugin does not look at it unless told
    'boundaries/additional-dependency-nodes': [
      { selector: 'TSImportType > Literal', kind: 'type', name: 'ts-import-type' },
      { selector: 'TSImportType > TSLiteralType > Literal', kind: 'type', name: 'ts-import-type' },
    ],
    'boundaries/elements': [
      ...Object.keys(packages).map((name) => element(`package:${name}`, `packages/${name}`)),
      ...apps.map((name) => element(`app:${name}`, `apps/${name}`)),
      element('tool', 'tools/*'),
    ],
    // with the plugin's own resolver a forbidden import of a workspace package passes
    'import/resolver': { typescript: { project, noWarnOnMultipleProjects: true } },
  };
  const block = (files: string[], policies: Policy[]): Linter.Config => ({
    files,
    plugins: { boundaries: boundaries as ESLint.Plugin },
    settings,
    rules: {
      'boundaries/no-unknown-files': 'error',
      'boundaries/dependencies': ['error', { default: 'disallow', checkAllOrigins: true, checkUnknownLocals: true, message, policies }],
    },
  });
  return [
    block([`{packages,apps}/*/src/${sources}`], [...sourcePolicies(), ...pathPolicies]),
    block([`{packages,apps}/*/!(src|dist)/${sources}`, '{packages,apps}/*/*.{ts,js,mjs}', `tools/${sources}`], [...testPolicies(), ...pathPolicies]),
  ];
}

const message = '{{from.file.path}} must not import "{{dependency.source}}": see who may import whom in tools/checks/lint/layers.ts';

const element = (type: string, pattern: string): object => ({ type, pattern, partialMatch: false });
const elements = (types: string | readonly string[]): object => ({ element: { type: types } });
const byName = { source: `${SCOPE}/*` };
const packageTypes = (names: readonly string[]): string[] => names.map((name) => `package:${name}`);

/** What the sources of packages and apps may import. A package is reached by its name only, never by a path. */
function sourcePolicies(): Policy[] {
  const outside = { to: { module: { origin: ['external', 'core'] } } };
  return [
    ...Object.entries(packages).map(([name, imports]) => ({
      from: elements(`package:${name}`),
      allow: { to: elements(packageTypes(imports)), dependency: byName },
    })),
    { from: elements('app:*'), allow: { to: elements(packageTypes(importedByApps)), dependency: byName } },
    { from: elements([...packageTypes(ioPackages), 'app:*']), allow: outside },
    {
      from: elements([...packageTypes(Object.keys(packages).filter((name) => name !== kubernetesClient.onlyIn)), 'app:*']),
      disallow: { dependency: { source: kubernetesClient.modules } },
      message: `{{from.file.path}} must not import "{{dependency.source}}": only packages/${kubernetesClient.onlyIn} knows that client`,
    },
  ];
}

/** Tests and tools are not published: they may use every package, what tools offer, and everything outside. No package may know an app; a
 * tool that measures or tries one may, by its name. */
function testPolicies(): Policy[] {
  const everyone = elements(['package:*', 'app:*', 'tool']);
  return [
    { from: everyone, allow: { to: elements('package:*'), dependency: byName } },
    { from: elements('tool'), allow: { to: elements('app:*'), dependency: byName } },
    { from: everyone, allow: { to: elements('tool'), dependency: { source: `${SCOPE}-tools/*` } } },
    { from: everyone, allow: { to: { module: { origin: ['external', 'core'] } } } },
  ];
}

/** Last word: no path into a package, and no name of this scope that leads nowhere. */
const pathPolicies: Policy[] = [
  {
    from: elements('*'),
    disallow: { dependency: { source: `${SCOPE}/*/**` } },
    message: '{{from.file.path}} must not import "{{dependency.source}}": a package is imported by its name only',
  },
  {
    from: elements('*'),
    disallow: { to: { module: { origin: 'external' } }, dependency: byName },
    message: '{{from.file.path}} must not import "{{dependency.source}}": there is no such package',
  },
];
