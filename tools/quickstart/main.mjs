// A short tour: the command line on the examples, then the webhooks and the controller on a cluster in this process. It runs the built
// programs, and nothing here knows a rule.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { showCommandLine } from './command-line.mjs';
import { paint, print, step } from './print.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
// tests name the sources here
const [program = 'apps/cli/dist/main.js', admitter = 'apps/admitter/dist/main.js', controller = 'apps/controller/dist/main.js'] = process.argv.slice(2);

for (const built of [program, admitter, controller]) {
  if (existsSync(resolve(root, built))) continue;
  console.error(`There is no ${built}: run "npm run quickstart", which builds it first.`);
  process.exit(1);
}

print(`\n${paint('bold', 'A tour of instancetype.')} It needs no cluster and changes no file.`);
print(`("instancetype" stands for: node ${program})`);

if (showCommandLine({ root, program }) && (await clusterIsShown())) {
  step('Try next, with your own manifests ("instancetype" stands for "npx node apps/cli/dist/main.js" here):');
  for (const [command, does] of [
    ['instancetype validate my-vms/', 'everything that is wrong, with file, line and column'],
    ['instancetype expand --explain my-vm.yaml', 'a VM with the source of each field beside it'],
    ['instancetype describe u1.medium', 'one instance type at length'],
    ['instancetype --help', 'all commands'],
    ['npm run cluster', 'the cluster again, for kubectl, until you end it'],
  ]) {
    print(`  ${command.padEnd(41)} ${paint('dim', `# ${does}`)}`);
  }
  print('  More is in the README of examples, and of each of apps/cli, apps/admitter and apps/controller.');
} else {
  print(`\n${paint('red', 'This did not go as it should: see above.')}`);
  process.exitCode = 1;
}

// what the command line does not need is loaded only now
async function clusterIsShown() {
  try {
    const { showCluster } = await import('./cluster.mjs');
    return await showCluster({ root, admitter, controller });
  } catch (error) {
    print(paint('red', `The cluster could not be shown: ${error.message}`));
    return false;
  }
}
