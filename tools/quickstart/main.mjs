// A short tour of the command line on the examples. It runs the built program, and nothing here knows a rule.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters, styleText } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
// tests name the sources here
const program = process.argv[2] ?? 'apps/cli/dist/main.js';
const width = Math.min(process.stdout.columns ?? 100, 100);
const isColoured = process.stdout.hasColors?.() === true && !process.env.NO_COLOR;
const paint = (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text);

/** Whether everything went as this tour says. */
let isAsExpected = true;

if (!existsSync(resolve(root, program))) {
  console.error(`There is no ${program}: run "npm run quickstart", which builds it first.`);
  process.exit(1);
}

print(`\n${paint('bold', 'A tour of instancetype.')} It needs no cluster and changes no file.`);
print(`("instancetype" stands for: node ${program})`);

step('What does KubeVirt make of a VM that names an instance type and a preference? Each new line says where it comes from.');
run('expand --diff --explain examples/fedora-server.yaml', { shows: ['guest: 4Gi', 'instance type u1.medium', 'preference fedora'], lines: 46 });

step('One field: who set it, and what was preferred and not taken, because the VM has its own value.');
run('explain disks[uploads].disk.bus examples/fedora-server.yaml', { shows: ['scsi', 'Not taken:'] });

step('Which instance types of the catalogue have enough for Windows 11, with 32 vCPUs or more?');
run('list --fits windows.11 --min-cpu 32 --min-memory 128Gi', { shows: ['u1.8xlarge', 'MEMORY'] });

step('What would KubeVirt refuse? Two of the examples are wrong on purpose, so this ends with exit code 1.');
run('validate examples/', { code: 1, shows: ['conflict.yaml:19:18: error', '[instancetype-conflict]', 'unmet-requirement.yaml:9:3: error', '[requirement-cpu]', 'suggestion'] });

if (isAsExpected) {
  step('Try next, with your own manifests:');
  for (const [args, does] of [
    ['validate my-vms/', 'everything that is wrong, with file, line and column'],
    ['expand --explain my-vm.yaml', 'a VM with the source of each field beside it'],
    ['describe u1.medium', 'one instance type at length'],
    ['--help', 'all commands'],
  ]) {
    print(`  instancetype ${args.padEnd(28)} ${paint('dim', `# ${does}`)}`);
  }
  print('  More is in examples/README.md and apps/cli/README.md.');
} else {
  print(`\n${paint('red', 'This did not go as it should: see above.')}`);
  process.exitCode = 1;
}

function print(text) {
  console.log(text);
}

function step(text) {
  print(`\n${wrapped(text, '').map((line) => paint('bold', line)).join('\n')}`);
}

/** Runs a command, shows it with what it prints, and checks how it ends. */
function run(command, { code = 0, shows, lines }) {
  print(`${paint('dim', '$')} instancetype ${command}`);
  const colour = isColoured ? ['--color', 'always'] : ['--color', 'never'];
  const result = spawnSync(process.execPath, [...process.execArgv, program, ...command.split(' '), ...colour], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: String(width) },
  });
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`.trimEnd().split('\n');
  for (const line of output.slice(0, lines)) print(wrapped(line, '      ').join('\n'));
  if (output.length > (lines ?? Infinity)) print(paint('dim', `... and ${output.length - lines} lines more`));
  const plain = stripVTControlCharacters(output.join('\n'));
  const missing = shows.filter((text) => !plain.includes(text));
  if (result.status === code && missing.length === 0) return;
  isAsExpected = false;
  const ended = result.error ? `could not be started: ${result.error.message}` : `ended with exit code ${result.status}, and not with ${code}`;
  print(paint('red', result.status === code ? `It should have said ${missing.map((text) => `"${text}"`).join(', ')}.` : `It ${ended}.`));
}

/** A line as lines that fit, broken between words; words inside of a line keep their colours. */
function wrapped(line, indent) {
  const lines = [];
  let current;
  for (const word of line.split(' ')) {
    const longer = current === undefined ? word : `${current} ${word}`;
    if (current === undefined || stripVTControlCharacters(longer).length <= width) {
      current = longer;
    } else {
      lines.push(current);
      current = indent + word;
    }
  }
  return [...lines, current ?? ''];
}
