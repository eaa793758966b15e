import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, newKey } from '../../data/api.ts';
import type { Channel } from '../../data/types.ts';
import { type ChannelEdit, putChannel } from './use-channel.ts';

/** Makes a channel at the first call and changes that same one at further calls. */
export function useNewChannel(kind: Channel['kind']) {
  const made = useRef<string | null>(null);
  // One key for all tries with the same content: a click whose answer got lost makes no second channel.
  const [keys] = useState(() => new Map<string, string>());
  return useMutation({
    async mutationFn(edit: ChannelEdit): Promise<Channel> {
      if (made.current !== null) return api.patch<Channel>(`/channels/${made.current}`, edit);
      const content = JSON.stringify(edit);
      const key = keys.get(content) ?? newKey();
      keys.set(content, key);
      const channel = await api.post<Channel>('/channels', { kind, ...edit }, key);
      made.current = channel.id;
      return channel;
    },
    onSuccess: putChannel,
  });
}
