import { useQuery } from '@tanstack/react-query';
import { readAll } from './read-all.ts';
import type { Channel, ChannelName } from './types.ts';

/** What everyone may know of the channels: names, kinds, health. */
export function useChannelNames() {
  return useQuery({
    queryKey: ['channel-names'],
    queryFn: () => readAll<ChannelName>('/channels/names'),
  });
}

/** The channels with their settings, for admins. */
export function useChannels(enabled = true) {
  return useQuery({ queryKey: ['channels'], queryFn: () => readAll<Channel>('/channels'), enabled });
}
