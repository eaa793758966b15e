import { useQuery } from '@tanstack/react-query';
import { readAll } from '../../data/read-all.ts';

/** A skill that users hold and policies ask for. */
export interface Skill {
  id: string;
  name: string;
}

/** Every skill by name. */
export function useSkills() {
  return useQuery({ queryKey: ['skills'], queryFn: () => readAll<Skill>('/skills') });
}
