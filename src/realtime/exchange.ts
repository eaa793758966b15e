import type { Clock } from '../../adapters/adapter.ts';
import { type ConsoleBoard, ConsoleNews, type Touched } from './console-board.ts';
import type { OwnConsoles } from './own-consoles.ts';
import type { ConsoleNamespace } from './protocol.ts';
import { createThrottle } from './throttle.ts';

/** Each telling is a write: a process tells of its consoles at most so often, and of all of them every so often. */
const TELL_EVERY = 200;
const REPEAT_EVERY = 20_000;
/** A process that was not heard for so long was killed. */
const FORGET_AFTER = 65_000;

/** What the exchange of a process connects. */
export interface ExchangeParts {
  namespace: ConsoleNamespace;
  clock: Clock;
  own: OwnConsoles;
  board: ConsoleBoard;
  /** Something on the board changed. */
  onTouched(touched: Touched): void;
}

/** Keeps the boards of all processes alike. */
export interface Exchange {
  /** A console of this process changed. */
  tell(): void;
  /** To be called about once a second. */
  tick(): void;
  /** Tells the others that the consoles of this process are gone. */
  stop(): void;
}

/** Starts it; the others answer with what they have. */
export function startExchange({ namespace, clock, own, board, onTouched }: ExchangeParts): Exchange {
  let repeatAt = 0;
  const note = (news: ConsoleNews) => onTouched(board.hear(news, clock.now()));
  const tellAll = (asks: boolean) => {
    repeatAt = clock.now() + REPEAT_EVERY;
    note(own.everything(false));
    namespace.serverSideEmit('presence', own.everything(asks));
  };
  const throttle = createThrottle(TELL_EVERY, () => {
    const news = own.news();
    if (news) namespace.serverSideEmit('presence', news);
  });
  namespace.on('presence', (words) => {
    const news = ConsoleNews.safeParse(words);
    // Another release may tell other things.
    if (!news.success) return;
    note(news.data);
    if (news.data.asks) tellAll(false);
  });
  tellAll(true);
  return {
    tell() {
      note(own.everything(false));
      throttle.ask();
    },
    tick() {
      const now = clock.now();
      own.expire(now);
      note(own.everything(false));
      if (now >= repeatAt) tellAll(false);
      else throttle.ask();
      onTouched(board.forget(now - FORGET_AFTER));
    },
    stop: throttle.stop,
  };
}
