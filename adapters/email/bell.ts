/** Wakes one waiter. A ring while nobody waits is kept, so that nothing between two waits is missed. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring (or the one kept), or after so many milliseconds. */
  wait(ms: number): Promise<void>;
}

/** Makes a bell that has not rung. */
export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = null;
      rung = false;
    },
  };
}
