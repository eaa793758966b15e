/** Runs `act` at once, and again at the earliest after a while if it was asked for meanwhile. */
export interface Throttle {
  ask(): void;
  stop(): void;
}

/** Makes a throttle; `pause` is in milliseconds. */
export function createThrottle(pause: number, act: () => void): Throttle {
  let timer: NodeJS.Timeout | undefined;
  let isAsked = false;
  function run(): void {
    isAsked = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isAsked) run();
    }, pause).unref();
    act();
  }
  return {
    ask() {
      isAsked = true;
      if (timer === undefined) run();
    },
    stop: () => clearTimeout(timer),
  };
}
