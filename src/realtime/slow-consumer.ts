import type { Log } from '../../adapters/adapter.ts';
import type { ConsoleSocket } from './protocol.ts';

/** What may wait for a client that does not read: packets and characters. */
const MOST = { packets: 5_000, characters: 8_000_000 };

/** Closes the connection of a client that reads too slowly; it comes back and is told what it missed, or to start anew. */
export function cutOffWhenSlow({ conn, data }: ConsoleSocket, log: Log, most = MOST): void {
  const waiting = { packets: 0, characters: 0 };
  const add = ({ data: content }: { data?: unknown }) => {
    waiting.packets += 1;
    waiting.characters += typeof content === 'string' ? content.length : 0;
    if (waiting.packets <= most.packets && waiting.characters <= most.characters) return;
    log.info({ user: data.user.id }, 'a console reads too slowly and is cut off');
    stop();
    conn.close(true);
  };
  // Everything that waits is handed over at once, as soon as what was handed over before is gone.
  const empty = () => Object.assign(waiting, { packets: 0, characters: 0 });
  const stop = () => conn.off('packetCreate', add).off('flush', empty);
  conn.on('packetCreate', add).on('flush', empty).once('close', stop);
}
