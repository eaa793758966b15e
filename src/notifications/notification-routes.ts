import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import { NotFound } from '../http/errors.ts';
import { decodeCursor, listOf, listQuery, page } from '../http/list.ts';
import { requireUser } from '../http/own.ts';
import { type Route, route } from '../http/route.ts';
import { notificationModel } from './notification-model.ts';
import { NotificationSchema, presentNotification } from './present-notification.ts';

/** What the routes of one's own notifications need. */
export interface NotificationRouteParts {
  db: Connection;
  clock: Clock;
}

const area = 'notifications';
const Position = z.tuple([z.int().min(0).max(8.64e15), z.string()]);
const Unread = z.strictObject({ unread: z.int() }).meta({ id: 'UnreadNotifications' });

/** The routes of one's own notifications. What is read in one console is read in all. */
export function createNotificationRoutes(parts: NotificationRouteParts): Route[] {
  return [listNotifications(parts), markOne(parts), markAll(parts)];
}

function listNotifications({ db }: NotificationRouteParts): Route {
  return route({
    method: 'get',
    path: '/notifications',
    summary: 'Lists one’s own notifications, newest first, and counts the unread ones',
    access: 'agent',
    area,
    query: listQuery.extend({ unread: z.stringbool().optional() }),
    response: listOf(NotificationSchema).extend({ unread: z.int() }),
    async handle({ actor, query }) {
      const user = requireUser(actor);
      const [at, id] = decodeCursor(query.cursor, Position) ?? [];
      const before = at === undefined ? undefined : new Date(at);
      const found = await notificationModel(db)
        .find({
          user,
          inApp: true,
          ...(query.unread !== undefined && { readAt: query.unread ? null : { $ne: null } }),
          ...(before && { $or: [{ at: { $lt: before } }, { at: before, _id: { $lt: id ?? '' } }] }),
        })
        .sort({ at: -1, _id: -1 })
        .limit(query.limit + 1)
        .lean();
      const { items, next } = page(found, query.limit, (last) => [last.at.getTime(), last._id]);
      return { items: items.map(presentNotification), next, unread: await countUnread(db, user) };
    },
  });
}

function markOne({ db, clock }: NotificationRouteParts): Route {
  return route({
    method: 'patch',
    path: '/notifications/:id',
    summary: 'Marks a notification as read or unread',
    access: 'agent',
    area,
    params: z.strictObject({ id: z.string().min(1).max(100) }),
    body: z.strictObject({ read: z.boolean() }),
    response: NotificationSchema,
    async handle({ actor, params, body }) {
      const readAt = body.read ? new Date(clock.now()) : null;
      const changed = await notificationModel(db)
        .findOneAndUpdate(
          { _id: params.id, user: requireUser(actor) },
          { $set: { readAt } },
          { returnDocument: 'after' },
        )
        .lean();
      if (!changed) throw new NotFound('notification');
      return presentNotification(changed);
    },
  });
}

function markAll({ db, clock }: NotificationRouteParts): Route {
  return route({
    method: 'post',
    path: '/notifications/read',
    summary: 'Marks all notifications as read, or those of a ticket',
    access: 'agent',
    area,
    body: z.strictObject({
      ticket: z.string().min(1).max(100).optional().meta({ description: 'Id of a ticket' }),
      upTo: z.iso.datetime({ offset: true }).optional().meta({ description: 'Later ones stay unread' }),
    }),
    response: Unread,
    async handle({ actor, body }) {
      const user = requireUser(actor);
      await notificationModel(db).updateMany(
        {
          user,
          inApp: true,
          readAt: null,
          ...(body.ticket !== undefined && { 'ticket.id': body.ticket }),
          ...(body.upTo !== undefined && { at: { $lte: new Date(body.upTo) } }),
        },
        { $set: { readAt: new Date(clock.now()) } },
      );
      return { unread: await countUnread(db, user) };
    },
  });
}

function countUnread(db: Connection, user: string): Promise<number> {
  return notificationModel(db).countDocuments({ user, inApp: true, readAt: null });
}
