// Runs a control plane until it is interrupted, for a person; or, with --attached, until its standard input ends, for a program: when
// that program is gone, however it went, so are the servers and their files.
import { parseArgs } from 'node:util';
import { startControlPlane } from './src/control-plane.ts';
import type { ApiServerOptions } from './src/options.ts';

const { values } = parseArgs({ options: { attached: { type: 'boolean', default: false }, options: { type: 'string', default: '{}' } } });

const { promise: end, resolve: stop } = Promise.withResolvers<void>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());
// who started it may be gone before it has read everything
process.stdout.on('error', () => stop());
if (values.attached) process.stdin.on('end', () => stop()).on('error', () => stop()).resume();

try {
  const plane = await startControlPlane(JSON.parse(values.options) as ApiServerOptions);
  const { url, kubeconfigPath, kubectl = 'kubectl' } = plane.access;
  console.log(values.attached ? JSON.stringify(plane.access) : `A Kubernetes API is at ${url}. Try, in another terminal:\n  ${kubectl} --kubeconfig ${kubeconfigPath} get namespaces\nCtrl-C ends it.`);
  // nothing else keeps this process alive
  const alive = setInterval(() => undefined, 2 ** 30);
  await end;
  clearInterval(alive);
  await plane.stop();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
  // the standard input may still be open
  process.stdin.destroy();
}
