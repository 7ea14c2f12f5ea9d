// A tour of the command line on the examples. It runs the built program, and nothing here knows a rule.
import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { isColored, paint, print, step, width, wrapped } from './print.mjs';

/** Shows the command line.
 * @returns whether everything went as it says */
export function showCommandLine({ root, program }) {
  step('What does KubeVirt make of a VM that names an instance type and a preference? Each new line says where it comes from.');
  const results = [run('expand --diff --explain examples/fedora-server.yaml', { shows: ['guest: 4Gi', 'instance type u1.medium', 'preference fedora'], lines: 46 })];

  step('One field: who set it, and what was preferred and not taken, because the VM has its own value.');
  results.push(run('explain disks[uploads].disk.bus examples/fedora-server.yaml', { shows: ['scsi', 'Not taken:'] }));

  step('Which instance types of the catalog have enough for Windows 11, with 32 vCPUs or more?');
  results.push(run('list --fits windows.11 --min-cpu 32 --min-memory 128Gi', { shows: ['u1.8xlarge', 'MEMORY'] }));

  step('What would KubeVirt refuse? Two of the examples are wrong on purpose, so this ends with exit code 1.');
  const refused = ['conflict.yaml:19:18: error', '[instancetype-conflict]', 'unmet-requirement.yaml:9:3: error', '[requirement-cpu]', 'suggestion'];
  results.push(run('validate examples/', { code: 1, shows: refused }));
  return results.every(Boolean);

  /** Runs a command, shows it with what it prints, and checks how it ends. */
  function run(command, { code = 0, shows, lines }) {
    print(`${paint('dim', '$')} instancetype ${command}`);
    const color = isColored ? ['--color', 'always'] : ['--color', 'never'];
    const result = spawnSync(process.execPath, [...process.execArgv, program, ...command.split(' '), ...color], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, COLUMNS: String(width) },
    });
    const output = `${result.stdout ?? ''}${result.stderr ?? ''}`.trimEnd().split('\n');
    for (const line of output.slice(0, lines)) print(wrapped(line, '      ').join('\n'));
    if (output.length > (lines ?? Infinity)) print(paint('dim', `... and ${output.length - lines} lines more`));
    const plain = stripVTControlCharacters(output.join('\n'));
    const missing = shows.filter((text) => !plain.includes(text));
    if (result.status === code && missing.length === 0) return true;
    const ended = result.error ? `could not be started: ${result.error.message}` : `ended with exit code ${result.status}, and not with ${code}`;
    print(paint('red', result.status === code ? `It should have said ${missing.map((text) => `"${text}"`).join(', ')}.` : `It ${ended}.`));
    return false;
  }
}
