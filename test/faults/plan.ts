import { z } from 'zod';

const Plan = z.object({
  /** Tells one plan from the next. */
  id: z.string(),
  /** Before a write is sent, or after its answer came and before the gateway learns of it. */
  when: z.enum(['before', 'after']),
  /** The how manieth write since the plan was laid; 0 for none, only to list them. */
  at: z.int().min(0),
  /** Instead of a number: the first write of this name. */
  name: z.string().optional(),
  signal: z.enum(['SIGKILL', 'SIGSTOP']),
});

/** Where a gateway process is to be struck, and with what. */
export type Plan = z.infer<typeof Plan>;
/** On which side of a write. */
export type When = Plan['when'];

/** Reads a plan as `JSON.stringify` wrote it. */
export function parsePlan(text: string): Plan {
  return Plan.parse(JSON.parse(text));
}
