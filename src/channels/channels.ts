import type { ClientSession, Connection } from 'mongoose';
import { z } from 'zod';
import type { Check, Clock } from '../../adapters/adapter.ts';
import { DEFAULT_POLICY } from '../../routing/policy-schema.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import { definedOnly } from '../http/defined-only.ts';
import { BadInput, NotFound } from '../http/errors.ts';
import { decodeCursor, type listQuery, type Page, page } from '../http/list.ts';
import type { Actor } from '../http/route.ts';
import { inTransaction } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { type ChannelRecord, channelModel, policyVersionModel } from './channel-model.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import type { ChannelChange, NewChannel } from './channel-schemas.ts';
import { keepSecrets, openSecrets, sealChanged, sealSecrets, withoutSecrets } from './channel-secrets.ts';
import { adapterFor, checkChannel } from './check-channel.ts';
import { forgetAdapterState } from './sweep-adapter-states.ts';

/** What the operations on channels need. */
export interface ChannelParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
  box: SecretBox;
  runtime: ChannelRuntime;
}

/** The operations on channels. */
export interface Channels {
  /** Throws NotFound. */
  find(id: string): Promise<ChannelRecord>;
  /** The oldest first. */
  list(query: z.infer<typeof listQuery>): Promise<Page<ChannelRecord>>;
  /**
   * Throws BadInput with every wrong field, also of the settings and the policy. One that has the id `made` already was
   * made by an attempt that died.
   */
  create(actor: Actor, input: z.infer<typeof NewChannel>, made: string): Promise<ChannelRecord>;
  /** Replaces the named fields; a secret left out of `settings` keeps its value. */
  change(actor: Actor, id: string, change: z.infer<typeof ChannelChange>): Promise<ChannelRecord>;
  /**
   * Makes an earlier version the policy again, as a new version of the id `made`; does nothing where an attempt that died
   * has done so. Throws NotFound.
   */
  restorePolicy(actor: Actor, id: string, of: { version: number; made: string }): Promise<ChannelRecord>;
  /** Its tickets stay; its secrets and what its adapter remembers go. */
  remove(actor: Actor, id: string): Promise<void>;
  test(id: string): Promise<Check[]>;
}

/** Makes the operations on channels. */
export function createChannels(parts: ChannelParts): Channels {
  const { db, runtime } = parts;
  const find = (id: string) => findChannel(db, id);
  return {
    find,
    async list({ limit, cursor }) {
      const after = decodeCursor(cursor, z.string());
      const found = await channelModel(db)
        .find({ deletedAt: null, ...(after === undefined ? {} : { _id: { $gt: after } }) })
        .sort({ _id: 1 })
        .limit(limit + 1)
        .lean();
      return page(found, limit, (channel) => channel._id);
    },
    create: async (actor, input, made) =>
      (await channelModel(db).findById(made).lean()) ??
      save(parts, actor, (session) => newChannel(parts, { _id: made, ...input }, session)),
    change: (actor, id, set) =>
      save(parts, actor, async (session) => {
        const before = await findChannel(db, id, session);
        return { before, after: await changed(parts, before, set, session) };
      }),
    async restorePolicy(actor, id, { version, made }) {
      if (await policyVersionModel(db).exists({ _id: made })) return find(id);
      const earlier = await policyVersionModel(db).findOne({ channel: id, version }).lean();
      if (!earlier) throw new NotFound('version of the policy');
      return save(parts, actor, async (session) => {
        const before = await findChannel(db, id, session);
        return { before, after: await changed(parts, before, { policy: earlier.policy }, session), made };
      });
    },
    async remove(actor, id) {
      await save(parts, actor, async (session) => {
        const before = await findChannel(db, id, session);
        const at = new Date(parts.clock.now());
        await forgetAdapterState(db, id, session);
        const gone = { settings: shownSettings(before), enabled: false, deletedAt: at, updatedAt: at };
        return { before, after: { ...before, ...gone, rev: before.rev + 1 } };
      });
    },
    test: async (id) => runtime.test(await find(id)),
  };
}

async function findChannel(db: Connection, id: string, session?: ClientSession): Promise<ChannelRecord> {
  const found = await channelModel(db)
    .findOne({ _id: id, deletedAt: null })
    .session(session ?? null)
    .lean();
  if (!found) throw new NotFound('channel');
  return found;
}

interface Step {
  before: ChannelRecord | null;
  after: ChannelRecord;
  /** The id of the policy's version, should this be a new one. */
  made?: string;
}

async function newChannel(
  { db, clock, box }: ChannelParts,
  input: z.infer<typeof NewChannel> & { _id: string },
  session: ClientSession,
): Promise<Step> {
  const { policy = DEFAULT_POLICY, settings: given, ...rest } = input;
  const { settings, problems } = await checkChannel(
    db,
    { kind: input.kind, settings: [given], policy },
    session,
  );
  if (settings === null || problems.length > 0) throw new BadInput(problems);
  const at = new Date(clock.now());
  const after: ChannelRecord = {
    ...rest,
    settings: sealSecrets(settings, adapterFor(input.kind).secrets, box),
    policy,
    policyVersion: 1,
    health: healthAtFirst(input.enabled, at),
    rev: 1,
    createdAt: at,
    updatedAt: at,
    deletedAt: null,
  };
  return { before: null, after };
}

async function changed(
  { db, clock, box }: ChannelParts,
  before: ChannelRecord,
  set: z.infer<typeof ChannelChange>,
  session: ClientSession,
): Promise<ChannelRecord> {
  const { kind } = before;
  const { secrets } = adapterFor(kind);
  const { policy, settings: given, ...rest } = definedOnly(set);
  const kept = given && keepSecrets(given, openSecrets(before.settings, secrets, box), secrets);
  const candidates = given && [kept, given];
  const { settings, problems } = await checkChannel(db, { kind, settings: candidates, policy }, session);
  if (problems.length > 0) throw new BadInput(problems);
  const isNewPolicy = policy !== undefined && diff(before.policy, policy).length > 0;
  const at = new Date(clock.now());
  const isSwitched = set.enabled !== undefined && set.enabled !== before.enabled;
  return {
    ...before,
    ...rest,
    ...(settings && { settings: sealChanged(settings, before.settings, secrets, box) }),
    policy: policy ?? before.policy,
    policyVersion: before.policyVersion + (isNewPolicy ? 1 : 0),
    health: isSwitched ? healthAtFirst(set.enabled === true, at) : before.health,
    rev: before.rev + 1,
    updatedAt: at,
  };
}

/** Until its adapter reports. */
function healthAtFirst(enabled: boolean, since: Date): ChannelRecord['health'] {
  return enabled
    ? { state: 'degraded', reason: 'It has not connected yet.', since }
    : { state: 'down', reason: 'It is switched off.', since };
}

/** Writes what `step` answers, with the policy's version and the audit entry, in one transaction. */
async function save(
  { db, audit, runtime }: ChannelParts,
  actor: Actor,
  step: (session: ClientSession) => Promise<Step>,
): Promise<ChannelRecord> {
  const saved = await inTransaction(db, async (session) => {
    const { before, after, made = newId() } = await step(session);
    if (before === null) await channelModel(db).create([after], { session });
    else await channelModel(db).updateOne({ _id: after._id }, { $set: after }, { session });
    if (after.policyVersion !== before?.policyVersion) {
      const author = { kind: actor.kind, id: actor.id, name: actor.name };
      const { _id: channel, policyVersion: version, policy, updatedAt: at } = after;
      await policyVersionModel(db).create([{ _id: made, channel, version, policy, author, at }], { session });
    }
    const action = before === null ? 'create' : after.deletedAt ? 'delete' : 'change';
    const target = { kind: 'channel', id: after._id, name: after.name };
    const changes = diff(before && audited(before), audited(after), secretPaths(after));
    if (changes.length > 0 || action !== 'change') {
      await audit.record({ actor, action, target, changes }, session);
    }
    return after;
  });
  runtime.changed(saved._id);
  return saved;
}

/** The fields whose changes the audit log shows. */
function audited({ name, enabled, settings, policy, operatingHours }: ChannelRecord) {
  return { name, enabled, settings, policy, operatingHours };
}

function secretPaths({ kind }: ChannelRecord): string[] {
  return adapterFor(kind).secrets.map((path) => `settings.${path}`);
}

/** The settings as the API shows them: without their secrets. */
export function shownSettings({ kind, settings }: ChannelRecord): Record<string, unknown> {
  return withoutSecrets(settings, adapterFor(kind).secrets);
}
