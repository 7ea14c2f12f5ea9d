// An API server that can do one thing: give many VMs, as pages or as a stream. Everything that it sends was made before.
// node list-server.ts COUNT; prints the URL when it is ready, and ends with its standard input.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { VM_COUNT, virtualMachines } from '../virtual-machines.ts';

const PAGE = 500;
const VERSION = '20000000';
const [NAME, UID] = ['@name@', '@uid@'];

const count = Number(process.argv[2]);
const texts = virtualMachines(Math.min(count, VM_COUNT)).map((vm) => JSON.stringify({ ...vm, metadata: { ...vm.metadata, name: NAME, uid: UID } }));
const objects = Array.from({ length: count }, (_, index) => {
  const number = String(index).padStart(12, '0');
  return (texts[index % texts.length] ?? '').replace(NAME, `vm-${number}`).replace(UID, `d8f7a3c2-0000-4000-8000-${number}`);
});
const pages = Array.from({ length: Math.ceil(count / PAGE) }, (_, index) => Buffer.from(objects.slice(index * PAGE, (index + 1) * PAGE).join(',')));
const events = Array.from({ length: Math.ceil(count / PAGE) }, (_, index) =>
  Buffer.from(objects.slice(index * PAGE, (index + 1) * PAGE).map((object) => `{"type":"ADDED","object":${object}}\n`).join('')),
);
const bytes = pages.reduce((sum, page) => sum + page.length, 0);
objects.length = 0;

const server = createServer((request, response) => {
  const query = new URL(request.url ?? '/', 'http://server').searchParams;
  response.setHeader('content-type', 'application/json');
  if (query.get('watch') !== 'true') sendPage(response, Number(query.get('continue') ?? 0));
  else if (query.get('sendInitialEvents') === 'true') void sendEvents(response);
  else response.flushHeaders();
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bytesEach: bytes / count })));
process.stdin.on('end', () => process.exit()).resume();

function sendPage(response: ServerResponse, index: number): void {
  const next = index + 1 < pages.length ? `,"continue":"${index + 1}"` : '';
  response.write(`{"kind":"VirtualMachineList","apiVersion":"kubevirt.io/v1","metadata":{"resourceVersion":"${VERSION}"${next}},"items":[`);
  response.write(pages[index] ?? '');
  response.end(']}');
}

async function sendEvents(response: ServerResponse): Promise<void> {
  for (const some of events) if (!response.write(some)) await once(response, 'drain');
  const metadata = { resourceVersion: VERSION, annotations: { 'k8s.io/initial-events-end': 'true' } };
  response.write(`${JSON.stringify({ type: 'BOOKMARK', object: { kind: 'VirtualMachine', apiVersion: 'kubevirt.io/v1', metadata } })}\n`);
}
