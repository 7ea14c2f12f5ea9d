import { type TLSSocket, connect } from 'node:tls';
import { Agent } from 'node:https';
import { describe, expect, it } from 'vitest';
import { type CertificatePair, openMetrics, type Request } from '@instancetype/operate';
import { type Certificates, certificatesFor } from './support/certificates.ts';
import { HandCertificate, startServer } from './support/server.ts';

/** A bundle that is exchanged by hand. */
class HandBundle {
  readonly #listeners = new Set<(text: string) => void>();
  current: string;

  constructor(current: string) {
    this.current = current;
  }

  onChange(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(text: string): void {
    this.current = text;
    for (const listener of this.#listeners) listener(text);
  }
}

const as = ({ cert, key }: CertificatePair) => ({ cert, key });

async function startGuarded(names: readonly string[] = ['kube-apiserver']) {
  const apiserver = await certificatesFor('kube-apiserver', { hosts: ['apiserver.example'] });
  const authorities = new HandBundle(apiserver.ca);
  const metrics = openMetrics();
  const seen: Request[] = [];
  const tested = await startServer({ callers: { authorities, names }, metrics, routes: new Map([['/echo', (request) => {
    seen.push(request);
    return { status: 200, body: request.caller?.name ?? '' };
  }]]) });
  return { apiserver, authorities, metrics, seen, tested, [Symbol.asyncDispose]: async () => {
    metrics.close();
    await tested[Symbol.asyncDispose]();
  } };
}

const signedBy = (authority: Certificates, commonName: string, hosts: readonly string[] = []) => certificatesFor(commonName, { authority, hosts });

describe('callers', () => {
  it('are served when an authority has signed them and a name of theirs is listed', async () => {
    await using guarded = await startGuarded();
    expect(await guarded.tested.send('/echo', as(guarded.apiserver))).toMatchObject({ status: 200, text: 'kube-apiserver' });
    expect(guarded.seen[0]?.caller).toEqual({ name: 'kube-apiserver' });
    await using byDns = await startGuarded(['apiserver.example']);
    expect(await byDns.tested.send('/echo', as(byDns.apiserver))).toMatchObject({ status: 200, text: 'apiserver.example' });
  });

  it('without a certificate, or with one of somebody else, get no connection', async () => {
    await using guarded = await startGuarded();
    const stranger = await certificatesFor('stranger', {});
    const impostor = await certificatesFor('impostor', { commonName: 'kube-apiserver' });
    const expired = await certificatesFor('late apiserver', { commonName: 'kube-apiserver', authority: guarded.apiserver, notAfter: new Date(Date.now() - 3_600_000) });
    for (const own of [{}, as(stranger), as(impostor), as(expired)]) await expect(guarded.tested.send('/echo', own)).rejects.toThrow();
    expect(guarded.seen).toEqual([]);
    expect(await guarded.metrics.text()).toContain('https_refused_connections_total{reason="tls"} 4\n');
  });

  it.each([
    ['kube-apiserver.evil', []],
    ['KUBE-APISERVER', []],
    ['kube-apiserver ', []],
    ['x', ['kube-apiserver.evil']],
    // what looks like a second name inside of one
    ['y', ['a, DNS:kube-apiserver, DNS:b']],
  ])('named %s %j get 403 on every path, and the connection ends', async (commonName, hosts) => {
    await using guarded = await startGuarded();
    const own = as(await signedBy(guarded.apiserver, commonName, hosts));
    expect(await guarded.tested.send('/echo', own)).toMatchObject({ status: 403, headers: { connection: 'close' } });
    expect(await guarded.tested.send('/none', own)).toMatchObject({ status: 403 });
    expect(guarded.seen).toEqual([]);
  });

  it('are verified anew when the authorities change: open connections end with their next answer, sessions are not resumed', async () => {
    await using guarded = await startGuarded();
    const { tested, apiserver, authorities } = guarded;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const own = { ...as(apiserver), agent };
    expect((await tested.send('/echo', own)).headers['connection']).toBe('keep-alive');
    const { session } = await connectOnce(tested.server.port, apiserver);
    // so far it would be resumed, and with it what was verified
    expect((await connectOnce(tested.server.port, { ...as(apiserver), session })).isReused).toBe(true);
    const other = await certificatesFor('other authority', { commonName: 'kube-apiserver' });
    authorities.change(other.ca);
    // it was let in under the old authorities
    expect((await tested.send('/echo', own)).headers['connection']).toBe('close');
    await expect(tested.send('/echo', own)).rejects.toThrow();
    await expect(tested.send('/echo', { ...as(apiserver), session })).rejects.toThrow();
    expect(await tested.send('/echo', as(other))).toMatchObject({ status: 200, text: 'kube-apiserver' });
    authorities.change(`${apiserver.ca}\n${other.ca}`);
    expect(await tested.send('/echo', as(apiserver))).toMatchObject({ status: 200 });
    expect(await tested.send('/echo', as(other))).toMatchObject({ status: 200 });
    agent.destroy();
  });

  it('are still asked for their certificate when the one of the server changes', async () => {
    const apiserver = await certificatesFor('kube-apiserver', { hosts: ['apiserver.example'] });
    const certificate = new HandCertificate(await certificatesFor('server'));
    await using tested = await startServer({ certificate, callers: { authorities: new HandBundle(apiserver.ca), names: ['kube-apiserver'] } });
    const next = await certificatesFor('next server');
    certificate.change(next);
    await expect(tested.send('/echo', { ca: next.ca })).rejects.toThrow();
    expect(await tested.send('/echo', { ca: next.ca, ...as(apiserver) })).toMatchObject({ status: 200 });
  });
});

/** Connects with a session, if there is one, else until there is one. */
function connectOnce(port: number, own: CertificatePair & { readonly session?: Buffer }): Promise<{ readonly session: Buffer; readonly isReused: boolean }> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...own });
    const end = (session: Buffer): void => {
      const isReused = socket.isSessionReused();
      socket.destroy();
      resolve({ session, isReused });
    };
    socket.on('error', reject);
    if (own.session) socket.once('secureConnect', () => end(own.session as Buffer));
    else socket.once('session', end);
  });
}
