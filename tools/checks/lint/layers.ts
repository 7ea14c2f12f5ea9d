// Who may import whom. This table is the whole rule: what it does not list is forbidden, and a folder that it does
// not list is an error, so that a new package cannot escape by being new.

/** Packages, and the packages that the sources of each may import. */
type Imports = Readonly<Record<string, readonly string[]>>;

/** Shared leaves: every package may import them. Among themselves they have an order, so that no cycle can arise. */
const leaves: Imports = {
  api: [],
  quantity: [],
  conflict: [],
  draft: ['conflict'],
  revision: ['api', 'conflict', 'quantity'],
};
const everyLeaf: readonly string[] = Object.keys(leaves);

// Features: one verb on one noun. A feature knows the leaves; what it needs of another feature it takes as a parameter.
// preference-X may use the common code of X, except where X is built on preference-X: `apply` applies both in turn.
const features: Imports = {
  find: everyLeaf,
  apply: [...everyLeaf, 'preference-apply'],
  infer: everyLeaf,
  store: everyLeaf,
  validate: everyLeaf,
  'preference-find': [...everyLeaf, 'find'],
  'preference-apply': everyLeaf,
  'preference-infer': [...everyLeaf, 'infer'],
  'preference-store': [...everyLeaf, 'store'],
  'preference-validate': [...everyLeaf, 'validate'],
  defaults: everyLeaf,
  catalog: everyLeaf,
  schema: everyLeaf,
};
const everyFeature: readonly string[] = Object.keys(features);

/** Packages that compose features, each with one verb: resolve a VM, mutate it, judge it. They do not know each other. */
const composers: Imports = {
  expand: [...everyLeaf, ...everyFeature],
  admit: [...everyLeaf, ...everyFeature],
  mutate: [...everyLeaf, ...everyFeature],
};

/** What KubeVirt's controllers do with a VM, each part apart from the others. What a VM resolves to is one rule, so all but `render` stand on
 * `expand`; `render` composes the features itself, since KubeVirt's order at a start is another. */
const controllers: Imports = Object.fromEntries(['sync', 'render', 'update', 'export', 'measure'].map((name) => [name, [...everyLeaf, ...everyFeature, 'expand']]));

/** Packages with I/O: they may use Node and packages from outside. */
const io: Imports = { kube: everyLeaf, devcluster: everyLeaf, operate: everyLeaf, control: everyLeaf };

/** Pure packages: they run in Node, a browser and a worker, and depend on nothing outside this repository. */
export const purePackages: readonly string[] = [...everyLeaf, ...everyFeature, ...Object.keys(composers), ...Object.keys(controllers)];

export const ioPackages: readonly string[] = Object.keys(io);

/** Every package, and the packages that its sources may import. */
export const packages: Imports = { ...leaves, ...features, ...composers, ...controllers, ...io };

/** The applications: they compose packages, never each other, and never the cluster that is for tests only. */
export const apps: readonly string[] = ['cli', 'admitter', 'controller', 'subresource-api'];
export const importedByApps: readonly string[] = Object.keys(packages).filter((name) => name !== 'devcluster');

/** The one package that knows this client. */
export const kubernetesClient: { readonly modules: readonly string[]; readonly onlyIn: string } = { modules: ['@kubernetes/*', '@kubernetes/*/**'], onlyIn: 'kube' };
