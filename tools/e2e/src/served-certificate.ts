import { connect as connectTls } from 'node:tls';

/** The certificate that a port of this machine serves, as base64.
 * @param port its number */
export function certificateOf(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.raw.toString('base64') ?? '');
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

/** A certificate as base64.
 * @param pem the same as PEM */
export function bodyOf(pem: string): string {
  return pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
}
