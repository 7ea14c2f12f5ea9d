import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const APPS = join(import.meta.dirname, '../..');
const AS_NODE_20 = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.9.0'}})`;

test.each([
  ['cli', 'instancetype'],
  ['admitter', 'instancetype-admitter'],
  ['controller', 'instancetype-controller'],
])('on a Node that is too old %s says so in one line', (app, program) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=@instancetype/source', '--disable-warning=ExperimentalWarning', `--import=${AS_NODE_20}`, join(APPS, app, 'src/main.ts'), '--version'], { encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([2, '', `${program} needs Node 22 or later, and this is Node 20.9.0.\n`]);
});
