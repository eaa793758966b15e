import type { ClientSession, Connection } from 'mongoose';
import type { RoutingRules } from '../../routing/types.ts';
import { DEFAULT_ROUTING_RULES, settingsModel, WORKSPACE } from './settings-model.ts';

/** The workspace's routing rules as they stand; the defaults where nothing was set. */
export async function readRoutingRules(db: Connection, session?: ClientSession): Promise<RoutingRules> {
  const record = await settingsModel(db)
    .findById(WORKSPACE)
    .session(session ?? null)
    .lean();
  return { ...DEFAULT_ROUTING_RULES, ...record?.routing };
}
