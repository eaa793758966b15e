import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import { NotFound } from '../http/errors.ts';
import { requireUser } from '../http/own.ts';
import { isPublicHttps } from '../http/public-address.ts';
import { type Route, route } from '../http/route.ts';
import { deviceOf } from '../sessions/device.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { readPushKeys } from './push-keys.ts';
import { type PushSubscriptionRecord, pushSubscriptionModel } from './push-model.ts';

/** What the routes of web push need. */
export interface PushRouteParts {
  db: Connection;
  clock: Clock;
  box: SecretBox;
}

/** So many browsers wake one person at most; the oldest goes for a new one. */
const MAX_BROWSERS = 20;

const area = 'notifications';

const Endpoint = z
  .url()
  .max(1000)
  .refine(isPublicHttps, { error: 'This is not the address of a push service.' });
const Key = (bytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+=*$/)
    .refine((text) => Buffer.from(text, 'base64url').length === bytes, { error: `Not ${bytes} bytes.` });

const NewSubscription = z
  .strictObject({
    endpoint: Endpoint,
    keys: z.strictObject({ p256dh: Key(65), auth: Key(16) }),
    expirationTime: z.number().nullable().optional(),
  })
  .meta({ id: 'NewPushSubscription', description: 'What PushSubscription.toJSON() of a browser gives' });

/** A browser that is woken for notifications, as the API shows it. */
export const SubscriptionSchema = z
  .strictObject({ id: z.string(), device: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: 'PushSubscription' });

/** The routes by which browsers ask to be woken for notifications. */
export function createPushRoutes(parts: PushRouteParts): Route[] {
  return [listBrowsers(parts), subscribe(parts), unsubscribe(parts)];
}

function listBrowsers({ db, box }: PushRouteParts): Route {
  return route({
    method: 'get',
    path: '/push-subscriptions',
    summary: 'Lists one’s browsers that are woken, and the key by which others subscribe',
    access: 'agent',
    area,
    response: z.strictObject({
      items: z.array(SubscriptionSchema),
      next: z.null(),
      publicKey: z.string().meta({ description: 'The `applicationServerKey` of PushManager.subscribe()' }),
    }),
    async handle({ actor }) {
      const found = await pushSubscriptionModel(db)
        .find({ user: requireUser(actor) })
        .sort({ createdAt: -1 })
        .lean();
      const { publicKey } = await readPushKeys(db, box);
      return { items: found.map(presentSubscription), next: null, publicKey };
    },
  });
}

function subscribe({ db, clock }: PushRouteParts): Route {
  return route({
    method: 'post',
    path: '/push-subscriptions',
    summary: 'Has this browser woken for one’s notifications; it wakes for nobody else any more',
    access: 'agent',
    area,
    status: 201,
    body: NewSubscription,
    response: SubscriptionSchema,
    async handle({ actor, body, req }) {
      const user = requireUser(actor);
      const { endpoint, keys } = body;
      const createdAt = new Date(clock.now());
      const device = deviceOf(req.get('User-Agent'));
      const record = { user, session: req.sessionID, endpoint, keys, device, createdAt };
      const _id = createHash('sha256').update(endpoint).digest('hex').slice(0, 32);
      await pushSubscriptionModel(db).updateOne({ _id }, { $set: record }, { upsert: true });
      await dropOldest(db, user);
      return presentSubscription({ _id, ...record });
    },
  });
}

function unsubscribe({ db }: PushRouteParts): Route {
  return route({
    method: 'delete',
    path: '/push-subscriptions/:id',
    summary: 'Wakes a browser no more',
    access: 'agent',
    area,
    status: 204,
    params: z.strictObject({ id: z.string().min(1).max(100) }),
    async handle({ actor, params }) {
      const { deletedCount } = await pushSubscriptionModel(db).deleteOne({
        _id: params.id,
        user: requireUser(actor),
      });
      if (deletedCount === 0) throw new NotFound('subscription');
    },
  });
}

async function dropOldest(db: Connection, user: string): Promise<void> {
  const beyond = await pushSubscriptionModel(db)
    .find({ user })
    .sort({ createdAt: -1 })
    .skip(MAX_BROWSERS)
    .select('_id')
    .lean();
  if (beyond.length > 0) {
    await pushSubscriptionModel(db).deleteMany({ _id: { $in: beyond.map(({ _id }) => _id) } });
  }
}

function presentSubscription({
  _id,
  device,
  createdAt,
}: Pick<PushSubscriptionRecord, '_id' | 'device' | 'createdAt'>) {
  return { id: _id, device, createdAt: createdAt.toISOString() };
}
