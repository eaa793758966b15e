import { useQuery } from '@tanstack/react-query';
import { readAll } from '../../data/read-all.ts';
import type { Skill } from '../../data/settings-types.ts';

/** Every skill, by name. */
export function useSkills() {
  return useQuery({ queryKey: ['skills'], queryFn: () => readAll<Skill>('/skills') });
}
