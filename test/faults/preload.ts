import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandStartedEvent, type CommandSucceededEvent, MongoClient } from 'mongodb';
import { parsePlan, type When } from './plan.ts';

// Loaded by `--import` into a gateway that is to die: it watches the driver's commands and ends the process at one of
// them. The events come before a command is sent and after its answer, before the gateway learns of either.

/** What the gateway keeps of the customers' and agents' acts; polls and renewals beside it come at any time. */
const WATCHED =
  /^(journal|tickets|messages|contacts|loads|decisions|outbox|files\..*|counters|roundRobins|adapterStates|idempotency|ticketEvents)$/;
const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);

const folder = process.env.FAULTS_FOLDER ?? '';
const names = new Map<number, string>();
let counts: Record<When, number> = { before: 0, after: 0 };
let counted = '';

function nameOf({ commandName, command }: CommandStartedEvent): string | null {
  if (commandName === 'commitTransaction') return commandName;
  if (!WRITES.has(commandName)) return null;
  const collection = String(command[commandName]);
  const isFence = collection === 'leases' && command.autocommit === false;
  return isFence || WATCHED.test(collection) ? `${commandName} ${collection}` : null;
}

function readPlan() {
  try {
    return parsePlan(readFileSync(join(folder, 'plan'), 'utf8'));
  } catch {
    // Not armed.
    return null;
  }
}

function note(line: string): void {
  appendFileSync(join(folder, 'seen'), `${line}\n`);
}

function reach(when: When, name: string): void {
  const plan = readPlan();
  if (plan === null) return;
  if (plan.id !== counted) counts = { before: 0, after: 0 };
  counted = plan.id;
  counts[when] += 1;
  note(`${when} ${name}`);
  const isCounted = plan.name === undefined ? counts[when] === plan.at : name === plan.name;
  if (plan.when !== when || !isCounted) return;
  rmSync(join(folder, 'plan'));
  note(`${plan.signal} ${process.pid}`);
  process.kill(process.pid, plan.signal);
}

function started(event: CommandStartedEvent): void {
  const name = nameOf(event);
  if (name === null) return;
  // A look for work that finds none is no step: it counts once it found some.
  if (event.commandName !== 'findAndModify') reach('before', name);
  names.set(event.requestId, name);
}

function succeeded({ requestId, reply }: CommandSucceededEvent): void {
  const name = names.get(requestId);
  names.delete(requestId);
  if (name === undefined) return;
  const isEmpty = name.startsWith('findAndModify') && isWithoutValue(reply);
  if (!isEmpty) reach('after', name);
}

function isWithoutValue(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'value' in reply && reply.value === null;
}

const connect = MongoClient.prototype.connect;
MongoClient.prototype.connect = function (this: MongoClient) {
  Object.assign(this, { monitorCommands: true });
  this.on('commandStarted', started);
  this.on('commandSucceeded', succeeded);
  this.on('commandFailed', ({ requestId }) => names.delete(requestId));
  return connect.call(this);
};
