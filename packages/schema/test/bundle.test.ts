import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

async function bundle(names: string): Promise<string> {
  const entry = new URL('../src/index.ts', import.meta.url).pathname;
  const { outputFiles } = await build({
    stdin: { contents: `export ${names} from ${JSON.stringify(entry)}`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    conditions: ['@instancetype/source'],
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

describe('a bundle', () => {
  it('of everything is at most 12 kB, and evaluates no text', async () => {
    const text = await bundle('*');
    expect(gzipSync(text, { level: 9 }).length).toBeLessThan(12_000);
    expect(text).not.toMatch(/\beval\b|new Function/);
  });

  it('of one validator leaves out the tables of the others', async () => {
    const instancetype = await bundle('{ validateVirtualMachineInstancetype }');
    expect(instancetype).toContain('CPUInstancetype');
    expect(instancetype).not.toMatch(/DomainSpec|DevicePreferences|FeatureHyperv/);
    const preference = await bundle('{ validateVirtualMachinePreference }');
    expect(preference).not.toMatch(/DomainSpec|CPUInstancetype/);
    const virtualMachine = await bundle('{ validateVirtualMachine }');
    expect(virtualMachine).not.toMatch(/CPUInstancetype|DevicePreferences/);
  });
});
