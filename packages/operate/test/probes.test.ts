import { describe, expect, it } from 'vitest';
import { openMetrics, serveProbes } from '@instancetype/operate';

async function get(port: number, path: string, method = 'GET') {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { connection: 'close' } });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe('probes', () => {
  it('say that it lives, and whether it is ready and why not', async () => {
    let cause: string | undefined = 'the certificate has expired\non Monday';
    const ready = [{ name: 'certificate', check: () => cause }, { name: 'caches', check: () => undefined }];
    const probes = await serveProbes({ host: '127.0.0.1', port: 0, ready });
    try {
      expect(await get(probes.port, '/livez')).toMatchObject({ status: 200, text: 'ok\n' });
      expect(await get(probes.port, '/healthz')).toMatchObject({ status: 200 });
      expect(await get(probes.port, '/readyz')).toMatchObject({ status: 503, text: '[-] certificate: the certificate has expired on Monday\n' });
      expect(await get(probes.port, '/readyz?verbose')).toMatchObject({ status: 503, text: '[-] certificate: the certificate has expired on Monday\n[+] caches ok\n' });
      cause = undefined;
      expect(await get(probes.port, '/readyz')).toMatchObject({ status: 200, text: 'ok\n' });
      expect(await get(probes.port, '/readyz', 'HEAD')).toMatchObject({ status: 200, text: '' });
      expect(await get(probes.port, '/readyz', 'POST')).toMatchObject({ status: 405 });
      expect(await get(probes.port, '/metrics')).toMatchObject({ status: 404 });
      expect(await get(probes.port, '/')).toMatchObject({ status: 404 });
    } finally {
      await probes.close();
    }
  });

  it('take a check that throws for one that is not well', async () => {
    const check = (): string => {
      throw new Error('no idea');
    };
    const probes = await serveProbes({ host: '127.0.0.1', port: 0, live: [{ name: 'loop', check }] });
    expect(await get(probes.port, '/livez')).toMatchObject({ status: 503, text: '[-] loop: the check itself failed: no idea\n' });
    await probes.close();
  });

  it('say in one line when the port is taken', async () => {
    const probes = await serveProbes({ host: '127.0.0.1', port: 0 });
    await expect(serveProbes({ host: '127.0.0.1', port: probes.port })).rejects.toThrow(`cannot listen on 127.0.0.1:${probes.port}: another program uses it (EADDRINUSE)`);
    await probes.close();
  });

  it('serve the metrics', async () => {
    const metrics = openMetrics({ prefix: 'instancetype_' });
    metrics.counter('things_total', 'Things.').add(3);
    const probes = await serveProbes({ host: '127.0.0.1', port: 0, metrics });
    const { status, text, headers } = await get(probes.port, '/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/plain');
    expect(headers.get('connection')).toBe('close');
    expect(text).toContain('\ninstancetype_things_total 3\n');
    await probes.close();
    metrics.close();
  });
});

describe('metrics', () => {
  it('have likely labels from the first scrape on, and count', async () => {
    const metrics = openMetrics();
    const counter = metrics.counter('requests_total', 'Requests.', { path: ['/a', '/b'], code: ['200'] });
    const unknown = metrics.counter('errors_total', 'Errors.', { reason: [] });
    const gauge = metrics.gauge('depth', 'Depth.');
    metrics.gauge('expiry_seconds', 'Expiry.', undefined, () => 42);
    const histogram = metrics.histogram('seconds', 'Seconds.', { path: ['/a'] }, [0.1, 1]);
    expect(await metrics.text()).toContain('requests_total{path="/b",code="200"} 0\n');
    counter.inc({ path: '/a', code: '200' });
    counter.add(2, { path: '/a', code: '500' });
    unknown.inc({ reason: 'x' });
    gauge.set(5);
    gauge.add(-2);
    histogram.observe(0.5, { path: '/a' });
    const text = await metrics.text();
    for (const line of ['requests_total{path="/a",code="200"} 1', 'requests_total{path="/a",code="500"} 2', 'errors_total{reason="x"} 1', 'depth 3', 'expiry_seconds 42', 'seconds_bucket{le="0.1",path="/a"} 0', 'seconds_bucket{le="1",path="/a"} 1']) {
      expect(text).toContain(`${line}\n`);
    }
    metrics.close();
  });

  it('tell of the process, and of a blocked event loop', async () => {
    const metrics = openMetrics({ prefix: 'p_' });
    await new Promise((resolve) => {
      setTimeout(resolve, 60);
    });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    await new Promise((resolve) => {
      setTimeout(resolve, 60);
    });
    const text = await metrics.text();
    const value = (name: string): number => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
    expect(value('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(0.15);
    expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0.15);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(value('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(text).toContain(`nodejs_version_info{version="${process.version}"} 1`);
    metrics.close();
  });
});
