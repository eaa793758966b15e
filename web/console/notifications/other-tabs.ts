/** For how long a tab keeps the right to have told something: late ones find it taken. */
const HOLD_MS = 10_000;
const VISIBLE = 'deskroute visible';

/** Does it in one of all open tabs; one that could not (`false`) leaves it to another. */
export async function onceOverTabs(name: string, act: () => boolean): Promise<void> {
  if (!('locks' in navigator)) {
    act();
    return;
  }
  await navigator.locks.request(`deskroute ${name}`, { ifAvailable: true }, async (lock) => {
    if (lock === null || !act()) return;
    await new Promise((resolve) => setTimeout(resolve, HOLD_MS));
  });
}

/** Lets other tabs know whether this one is to be seen, until the returned function is called. */
export function whileVisible(): () => void {
  let release = () => {};
  function follow(): void {
    release();
    release = document.hidden ? () => {} : holdVisible();
  }
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    release();
  };
}

/** Whether any tab of the console is to be seen. */
export async function whetherAnyIsVisible(): Promise<boolean> {
  if (!('locks' in navigator)) return !document.hidden;
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === VISIBLE);
}

function holdVisible(): () => void {
  if (!('locks' in navigator)) return () => {};
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks.request(VISIBLE, { mode: 'shared' }, () => released);
  return release;
}
