import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const APPS = join(import.meta.dirname, '../..');
const asNode = (version: string): string => `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;
const start = (app: string, version: string): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, ['--conditions=@instancetype/source', '--disable-warning=ExperimentalWarning', `--import=${asNode(version)}`, join(APPS, app, 'src/main.ts'), '--version'], { encoding: 'utf8' });

describe.each([
  ['cli', 'instancetype', '22.12', '22.11.0'],
  ['admitter', 'instancetype-admitter', '22.19', '22.18.0'],
  ['controller', 'instancetype-controller', '22.19', '22.18.0'],
])('%s', (app, program, least, older) => {
  test.each([older, '20.9.0'])('says in one line that Node %s is too old', (version) => {
    const { status, stdout, stderr } = start(app, version);
    expect([status, stdout, stderr]).toEqual([2, '', `${program} needs Node ${least} or later, and this is Node ${version}.\n`]);
  });

  test('runs on the oldest that its package asks for', () => {
    const { engines } = JSON.parse(readFileSync(join(APPS, app, 'package.json'), 'utf8')) as { readonly engines: { readonly node: string } };
    expect(engines.node).toBe(`>=${least}`);
    expect(start(app, `${least}.0`)).toMatchObject({ status: 0, stderr: '' });
  });
});
