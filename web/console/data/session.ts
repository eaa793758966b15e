import { useQuery } from '@tanstack/react-query';
import { ApiError, api, rememberCsrfToken } from './api.ts';
import { queryClient } from './query-client.ts';
import type { Session, User } from './types.ts';

const KEY = ['session'];

/** Who is signed in at this browser: undefined while it is asked, null for nobody. */
export function useSession() {
  return useQuery({ queryKey: KEY, queryFn: readSession, staleTime: Number.POSITIVE_INFINITY });
}

/** The signed-in user. Only for what is shown to signed-in users. */
export function useMe(): User {
  const { data } = useSession();
  if (!data) throw new Error('Nobody is signed in.');
  return data.user;
}

/** Signs in; throws the API's error when it refuses. */
export async function signIn(credentials: { email: string; password: string; code?: string }): Promise<void> {
  const session = await api.post<Session>('/session', credentials);
  rememberCsrfToken(session.csrfToken);
  queryClient.setQueryData(KEY, session);
}

/** Signs out. A session that has ended meanwhile is what was asked for. */
export async function signOut(): Promise<void> {
  try {
    await api.delete('/session');
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
  forgetSession();
}

/** Forgets everything that was read for the user: the next one may see less. */
export function forgetSession(): void {
  rememberCsrfToken('');
  queryClient.setQueryData(KEY, null);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
}

/** Asks anew who is signed in: a change of the password begins another session. */
export async function refreshSession(): Promise<void> {
  await queryClient.refetchQueries({ queryKey: KEY });
}

/** Puts a change of the signed-in user into what is shown. */
export function updateMe(change: (user: User) => User): void {
  queryClient.setQueryData<Session | null>(KEY, (session) =>
    session ? { ...session, user: change(session.user) } : session,
  );
}

async function readSession(): Promise<Session | null> {
  try {
    const session = await api.get<Session>('/session');
    rememberCsrfToken(session.csrfToken);
    return session;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}
