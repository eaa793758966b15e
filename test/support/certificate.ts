import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A server's certificate and key, and the authority that vouches for it, as paths of PEM files. */
export interface CertificateFiles {
  cert: string;
  key: string;
  ca: string;
}

/** Makes an authority and a certificate of it for localhost in a folder. */
export async function generateCertificate(folder: string): Promise<CertificateFiles> {
  const authority = await request(folder, 'ca', ['-subj', '/CN=Test authority']);
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const issuer = ['-CA', authority.cert, '-CAkey', authority.key, '-addext', 'basicConstraints=CA:FALSE'];
  return { ...(await request(folder, 'server', [...names, ...issuer])), ca: authority.cert };
}

async function request(
  folder: string,
  name: string,
  options: readonly string[],
): Promise<{ cert: string; key: string }> {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await run('openssl', ['req', '-x509', ...curve, '-days', '2', ...options, '-keyout', key, '-out', cert]);
  return { cert, key };
}
