import { fileURLToPath } from 'node:url';
import { type BuildOptions, type Plugin, build, stop } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

afterAll(() => stop());

/** What a bundler makes of a line that uses the package: minified JavaScript. */
async function bundle(line: string, options: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: line, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    minify: true,
    write: false,
    logLevel: 'error',
    conditions: ['@instancetype/source'],
    ...options,
  });
  return outputFiles?.map(({ text }) => text).join('') ?? '';
}

const distrust: Plugin = {
  name: 'distrust',
  setup(plugin) {
    plugin.onResolve({ filter: /^\./ }, async ({ path, pluginData, ...args }) => {
      if (pluginData === 'resolved') return undefined;
      const resolved = await plugin.resolve(path, { ...args, pluginData: 'resolved' });
      return { path: resolved.path, sideEffects: true };
    });
  },
};

function use(names: string): Promise<string> {
  return bundle(`import { ${names} } from './src/index.ts'; console.log(${names});`);
}

describe('a bundle', () => {
  test('with one series has that series and no other, and no preference', async () => {
    const [one, all] = await Promise.all([use('u1'), use('catalogReader')]);
    expect(one.length).toBeLessThan(all.length / 4);
    expect(one).toContain('general.purpose');
    expect(all).toContain('general.purpose');
    for (const other of ['overcommitted', 'realtime"', 'compute.exclusive', 'virtio', 'windows']) {
      expect(one).not.toContain(other);
      expect(all).toContain(other);
    }
  });

  test('with one family has that family and no other, only the components it uses, and no series', async () => {
    const [one, all] = await Promise.all([use('debian'), use('catalogReader')]);
    expect(one.length).toBeLessThan(all.length / 4);
    expect(one).toContain('preferredEfi');
    expect(all).toContain('preferredEfi');
    for (const other of ['preferredSmm', 'preferredHyperv', 'SocketsCoresThreads', 'rhel', 'general.purpose']) {
      expect(one).not.toContain(other);
      expect(all).toContain(other);
    }
  });

  test('with all instance types has no preference, and the other way round', async () => {
    expect(await use('instancetypes, instancetypeNamed')).not.toContain('ClusterPreference');
    expect(await use('preferences, preferenceNamed')).not.toContain('ClusterInstancetype');
  });

  test('with the version alone has nothing else', async () => {
    expect((await use('CATALOG_VERSION')).length).toBeLessThan(50);
  });

  // the manifest promises that no module has an effect of its own; here each is taken for one that may have
  test('with nothing of it is empty, whatever its manifest says of side effects', async () => {
    expect((await bundle(`import './src/index.ts';`, { plugins: [distrust] })).trim()).toBe('');
    // what does have an effect must stay, or the line above would prove nothing
    expect(await bundle(`import './test/fixtures/effect.ts';`)).toBe('');
    expect(await bundle(`import './test/fixtures/effect.ts';`, { plugins: [distrust] })).toContain('globalThis');
  });
});
