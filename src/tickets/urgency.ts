import { PRIORITIES, type Priority } from '../../routing/types.ts';

/** What tickets are put in order of priority by: the higher, the more urgent. */
export function urgencyOf(priority: Priority): number {
  return PRIORITIES.indexOf(priority);
}
