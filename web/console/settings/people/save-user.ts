import { useMutation } from '@tanstack/react-query';
import { api } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { updateMe } from '../../data/session.ts';
import type { User } from '../../data/types.ts';

/** What a change of a user may name. */
export type UserEdit = Partial<Omit<User, 'id' | 'availability' | 'invited' | 'createdAt' | 'lastSeenAt'>> & {
  password?: string;
  currentPassword?: string;
  handover?: { user: string } | { team: string };
};

/** Saves a part of a user; what the server made of it shows at once. */
export function useUserEdit(id: string) {
  return useMutation({ mutationFn: (edit: UserEdit) => saveUser(id, edit) });
}

/** Saves a part of a user; throws what the server says against it. */
export async function saveUser(id: string, edit: UserEdit): Promise<User> {
  const saved = await api.patch<User>(`/users/${id}`, edit);
  putUser(saved);
  return saved;
}

/** Sets somebody's availability by hand. */
export async function setAvailability(user: User, status: 'available' | 'away'): Promise<void> {
  const availability = await api.put<User['availability']>(`/users/${user.id}/availability`, { status });
  putUser({ ...user, availability });
}

/** Puts a user into what is shown. */
export function putUser(user: User): void {
  queryClient.setQueryData<User[]>(['users'], (known = []) => {
    const at = known.findIndex(({ id }) => id === user.id);
    return at < 0 ? [...known, user] : known.with(at, user);
  });
  updateMe((me) => (me.id === user.id ? user : me));
  void queryClient.invalidateQueries({ queryKey: ['teams'] });
}
