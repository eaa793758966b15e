import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Encrypts what is secret at rest and signs what only we may have made. Each purpose has its own key. */
export interface SecretBox {
  /** Encrypts with AES-256-GCM; two seals of one text differ. */
  seal(text: string): string;
  /** The text that was sealed; throws SealError when it was changed or sealed under another key. */
  open(sealed: string): string;
  /** HMAC-SHA256 in base64url. Texts of different purposes never have the same signature. */
  sign(text: string, purpose: string): string;
  /** True when `signature` is ours; takes equally long for every wrong one. */
  isSigned(text: string, purpose: string, signature: string): boolean;
}

/** A secret in the database cannot be read: it was changed, or SECRET_KEY is not the one it was sealed with. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

const VERSION = 'v1';
const IV_BYTES = 12;

/** Makes the box from the workspace's key (at least 32 characters). */
export function createSecretBox(secretKey: string): SecretBox {
  const sealing = derive(secretKey, 'seal');
  const sign = (text: string, purpose: string) =>
    createHmac('sha256', derive(secretKey, `sign/${purpose}`))
      .update(text)
      .digest('base64url');
  return {
    seal: (text) => seal(sealing, text),
    open: (sealed) => open(sealing, sealed),
    sign,
    isSigned(text, purpose, signature) {
      const [given, expected] = [Buffer.from(signature), Buffer.from(sign(text, purpose))];
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

/** The workspace's key: the configured one, else the one under `dataDir`, made at the first start (mode 600). */
export async function loadSecretKey({ secretKey, dataDir }: { secretKey: string | null; dataDir: string }) {
  if (secretKey !== null) return secretKey;
  const path = join(dataDir, 'secret.key');
  await mkdir(dataDir, { recursive: true });
  await makeOnce(path, randomBytes(32).toString('base64url'));
  return (await readFile(path, 'utf8')).trim();
}

/** Of several processes that start at once one makes the file, whole; the others find it. */
async function makeOnce(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, content, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
}

/** HKDF (RFC 5869) keeps the keys of different purposes independent. */
function derive(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, 'deskroute', purpose, 32));
}

function seal(key: Buffer, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [VERSION, ...[iv, cipher.getAuthTag(), content].map((part) => part.toString('base64url'))].join('.');
}

function open(key: Buffer, sealed: string): string {
  const [version, ...parts] = sealed.split('.');
  const [iv, tag, content] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (version !== VERSION || !iv || !tag || !content) throw new SealError('This is not a sealed secret.');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SealError('A stored secret cannot be read. Is SECRET_KEY the one it was stored with?', {
      cause,
    });
  }
}
