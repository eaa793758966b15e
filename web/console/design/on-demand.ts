import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

const TRIES = 5;
const FIRST_PAUSE_MS = 300;

/** A component whose script comes when it is first shown. A connection that is cut just then only delays it. */
// biome-ignore lint/suspicious/noExplicitAny: React's own bound; the component keeps its exact type
export function onDemand<Component extends ComponentType<any>>(
  load: () => Promise<{ default: Component }>,
): LazyExoticComponent<Component> {
  return lazy(() => retrying(load));
}

/** Loads again after a pause that doubles; throws what the last try threw. */
async function retrying<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await load();
    } catch (error) {
      if (tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (tries - 1)));
    }
  }
}
