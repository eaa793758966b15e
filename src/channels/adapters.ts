import type { AdapterFactory, AdapterRoute } from '../../adapters/adapter.ts';
import { emailAdapter } from '../../adapters/email/index.ts';
import { formAdapter } from '../../adapters/form/index.ts';
import type { ChannelKind } from '../../routing/types.ts';

/** The kinds of channel that this gateway can run. */
export const adapters: ReadonlyMap<ChannelKind, AdapterFactory<unknown>> = new Map<
  ChannelKind,
  AdapterFactory<unknown>
>([
  ['email', emailAdapter],
  ['form', formAdapter],
]);

/** Every route by which adapters are reached over HTTP. */
export function adapterRoutes(): AdapterRoute[] {
  return [...adapters.values()].flatMap((factory) => [...factory.routes]);
}
