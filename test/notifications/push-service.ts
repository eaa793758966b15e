import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { Agent, createServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { generateCertificate } from '../support/certificate.ts';
import { temporaryFolder } from '../support/mongo.ts';

/** A browser that subscribed at the stand-in: its address and keys, and what reached it, decrypted. */
export interface PushBrowser {
  endpoint: string;
  keys: { p256dh: string; auth: string };
  received: { headers: Record<string, string | string[] | undefined>; payload: Record<string, unknown> }[];
}

/** A push service on this machine that speaks RFC 8030 over https and hands on to its browsers. */
export interface PushService extends AsyncDisposable {
  agent: Agent;
  browser(): PushBrowser;
  /** What it answers to the next request instead of taking it. */
  refuseNext(status: number): void;
}

/** Starts the stand-in for the browser makers' push services. */
export async function startPushService(): Promise<PushService> {
  const folder = await temporaryFolder();
  const files = await generateCertificate(folder);
  const [cert, key, ca] = await Promise.all([files.cert, files.key, files.ca].map((path) => readFile(path)));
  const browsers = new Map<string, (body: Buffer, headers: PushBrowser['received'][0]['headers']) => void>();
  const refusals: number[] = [];
  const server = createServer({ cert, key }, (req, res) => {
    void buffer(req).then((body) => {
      const take = browsers.get(req.url ?? '');
      const status = refusals.shift() ?? (take ? 201 : 410);
      if (status === 201) take?.(body, req.headers);
      res.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const agent = new Agent({ ...(ca && { ca }) });
  return {
    agent,
    refuseNext: (status) => void refusals.push(status),
    browser() {
      const path = `/push/${randomBytes(8).toString('hex')}`;
      const { take, ...browser } = createBrowser();
      browsers.set(path, take);
      return { ...browser, endpoint: `https://localhost:${port}${path}` };
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

function createBrowser() {
  const ecdh = createECDH('prime256v1');
  const publicKey = ecdh.generateKeys();
  const auth = randomBytes(16);
  const received: PushBrowser['received'] = [];
  return {
    keys: { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') },
    received,
    take(body: Buffer, headers: PushBrowser['received'][0]['headers']) {
      received.push({ headers, payload: JSON.parse(decrypt(body, { ecdh, publicKey, auth })) });
    },
  };
}

/** RFC 8291 over RFC 8188, with its one record. */
function decrypt(
  body: Buffer,
  { ecdh, publicKey, auth }: { ecdh: ReturnType<typeof createECDH>; publicKey: Buffer; auth: Buffer },
): string {
  const salt = body.subarray(0, 16);
  const sender = body.subarray(21, 21 + body.readUInt8(20));
  const content = body.subarray(21 + sender.length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, sender]);
  const secret = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32));
  const derive = (what: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, `Content-Encoding: ${what}\0`, length));
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  decipher.setAuthTag(content.subarray(-16));
  const plain = Buffer.concat([decipher.update(content.subarray(0, -16)), decipher.final()]);
  return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
}
