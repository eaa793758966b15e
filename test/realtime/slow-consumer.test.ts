import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { Server } from 'socket.io';
import type { ConsoleNamespace, ConsoleSocket } from '../../src/realtime/protocol.ts';
import { cutOffWhenSlow } from '../../src/realtime/slow-consumer.ts';
import { quietLog } from '../support/quiet-log.ts';

const MOST = { packets: 1_000, characters: 200_000 };

describe('a client that does not read', () => {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'] });
  const namespace: ConsoleNamespace = io.of('/');
  before(async () => {
    namespace.use((socket, next) => {
      socket.data = { user: { id: 'ana', role: 'agent', version: 1 }, session: 's', since: null };
      next();
    });
    http.listen(0);
    await once(http, 'listening');
  });
  after(() => io.close());

  it('is cut off before what waits for it grows large', async () => {
    const entered = once(namespace, 'connection');
    const client = await connectByHand(portOf(http.address()));
    const [socket]: ConsoleSocket[] = await entered;
    if (!socket) throw new Error('Nobody came.');
    cutOffWhenSlow(socket, quietLog, MOST);
    client.pause();
    let sent = 0;
    for (; socket.connected; sent += 1) {
      socket.emit('ticket', { text: 'x'.repeat(60_000) });
      await setImmediate();
    }
    expect(sent).to.be.greaterThan(MOST.characters / 60_000);
    client.destroy();
  });

  it('may be as slow as it likes as long as little waits', async () => {
    const entered = once(namespace, 'connection');
    const client = await connectByHand(portOf(http.address()));
    const [socket]: ConsoleSocket[] = await entered;
    if (!socket) throw new Error('Nobody came.');
    cutOffWhenSlow(socket, quietLog, MOST);
    client.resume();
    for (let i = 0; i < 2_000; i += 1) {
      socket.emit('ticket', { i });
      await setImmediate();
    }
    expect(socket.connected).to.equal(true);
    client.destroy();
  });
});

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A WebSocket without a library, which reads only what it is asked to. */
async function connectByHand(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  const lines = ['GET /socket.io/?EIO=4&transport=websocket HTTP/1.1', `Host: 127.0.0.1:${port}`];
  lines.push('Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13');
  lines.push('Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', '');
  socket.write(lines.join('\r\n'));
  await once(socket, 'data');
  // A masked text frame that enters the namespace: 40.
  socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]));
  return socket;
}
