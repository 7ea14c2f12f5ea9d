import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CorrectedModels } from '../collect.ts';
import { add, drop, rename, retype } from '../correction.ts';
import { CORRECTIONS } from '../corrections.ts';
import { modulesOf } from '../modules.ts';
import { TypesFile } from '../read-types.ts';

const entry = createRequire(import.meta.url).resolve('@kubevirt-ui-ext/kubevirt-api/kubevirt');
const types = new TypesFile(join(dirname(entry), 'index.d.ts'));
const committed = join(import.meta.dirname, '../../../packages/schema/src/generated');

describe('the generated tables', () => {
  it('are what the generator writes today', () => {
    const wanted = modulesOf(new CorrectedModels(types, CORRECTIONS));
    expect(readdirSync(committed).sort()).toEqual([...wanted.keys()].sort());
    for (const [name, text] of wanted) expect(readFileSync(join(committed, name), 'utf8')).toBe(text);
  });
});

describe('a correction', () => {
  it('that has nothing to correct stops the generator', () => {
    for (const useless of [
      retype('V1CPU.nope', 'int32', ''),
      retype('V1CPU.model', 'string', ''),
      add('V1CPU.cores', 'int32', {}, ''),
      drop('V1CPU.nope', ''),
      rename('V1CPU.cores', '_cores', ''),
    ]) {
      expect(() => new CorrectedModels(types, [useless])).toThrow(useless.place.replace('.cores', ''));
    }
  });

  it('tells why', () => {
    for (const { place, why } of CORRECTIONS) expect(why, place).not.toBe('');
  });

  it('is needed for every number', () => {
    const without = CORRECTIONS.filter(({ place }) => place !== 'V1CPU.cores');
    expect(() => modulesOf(new CorrectedModels(types, without))).toThrow('CPU.cores is a number: correct it');
  });
});
