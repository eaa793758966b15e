import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What the proxy does to the first commands that match, instead of passing them on. */
export interface Trouble {
  /** Tested on each line of the client, such as `A1 UID FETCH 1:32 (…)`. */
  at: RegExp;
  /** `drop` breaks the connection off, `hang` never answers, any other text is answered behind the tag. */
  answer: 'drop' | 'hang' | (string & {});
  times: number;
}

/** How a connection through the proxy differs from one to the server itself. */
export interface ProxyOptions {
  troubles?: Trouble[];
  /** Breaks off the connection after so many bytes of the server, one connection for each number. */
  cuts?: number[];
  /** Passes the server's bytes on in pieces of this size. */
  pieceBytes?: number;
}

/** An IMAP server between the client and the real one, which can be made to misbehave. */
export interface ImapProxy extends AsyncDisposable {
  host: string;
  port: number;
  /** Commands of the client in the order they came, without their tags. */
  commands: string[];
  /** True when all the trouble that was asked for has happened. */
  isDone(): boolean;
}

/** Starts a proxy on a free loopback port. */
export async function startImapProxy(
  target: { host: string; port: number },
  { troubles = [], cuts = [], pieceBytes = 0 }: ProxyOptions,
): Promise<ImapProxy> {
  const left = troubles.map((trouble) => ({ ...trouble }));
  const cutsLeft = [...cuts];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => undefined));
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    client.on('close', end);
    upstream.on('close', () => client.end());
    passLines(client, upstream, (line) => {
      commands.push(line.replace(/^\S+ /, ''));
      const trouble = left.find((one) => one.times > 0 && one.at.test(line));
      if (trouble === undefined) return false;
      trouble.times -= 1;
      if (trouble.answer === 'drop') end();
      else if (trouble.answer !== 'hang') client.write(`${line.split(' ')[0]} ${trouble.answer}\r\n`);
      return true;
    });
    passBytes(upstream, client, { pieceBytes, limit: cutsLeft.shift() ?? Number.POSITIVE_INFINITY, end });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address ? address.port : 0,
    commands,
    isDone: () => cutsLeft.length === 0 && left.every((trouble) => trouble.times === 0),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Passes whole lines on, but those that `take` keeps. */
function passLines(from: Socket, to: Socket, take: (line: string) => boolean): void {
  let rest = '';
  from.on('data', (bytes) => {
    const lines = `${rest}${bytes.toString('latin1')}`.split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (!take(line)) to.write(`${line}\r\n`, 'latin1');
  });
}

function passBytes(
  from: Socket,
  to: Socket,
  { pieceBytes, limit, end }: { pieceBytes: number; limit: number; end: () => void },
): void {
  let passed = 0;
  from.on('data', async (bytes: Buffer) => {
    from.pause();
    const size = pieceBytes || bytes.length;
    for (let start = 0; start < bytes.length && !to.destroyed; start += size) {
      const piece = bytes.subarray(start, Math.min(start + size, start + limit - passed));
      to.write(piece);
      passed += piece.length;
      if (passed >= limit) return end();
      if (pieceBytes > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    from.resume();
  });
}
