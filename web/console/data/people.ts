import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { readAll } from './read-all.ts';
import type { Team } from './settings-types.ts';
import type { User } from './types.ts';

/** Every user, by page, since the console names them everywhere. */
export function useUsers() {
  return useQuery({ queryKey: ['users'], queryFn: () => readAll<User>('/users') });
}

/** Every team. */
export function useTeams() {
  return useQuery({ queryKey: ['teams'], queryFn: () => readAll<Team>('/teams') });
}

/** The names of users and teams by id. */
export function useNames(): ReadonlyMap<string, string> {
  const users = useUsers().data;
  const teams = useTeams().data;
  return useMemo(
    () => new Map([...(users ?? []), ...(teams ?? [])].map((each) => [each.id, each.name])),
    [users, teams],
  );
}
