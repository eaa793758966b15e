import type { Connection } from 'mongoose';
import type { z } from 'zod';
import type { Check, Clock } from '../../adapters/adapter.ts';
import { DEFAULT_POLICY } from '../../routing/policy-schema.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import { BadInput, NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { inTransaction } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { type ChannelRecord, channelModel, policyVersionModel } from './channel-model.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import type { ChannelChange, NewChannel } from './channel-schemas.ts';
import { keepSecrets, openSecrets, sealSecrets, withoutSecrets } from './channel-secrets.ts';
import { adapterFor, checkPolicy, checkSettings } from './check-channel.ts';

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
  list(): Promise<ChannelRecord[]>;
  /** Throws BadInput with every wrong field, also of the settings and the policy. */
  create(actor: Actor, input: z.infer<typeof NewChannel>): Promise<ChannelRecord>;
  /** Replaces the named fields; a secret left out of `settings` keeps its value. */
  change(actor: Actor, id: string, change: z.infer<typeof ChannelChange>): Promise<ChannelRecord>;
  /** Its tickets stay. */
  remove(actor: Actor, id: string): Promise<void>;
  test(id: string): Promise<Check[]>;
}

export function createChannels(parts: ChannelParts): Channels {
  const { db, audit, runtime } = parts;
  const channels = channelModel(db);

  async function find(id: string): Promise<ChannelRecord> {
    const found = await channels.findOne({ _id: id, deletedAt: null }).lean();
    if (!found) throw new NotFound('channel');
    return found;
  }

  async function create(actor: Actor, input: z.infer<typeof NewChannel>): Promise<ChannelRecord> {
    const policy = input.policy ?? DEFAULT_POLICY;
    const { settings, errors } = checkSettings(input.kind, input.settings);
    const problems = [...errors, ...(await checkPolicy(db, policy, input.kind))];
    if (settings === null || problems.length > 0) throw new BadInput(problems);
    const at = new Date(parts.clock.now());
    const record: ChannelRecord = {
      _id: newId(),
      kind: input.kind,
      name: input.name,
      enabled: input.enabled,
      settings: sealSecrets(settings, adapterFor(input.kind).secrets, parts.box),
      policy,
      policyVersion: 1,
      operatingHours: input.operatingHours,
      health: { state: 'degraded', reason: 'It has not connected yet.', since: at },
      rev: 1,
      createdAt: at,
      updatedAt: at,
      deletedAt: null,
    };
    await save(actor, null, record);
    return record;
  }

  async function change(
    actor: Actor,
    id: string,
    set: z.infer<typeof ChannelChange>,
  ): Promise<ChannelRecord> {
    const before = await find(id);
    const { secrets } = adapterFor(before.kind);
    const earlier = openSecrets(before.settings, secrets, parts.box);
    const given = set.settings && checkSettings(before.kind, keepSecrets(set.settings, earlier, secrets));
    const problems = [
      ...(given?.errors ?? []),
      ...(set.policy ? await checkPolicy(db, set.policy, before.kind) : []),
    ];
    if (problems.length > 0) throw new BadInput(problems);
    const isNewPolicy = set.policy !== undefined && diff(before.policy, set.policy).length > 0;
    const after: ChannelRecord = {
      ...before,
      name: set.name ?? before.name,
      enabled: set.enabled ?? before.enabled,
      settings: given?.settings ? sealSecrets(given.settings, secrets, parts.box) : before.settings,
      policy: set.policy ?? before.policy,
      policyVersion: before.policyVersion + (isNewPolicy ? 1 : 0),
      operatingHours: set.operatingHours === undefined ? before.operatingHours : set.operatingHours,
      rev: before.rev + 1,
      updatedAt: new Date(parts.clock.now()),
    };
    await save(actor, before, after);
    return after;
  }

  /** Writes a channel with its policy's version and the audit entry, in one transaction. */
  async function save(actor: Actor, before: ChannelRecord | null, after: ChannelRecord): Promise<void> {
    await inTransaction(db, async (session) => {
      const { health: _, ...stored } = after;
      if (before === null) await channels.create([after], { session });
      else
        await channels.updateOne({ _id: after._id, rev: before.rev }, { $set: stored }, { session }).orFail();
      if (after.policyVersion !== before?.policyVersion) {
        const author = { kind: actor.kind, id: actor.id, name: actor.name };
        const { _id: channel, policyVersion: version, policy, updatedAt: at } = after;
        await policyVersionModel(db).create([{ channel, version, policy, author, at }], { session });
      }
      const action = before === null ? 'created' : after.deletedAt ? 'deleted' : 'changed';
      const target = { kind: 'channel', id: after._id, name: after.name };
      const changes = diff(before && audited(before), audited(after), secretPaths(after));
      await audit.record({ actor, action, target, changes }, session);
    });
    runtime.changed(after._id);
  }

  return {
    find,
    list: () => channels.find({ deletedAt: null }).sort({ _id: 1 }).lean(),
    create,
    change,
    async remove(actor, id) {
      const before = await find(id);
      const at = new Date(parts.clock.now());
      await save(actor, before, {
        ...before,
        enabled: false,
        deletedAt: at,
        updatedAt: at,
        rev: before.rev + 1,
      });
    },
    test: async (id) => runtime.test(await find(id)),
  };
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
