import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { cannedReplyModel } from '../canned-replies/canned-reply-model.ts';
import { createCannedReplyRoutes } from '../canned-replies/canned-reply-routes.ts';
import { draftModel } from '../drafts/draft-model.ts';
import { createDraftRoutes } from '../drafts/draft-routes.ts';
import type { Files } from '../files/files.ts';
import type { Route } from '../http/route.ts';
import { savedViewModel } from '../saved-views/saved-view-model.ts';
import { createSavedViewRoutes } from '../saved-views/saved-view-routes.ts';
import { tagModel } from '../tags/tag-model.ts';
import { createTagRoutes } from '../tags/tag-routes.ts';
import { readModel } from '../tickets/read-model.ts';
import { createTicketWorkRoutes } from '../tickets/work-routes.ts';

/** What the inbox's helpers need. */
export interface InboxRouteParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
  files: Files;
  /** Tells the router that a ticket waits to be decided. */
  onPending(): void;
}

/** The collections of what helps to work in the inbox. */
export const inboxModels = [savedViewModel, readModel, draftModel, tagModel, cannedReplyModel] as const;

/** The routes of what helps to work in the inbox. They come before those of tickets, which take any id. */
export function createInboxRoutes(parts: InboxRouteParts): Route[] {
  return [
    ...createSavedViewRoutes(parts),
    ...createDraftRoutes(parts),
    ...createTagRoutes(parts),
    ...createCannedReplyRoutes(parts),
    ...createTicketWorkRoutes(parts),
  ];
}
