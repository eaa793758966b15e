import type { RoutingUser } from '../../routing/types.ts';
import type { UserRecord } from './user-model.ts';

/** A stored user as routing knows them. */
export function toRoutingUser(user: UserRecord): RoutingUser {
  return {
    id: user._id,
    name: user.name,
    active: user.active,
    seat: user.seat,
    skills: user.skills,
    workingHours: user.workingHours,
    outOfOffice: user.outOfOffice.map(({ from, to, note }) => ({
      from: from.getTime(),
      to: to.getTime(),
      note,
    })),
    manualStatus: user.manualStatus && {
      status: user.manualStatus.status,
      setAt: user.manualStatus.setAt.getTime(),
    },
    lastSeenAt: user.lastSeenAt?.getTime() ?? null,
    capacity: user.capacity,
  };
}
