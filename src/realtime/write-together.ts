import type { Socket } from 'socket.io';

/**
 * Lets what is sent to a client in one turn go out by one write: a write costs far more than what is in it, and a
 * batch of the router makes many events at once.
 */
export function writeTogether(connection: Socket['conn']): void {
  const { socket } = connection.request;
  let isCorked = false;
  connection.on('flush', () => {
    if (isCorked) return;
    isCorked = true;
    socket.cork();
    setImmediate(() => {
      isCorked = false;
      socket.uncork();
    });
  });
}
