import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inParallel, run } from './run.ts';
import { repository } from './workspace.ts';

const COMPILERS = { '5.6': 'typescript-5.6/bin/tsc', '7': 'typescript-7/bin/tsc' };
const RESOLUTIONS = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
];

/** Compiles a project that imports every package, with the oldest and the newest TypeScript that are supported, as strictly
 * as a user may: declarations are checked (skipLibCheck off), optional properties exact or not, neither Node's types nor
 * the DOM's at hand unless they are asked for. Mistakes in the declarations of others do not count.
 * @param consumer folder of a project in which the packages are installed
 * @param names the packages
 * @param types global types that are at hand: `node`
 * @returns what they find wrong */
export async function checkTypes(consumer: string, names: readonly string[], types: readonly string[] = []): Promise<string[]> {
  const folder = join(consumer, `types-${types.join('-')}`);
  mkdirSync(folder, { recursive: true });
  const imports = names.map((name, index) => `import * as package${index} from '${name}';`);
  const exported = names.map((_, index) => `package${index}`);
  writeFileSync(join(folder, 'everything.ts'), `${imports.join('\n')}\nexport const everything = [${exported.join(', ')}];\n`);
  const runs = Object.entries(COMPILERS).flatMap(([version, bin]) =>
    RESOLUTIONS.flatMap((resolution) => [true, false].map((exactOptionalPropertyTypes) => ({ version, bin, resolution, exactOptionalPropertyTypes }))),
  );
  const problems = await inParallel(runs, async ({ version, bin, resolution, exactOptionalPropertyTypes }) => {
    const title = `${resolution.moduleResolution}${exactOptionalPropertyTypes ? '-exact' : ''}`;
    const project = join(folder, `tsconfig.${version}-${title}.json`);
    const compilerOptions = {
      ...{ ...resolution, exactOptionalPropertyTypes, target: 'es2022', lib: ['es2022'], types, strict: true },
      ...{ skipLibCheck: false, noUncheckedIndexedAccess: true, noEmit: true },
    };
    writeFileSync(project, JSON.stringify({ compilerOptions, files: ['everything.ts'] }));
    const { ok, output } = await run(process.execPath, [join(repository, 'node_modules', bin), '-p', project], folder);
    return ok ? [] : output.trimEnd().split('\n').filter((line) => !isOfOthers(line)).map((line) => ({ line, where: `${version} ${title}` }));
  });
  // most mistakes are found by all of them: say each once
  return [...Map.groupBy(problems.flat(), ({ line }) => line)].map(([line, all]) => `${line}\n    (TypeScript ${all.map(({ where }) => where).join(', ')})`);
}

function isOfOthers(line: string): boolean {
  const [, name] = /node_modules\/(@[\w-]+\/[\w-]+|[\w.-]+)\//.exec(line) ?? [];
  return name !== undefined && !name.startsWith('@instancetype/');
}
