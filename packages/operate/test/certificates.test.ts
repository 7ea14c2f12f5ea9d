import { X509Certificate } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { watchCertificate, watchFile, type WatchOptions } from '@instancetype/operate';
import { certificatesFor, newAuthority } from './support/certificates.ts';
import { type Folder, makeFolder, mountSecret, until } from './support/folder.ts';

const HOUR = 3_600_000;

async function mounted(folder: Folder, options: WatchOptions = {}) {
  const first = await certificatesFor('first');
  await mountSecret(folder, 'v1', { 'tls.crt': first.cert, 'tls.key': first.key });
  const errors: string[] = [];
  const certificate = await watchCertificate({ certFile: folder.file('tls.crt'), keyFile: folder.file('tls.key'), onError: (problem) => void errors.push(problem), ...options });
  return { certificate, errors, first };
}

describe('a watched certificate', () => {
  it('is read at the start, and tells when it ends', async () => {
    await using folder = await makeFolder();
    const { certificate, first } = await mounted(folder);
    expect(certificate.current).toEqual({ cert: first.cert, key: first.key });
    expect(certificate.notAfter).toEqual(new Date(new X509Certificate(first.cert).validTo));
    expect([certificate.problem, certificate.loads, certificate.failures]).toEqual([undefined, 1, 0]);
    certificate.close();
  });

  it.each([
    ['watch', { pollMs: 600_000 }],
    ['poll', { pollMs: 20 }],
  ])('is taken anew when the secret is exchanged (%s)', async (_way, options) => {
    await using folder = await makeFolder();
    const { certificate } = await mounted(folder, options);
    const second = await certificatesFor('second');
    const changes: string[] = [];
    const off = certificate.onChange(({ cert }) => void changes.push(cert));
    await mountSecret(folder, 'v2', { 'tls.crt': second.cert, 'tls.key': second.key });
    await until(() => certificate.loads === 2);
    expect(certificate.current).toEqual({ cert: second.cert, key: second.key });
    off();
    const third = await certificatesFor('third');
    await mountSecret(folder, 'v3', { 'tls.crt': third.cert, 'tls.key': third.key });
    await until(() => certificate.current.cert === third.cert);
    expect(changes).toEqual([second.cert]);
    certificate.close();
  });

  it('bad input 59: a file half written, a key of another pair and an expired certificate are not taken, and it says so until all is well', async () => {
    await using folder = await makeFolder();
    const { certificate, errors, first } = await mounted(folder, { pollMs: 600_000 });
    const second = await certificatesFor('second');
    const expired = await certificatesFor('expired', { notAfter: new Date(Date.now() - HOUR) });
    const bad: [string, Record<string, string>, RegExp][] = [
      ['half', { 'tls.crt': second.cert.slice(0, 300), 'tls.key': second.key }, /tls\.crt .*half written/],
      ['chain', { 'tls.crt': `${second.cert}\n${second.ca.slice(0, 300)}`, 'tls.key': second.key }, /has 2 PEM blocks, and 1 are whole/],
      ['key', { 'tls.crt': second.cert, 'tls.key': second.key.slice(0, 60) }, /key .*tls\.key cannot be read/],
      ['other', { 'tls.crt': second.cert, 'tls.key': first.key }, /tls\.key does not belong to the certificate .*tls\.crt/],
      ['empty', { 'tls.crt': '', 'tls.key': '' }, /tls\.crt is not a PEM file/],
      ['expired', { 'tls.crt': expired.cert, 'tls.key': expired.key }, /has expired on/],
    ];
    for (const [index, [version, files, message]] of bad.entries()) {
      await mountSecret(folder, version, files);
      await until(() => certificate.failures === index + 1);
      expect(errors.at(-1)).toMatch(message);
      expect(certificate.problem).toBe(errors.at(-1));
      expect(certificate.current.cert).toBe(first.cert);
      await certificate.refresh();
      // once per change, not at every turn
      expect(errors).toHaveLength(index + 1);
    }
    await mountSecret(folder, 'good', { 'tls.crt': second.cert, 'tls.key': second.key });
    await until(() => certificate.loads === 2);
    expect(certificate.problem).toBeUndefined();
    certificate.close();
  });

  it('does not call a pair bad that is written one file after the other', async () => {
    await using folder = await makeFolder();
    const [first, second] = [await certificatesFor('first'), await certificatesFor('second')];
    const [certFile, keyFile] = [await folder.write('tls.crt', first.cert), await folder.write('tls.key', first.key)];
    const errors: string[] = [];
    const certificate = await watchCertificate({ certFile, keyFile, onError: (problem) => void errors.push(problem) });
    const looked = writeFile(certFile, second.cert).then(() => certificate.refresh());
    await writeFile(keyFile, second.key);
    await looked;
    await until(() => certificate.loads === 2);
    expect([errors, certificate.problem]).toEqual([[], undefined]);
    certificate.close();
  });

  it('keeps the last one when the files are gone', async () => {
    await using folder = await makeFolder();
    const { certificate, first } = await mounted(folder);
    await rm(folder.file('..data'));
    await certificate.refresh();
    expect(certificate.problem).toBe(`the certificate ${folder.file('tls.crt')} cannot be read (ENOENT)`);
    expect(certificate.current.cert).toBe(first.cert);
    certificate.close();
  });

  it('says when the one in use expires', async () => {
    await using folder = await makeFolder();
    let wall = Date.now();
    const { certificate } = await mounted(folder, { clock: { wall: () => wall, now: () => performance.now(), after: () => () => undefined } });
    expect(certificate.problem).toBeUndefined();
    wall += 48 * HOUR;
    expect(certificate.problem).toMatch(/tls\.crt has expired on \d{4}-/);
    certificate.close();
  });

  it('is taken with an old root in its chain that has expired, and warns of it', async () => {
    await using folder = await makeFolder();
    const [first, second] = [await certificatesFor('first'), await certificatesFor('second')];
    const old = await certificatesFor('old root', { notAfter: new Date(Date.now() - HOUR) });
    const warnings: string[] = [];
    const { certificate, errors } = await mounted(folder, { pollMs: 600_000, onWarning: (warning) => void warnings.push(warning) });
    expect([certificate.warning, warnings]).toEqual([undefined, []]);
    await mountSecret(folder, 'v2', { 'tls.crt': `${second.cert}\n${old.cert}`, 'tls.key': second.key });
    await until(() => certificate.loads + certificate.failures === 2);
    expect([errors, certificate.problem, certificate.loads]).toEqual([[], undefined, 2]);
    expect(certificate.current.key).toBe(second.key);
    expect(certificate.notAfter).toEqual(new Date(new X509Certificate(second.cert).validTo));
    await certificate.refresh();
    expect(warnings).toEqual([expect.stringMatching(/^certificate 2 of .*tls\.crt has expired on \d{4}-.*: clients that need it for their trust cannot connect$/)]);
    expect(certificate.warning).toBe(warnings[0]);
    await mountSecret(folder, 'v3', { 'tls.crt': first.cert, 'tls.key': first.key });
    await until(() => certificate.loads === 3);
    expect(certificate.warning).toBeUndefined();
    certificate.close();
  });

  it('is not taken with an intermediate that has signed it and has expired: no client would trust it', async () => {
    await using folder = await makeFolder();
    const between = await newAuthority(await newAuthority(), new Date(Date.now() - HOUR));
    const first = await certificatesFor('first');
    const next = await certificatesFor('of an intermediate', { authority: between });
    const { certificate, errors } = await mounted(folder, { pollMs: 600_000 });
    await mountSecret(folder, 'v2', { 'tls.crt': `${next.cert}\n${between.ca}`, 'tls.key': next.key });
    await until(() => certificate.loads + certificate.failures === 2);
    expect([certificate.loads, errors.length]).toEqual([1, 1]);
    expect(certificate.current.key).toBe(first.key);
    certificate.close();
  });

  it('warns at the start, and when a part of its chain expires in use', async () => {
    await using folder = await makeFolder();
    const { cert, key } = await certificatesFor('first');
    const soon = await certificatesFor('ends soon', { notAfter: new Date(Date.now() + HOUR) });
    const old = await certificatesFor('old root', { notAfter: new Date(Date.now() - HOUR) });
    const [certFile, keyFile] = [await folder.write('tls.crt', `${cert}\n${soon.cert}\n${old.cert}`), await folder.write('tls.key', key)];
    const warnings: string[] = [];
    let wall = Date.now();
    const clock = { wall: () => wall, now: () => performance.now(), after: () => () => undefined };
    const certificate = await watchCertificate({ certFile, keyFile, clock, onWarning: (warning) => void warnings.push(warning) });
    expect(warnings).toEqual([expect.stringMatching(/^certificate 3 of .* has expired on [^;]*$/)]);
    wall += 2 * HOUR;
    await certificate.refresh();
    expect(warnings.slice(1)).toEqual([expect.stringMatching(/^certificate 2 of .* has expired on .*; certificate 3 of .* has expired on /)]);
    expect([certificate.problem, certificate.failures]).toEqual([undefined, 0]);
    certificate.close();
  });

  it('is refused in one line at the start when it cannot be used', async () => {
    await using folder = await makeFolder();
    const { cert } = await certificatesFor('first');
    const certFile = await folder.write('tls.crt', cert);
    await expect(watchCertificate({ certFile, keyFile: folder.file('none') })).rejects.toThrow(`the key ${folder.file('none')} cannot be read (ENOENT)`);
    await expect(watchCertificate({ certFile, keyFile: await folder.write('tls.key', cert) })).rejects.toThrow(/^the key .*tls\.key cannot be read: it is half written, or it needs a passphrase$/);
    await expect(watchCertificate({ certFile: await folder.write('big', 'x'.repeat(2e6)), keyFile: certFile })).rejects.toThrow('big is not a PEM file');
  });

  it('leaves nobody waiting after close', async () => {
    await using folder = await makeFolder();
    const { certificate } = await mounted(folder, { pollMs: 1 });
    certificate.close();
    await certificate.refresh();
    expect(certificate.loads).toBe(1);
  });
});

describe('a watched bundle', () => {
  it('is read anew when it changes, and is of use until the last of its authorities ends', async () => {
    await using folder = await makeFolder();
    const [first, second] = [await certificatesFor('first'), await certificatesFor('second')];
    const file = await folder.write('ca.crt', first.ca);
    const bundle = await watchFile({ file });
    expect(bundle.current).toBe(first.ca);
    await folder.write('ca.crt', `${first.ca}\n${second.ca}`);
    await until(() => bundle.loads === 2);
    expect(bundle.current).toBe(`${first.ca}\n${second.ca}`);
    await folder.write('ca.crt', 'nothing');
    await until(() => bundle.failures === 1);
    expect(bundle.problem).toContain('is not a PEM file');
    bundle.close();
    await expect(watchFile({ file: folder.file('none') })).rejects.toThrow('the bundle');
  });
});
