import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import { createApiKeyRoutes } from '../api-keys/api-key-routes.ts';
import { createApiKeys } from '../api-keys/api-keys.ts';
import { createAuditLog } from '../audit/audit-log.ts';
import { createAuditRoutes } from '../audit/audit-routes.ts';
import { createCalendarRoutes } from '../calendars/calendar-routes.ts';
import { createIdempotency } from '../http/idempotency.ts';
import type { Route } from '../http/route.ts';
import { createNotificationRoutes } from '../notifications/notification-routes.ts';
import { createPushRoutes } from '../notifications/push-routes.ts';
import { createNotificationSettingsRoutes } from '../notifications/settings-routes.ts';
import { createAuthenticate } from '../sessions/authenticate.ts';
import { createFailedSignIns } from '../sessions/failed-sign-ins.ts';
import { createOwnSessionRoutes } from '../sessions/own-session-routes.ts';
import { createSessionRoutes } from '../sessions/session-routes.ts';
import { createSessions } from '../sessions/sessions.ts';
import { createSettingsRoutes } from '../settings/settings-routes.ts';
import { createFirstAdmin } from '../setup/first-admin.ts';
import { createInvitations } from '../setup/invitations.ts';
import { createOneTimeTokens } from '../setup/one-time-tokens.ts';
import { createSetupRoutes } from '../setup/setup-routes.ts';
import { createSkillRoutes } from '../skills/skill-routes.ts';
import { createSkills } from '../skills/skills.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { createTeamRoutes } from '../teams/team-routes.ts';
import { createTeams } from '../teams/teams.ts';
import type { UsedBy } from '../teams/used-by.ts';
import { createSecondFactors } from '../two-factor/second-factors.ts';
import { createTwoFactorRoutes } from '../two-factor/two-factor-routes.ts';
import { createInvitationRoutes } from './invitation-routes.ts';
import type { UserParts } from './user-parts.ts';
import { createUserRoutes } from './user-routes.ts';
import { createUsers } from './users.ts';

/** What people, sign-in and settings need from the rest of the gateway. */
export interface AccountParts extends Pick<UserParts, 'onDeactivated' | 'sendInvitation'> {
  db: Connection;
  clock: Clock;
  box: SecretBox;
  /** Without a slash at the end. */
  publicUrl: string;
  usedBy: UsedBy;
}

/** Puts together everything about people, sign-in and settings. */
export function createAccounts(parts: AccountParts) {
  const { db } = parts;
  const audit = createAuditLog(parts);
  const tokens = createOneTimeTokens(parts);
  const failedSignIns = createFailedSignIns(db);
  const secondFactors = createSecondFactors({ ...parts, failedSignIns });
  const invitations = createInvitations({ ...parts, tokens, secondFactors });
  const firstAdmin = createFirstAdmin({ ...parts, audit, tokens });
  const apiKeys = createApiKeys({ ...parts, audit });
  const sessions = createSessions(parts);
  const users = createUsers({ ...parts, audit, invitations, failedSignIns });
  const routes: Route[] = [
    ...createSessionRoutes({ ...parts, sessions, failedSignIns, secondFactors }),
    ...createOwnSessionRoutes({ db }),
    ...createSetupRoutes({ ...parts, sessions, firstAdmin, invitations }),
    ...createUserRoutes({ ...parts, users, sessions }),
    ...createInvitationRoutes({ ...parts, audit }),
    ...createTwoFactorRoutes({ db, audit, secondFactors, failedSignIns }),
    ...createTeamRoutes({ teams: createTeams({ ...parts, audit }) }),
    ...createSkillRoutes({ skills: createSkills({ ...parts, audit }) }),
    ...createSettingsRoutes({ db, audit }),
    ...createNotificationRoutes(parts),
    ...createNotificationSettingsRoutes({ db, audit }),
    ...createPushRoutes(parts),
    ...createCalendarRoutes(parts),
    ...createApiKeyRoutes({ apiKeys }),
    ...createAuditRoutes({ audit }),
  ];
  const authenticate = createAuthenticate({ ...parts, apiKeys });
  return { routes, audit, sessions, authenticate, idempotency: createIdempotency(parts), users, firstAdmin };
}
