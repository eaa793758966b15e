import type { Calendar, ChannelKind, Policy } from '../../routing/types.ts';
import type { ChannelRecord } from '../channels/channel-model.ts';

/** A channel as the router needs it. */
export interface LiveChannel {
  id: string;
  kind: ChannelKind;
  name: string;
  policy: Policy;
  policyVersion: number;
  operatingHours: Calendar | null;
  acknowledge: boolean;
  acknowledgeText: string | null;
  /** The email address that answers come from; null where the channel has none. */
  address: string | null;
  mailDomain: string;
  /** The email channel that answers go out by; null = the workspace's oldest. */
  replyChannel: string | null;
}

/** A stored channel as the router needs it; `mailDomain` is for one without an address. */
export function toLiveChannel(c: ChannelRecord, mailDomain: string): LiveChannel {
  const { address, acknowledge, acknowledgeText, replyChannel } = c.settings;
  return {
    id: c._id,
    kind: c.kind,
    name: c.name,
    policy: c.policy,
    policyVersion: c.policyVersion,
    operatingHours: c.operatingHours,
    acknowledge: acknowledge === true,
    acknowledgeText: typeof acknowledgeText === 'string' && acknowledgeText !== '' ? acknowledgeText : null,
    replyChannel: typeof replyChannel === 'string' ? replyChannel : null,
    address: typeof address === 'string' ? address : null,
    mailDomain: (typeof address === 'string' && address.split('@')[1]) || mailDomain,
  };
}
