import type { Connection } from 'mongoose';
import { apiKeyModel } from '../api-keys/api-key-model.ts';
import { auditModel } from '../audit/audit-model.ts';
import { idempotencyModel } from '../http/idempotency-model.ts';
import { rateLimitModel } from '../http/rate-limit-model.ts';
import { notificationModels } from '../notifications/models.ts';
import { sessionModel } from '../sessions/session-model.ts';
import { settingsModel } from '../settings/settings-model.ts';
import { tokenModel } from '../setup/token-model.ts';
import { skillModel } from '../skills/skill-model.ts';
import { ensureCollections } from '../store/ensure-collections.ts';
import { teamModel } from '../teams/team-model.ts';
import { secondFactorModel } from '../two-factor/second-factor-model.ts';
import { userModel } from './user-model.ts';

const models = [
  userModel,
  teamModel,
  skillModel,
  settingsModel,
  sessionModel,
  tokenModel,
  apiKeyModel,
  auditModel,
  idempotencyModel,
  rateLimitModel,
  secondFactorModel,
  ...notificationModels,
];

/** Makes the collections and indexes of people, sign-in and settings; for the release step and tests. */
export async function createAccountIndexes(db: Connection): Promise<void> {
  await ensureCollections(db, models);
}
