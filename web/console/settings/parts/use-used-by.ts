import { useChannels } from '../../data/channels.ts';

/** Tells the names of the channels whose policy names a team or skill, for admins. */
export function useUsedBy(): (id: string) => string[] {
  const channels = useChannels().data ?? [];
  return (id) => channels.filter(({ policy }) => namesId(policy, id)).map(({ name }) => name);
}

/** Whether an id stands anywhere in a policy: ids are unique over all kinds of things. */
function namesId(value: unknown, id: string): boolean {
  if (typeof value !== 'object' || value === null) return value === id;
  return Object.values(value).some((part) => namesId(part, id));
}
