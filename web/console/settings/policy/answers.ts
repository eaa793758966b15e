import type { z } from 'zod';
import type { PolicyVersionSchema } from '../../../../src/channels/channel-schemas.ts';
import type {
  CoverageSchema,
  PreviewSchema,
  SimulationSchema,
} from '../../../../src/simulations/simulation-schemas.ts';

/** Who would get a ticket, and why not the others. */
export type Preview = z.infer<typeof PreviewSchema>;
/** What of the next eight weeks a policy leaves uncovered. */
export type CoverageAnswer = z.infer<typeof CoverageSchema>;
/** What a policy would have done with a period's tickets, beside what happened. */
export type SimulationAnswer = z.infer<typeof SimulationSchema>;
/** A version of a policy, with its author and time. */
export type PolicyVersion = z.infer<typeof PolicyVersionSchema>;
