import { useMutation } from '@tanstack/react-query';
import { api } from '../../data/api.ts';
import { useChannels } from '../../data/channels.ts';
import { queryClient } from '../../data/query-client.ts';
import type { Channel } from '../../data/types.ts';

/** What a change of a channel may name. Settings go as they are in the form: without secrets that stay. */
export type ChannelEdit = Partial<
  Pick<Channel, 'name' | 'enabled' | 'settings' | 'policy' | 'operatingHours'>
>;

/** What the connection test of a channel found. */
export interface ConnectionTest {
  ok: boolean;
  checks: { name: string; ok: boolean; error: string | null }[];
}

/** One channel from the list of all: `data` is null where there is none of that id. */
export function useChannel(id: string | undefined) {
  const channels = useChannels();
  return { ...channels, data: channels.data && (channels.data.find((each) => each.id === id) ?? null) };
}

/** Saves a part of a channel; what the server made of it shows at once. */
export function useChannelEdit(id: string) {
  return useMutation({
    mutationFn: (edit: ChannelEdit) => api.patch<Channel>(`/channels/${id}`, edit),
    onSuccess: putChannel,
  });
}

/** Tries a channel's connection as it is saved. */
export function useConnectionTest() {
  return useMutation({
    mutationFn: (id: string) => api.post<ConnectionTest>(`/channels/${id}/test`),
  });
}

/** Puts a channel into the list that is shown. */
export function putChannel(channel: Channel): void {
  queryClient.setQueryData<Channel[]>(['channels'], (known = []) => {
    const at = known.findIndex(({ id }) => id === channel.id);
    return at < 0 ? [...known, channel] : known.with(at, channel);
  });
  void queryClient.invalidateQueries({ queryKey: ['channel-names'] });
}

/** Deletes a channel; its tickets stay. */
export async function deleteChannel(id: string): Promise<void> {
  await api.delete(`/channels/${id}`);
  queryClient.setQueryData<Channel[]>(['channels'], (known) => known?.filter((each) => each.id !== id));
  void queryClient.invalidateQueries({ queryKey: ['channel-names'] });
}
