/** The release of KubeVirt's common instance types that this package reproduces; every object carries it as a label. */
export const CATALOG_VERSION = 'v1.7.0';
