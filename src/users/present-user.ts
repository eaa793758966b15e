import { availabilityOf } from '../../routing/availability.ts';
import type { Availability, Instant, RoutingRules } from '../../routing/types.ts';
import { toRoutingUser } from './routing-user.ts';
import type { UserRecord } from './user-model.ts';
import type { ShownUser } from './user-schemas.ts';

/** What showing a user depends on besides the user. */
export interface UserView {
  rules: RoutingRules;
  at: Instant;
  /** True for themselves and for admins. */
  details: boolean;
}

/** A user as the API shows them; never their password. */
export function presentUser(user: UserRecord, view: UserView): ShownUser {
  return {
    id: user._id,
    email: user.email,
    name: user.name,
    role: user.role,
    seat: user.seat,
    active: user.active,
    invited: user.passwordHash === null,
    teams: user.teams,
    skills: user.skills,
    timeZone: user.timeZone,
    capacity: user.capacity,
    availability: presentAvailability(availabilityOf(toRoutingUser(user), view.rules, view.at)),
    lastSeenAt: user.lastSeenAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
    ...(view.details && presentDetails(user)),
  };
}

/** Availability with its instant as the API writes it. */
export function presentAvailability({ status, reason, until }: Availability): ShownUser['availability'] {
  return { status, reason, until: until === null ? null : new Date(until).toISOString() };
}

function presentDetails(
  user: UserRecord,
): Pick<ShownUser, 'workingHours' | 'outOfOffice' | 'phone' | 'language' | 'signature'> {
  return {
    workingHours: user.workingHours,
    outOfOffice: user.outOfOffice.map(({ from, to, note }) => ({
      from: from.toISOString(),
      to: to.toISOString(),
      note,
    })),
    phone: user.phone,
    // Those stored before they could be chosen have none.
    language: user.language ?? null,
    signature: user.signature ?? '',
  };
}
