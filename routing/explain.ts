import { DateTime } from 'luxon';
import { type Field, type Language, WORDS, type Words } from './explain-words.ts';
import type { Candidate, Decision, Instant } from './types.ts';

/** More than so many passed-over users are counted instead of named. */
const NAMED_AT_MOST = 5;

/** Present names of users, teams and skills by id; who is missing keeps the name that the decision stored. */
export type Names = ReadonlyMap<string, string>;

/** A decision and the means to put it into words. */
interface Telling {
  decision: Decision;
  names: Names;
  words: Words;
  zone: string;
}

/**
 * Says in words why a ticket went to whom it went, or why to nobody, from the stored decision alone. Times are those
 * of the reader's zone.
 */
export function explainDecision(decision: Decision, names: Names, language: Language, zone: string): string {
  const telling: Telling = { decision, names, words: WORDS[language], zone };
  return [
    `${subject(telling)}: ${reason(telling)}`,
    ...circumstances(telling),
    ...passedOver(telling),
    ...retry(telling),
  ].join('; ');
}

/** Says why one user did not get the ticket, or that they did, from the stored decision alone. */
export function explainUser(
  user: string,
  decision: Decision,
  names: Names,
  { language, zone }: { language: Language; zone: string },
): string {
  const telling: Telling = { decision, names, words: WORDS[language], zone };
  if (user === decision.owner) return `${subject(telling)}: ${reason(telling)}`;
  const candidate = decision.candidates.find((each) => each.user === user);
  if (candidate === undefined) return telling.words.notAmong(nameOf(user, telling));
  if (candidate.passedOver !== null) return whyNot(candidate, telling);
  const load = telling.words.openTickets(candidate.load, decision.type);
  return telling.words.notChosen(nameOf(user, telling), load, subject(telling));
}

function subject({ decision, names, words }: Telling): string {
  if (decision.team !== null) return names.get(decision.team) ?? decision.team;
  if (decision.owner === null) return words.nobody;
  return nameOf(decision.owner, { decision, names });
}

function reason(telling: Telling): string {
  const { decision, words } = telling;
  const { count } = fieldOf(decision);
  switch (decision.reason) {
    case 'least-load':
      return count === 1 ? words.onlyOne(fieldOf(decision)) : leastLoad(telling);
    case 'least-load-tie':
      return leastLoadTie(telling);
    case 'next-in-turn':
      return count === 1 ? words.onlyOne(fieldOf(decision)) : nextInTurn(telling);
    case 'drawn-at-random':
      return count === 1 ? words.onlyOne(fieldOf(decision)) : words.atRandom(fieldOf(decision));
    case 'no-skill':
      return words.noSkill(skillList(decision.requiredSkills, telling));
    case 'none-available':
      return words.noneAvailable(decision.candidates.length);
    case 'none-eligible':
      return words.noneEligible(decision.candidates.length);
    default:
      return plainReason(decision.reason, words);
  }
}

type PlainReason = Exclude<
  Decision['reason'],
  | 'least-load'
  | 'least-load-tie'
  | 'next-in-turn'
  | 'drawn-at-random'
  | 'no-skill'
  | 'none-available'
  | 'none-eligible'
>;

function plainReason(reason: PlainReason, words: Words): string {
  const phrases: Record<PlainReason, string> = {
    'contact-owner': words.contactOwner,
    'kept-owner': words.keptOwner,
    'policy-team': words.policyTeam,
    'policy-nobody': words.policyNobody,
    'all-at-capacity': words.allAtCapacity,
    'no-candidates': words.noCandidates,
    'contact-has-no-owner': words.contactHasNoOwner,
    'contact-not-tracked': words.contactNotTracked,
    'owner-away': words.ownerAway,
    'owner-not-eligible': words.ownerNotEligible,
  };
  return phrases[reason];
}

function leastLoad({ decision, words }: Telling): string {
  const load = winnerOf(decision)?.load ?? 0;
  return `${words.openTickets(load, decision.type)}, ${words.fewest(fieldOf(decision))}`;
}

function leastLoadTie(telling: Telling): string {
  const { decision, words } = telling;
  const winner = winnerOf(decision);
  const rivals = decision.candidates.filter(
    ({ user, eligible, load }) => eligible && user !== winner?.user && load === winner?.load,
  );
  const others = list(
    rivals.map(({ user }) => nameOf(user, telling)),
    words.and,
  );
  const waited = rivals.every(({ lastAssigned }) => lastAssigned > (winner?.lastAssigned ?? 0));
  return [
    words.openTickets(winner?.load ?? 0, decision.type),
    words.fewestWith(others, fieldOf(decision)),
    waited ? words.longestWithout : words.firstInOrder,
  ].join(', ');
}

function nextInTurn(telling: Telling): string {
  const { decision, words } = telling;
  const after = decision.roundRobin?.after ?? null;
  return words.nextInTurn(after === null ? null : nameOf(after, telling), fieldOf(decision));
}

function circumstances({ decision, words }: Telling): string[] {
  return [
    ...(decision.step === null ? [] : [words.step(decision.step + 1)]),
    ...(decision.skillsRelaxed ? [words.skillsRelaxed] : []),
  ];
}

function passedOver(telling: Telling): string[] {
  const all = telling.decision.candidates.filter((candidate) => candidate.passedOver !== null);
  const named = all.slice(0, NAMED_AT_MOST).map((candidate) => whyNot(candidate, telling));
  const rest = all.length - named.length;
  return rest > 0 ? [...named, telling.words.othersPassedOver(rest)] : named;
}

function whyNot(candidate: Candidate, telling: Telling): string {
  const { words } = telling;
  const name = nameOf(candidate.user, telling);
  switch (candidate.passedOver) {
    case 'deactivated':
      return words.deactivated(name);
    case 'no-seat':
      return words.noSeat(name);
    case 'excluded':
      return words.excluded(name);
    case 'missing-skill':
      return words.missingSkill(name, skillList(candidate.missingSkills, telling));
    case 'away':
      return whyAway(name, candidate, telling);
    case 'unreachable':
      return words.unreachable(name);
    case 'at-capacity':
      return whyFull(name, candidate, words);
    case 'shift-end':
      return words.shiftEnd(name);
    case 'ramp':
      return words.ramp(name);
    case null:
      return name;
  }
}

function whyAway(name: string, { availability }: Candidate, telling: Telling): string {
  const { words } = telling;
  const until = availability.until === null ? null : time(availability.until, telling);
  switch (availability.reason) {
    case 'out-of-office':
      return words.outOfOffice(name, until);
    case 'not-signed-in':
      return words.notSignedIn(name);
    case 'no-console':
      return words.noConsole(name);
    default:
      return words.away(name, until);
  }
}

function whyFull(name: string, { load, capacity, units }: Candidate, words: Words): string {
  if (capacity !== null && load >= capacity) return words.atCapacity(name, load, capacity);
  return words.atUnits(name, units?.used ?? 0, units?.capacity ?? 0);
}

function retry(telling: Telling): string[] {
  const { decision, words } = telling;
  if (decision.retry === null) return [];
  const events = list(
    decision.retry.on.map((event) => words.retryOn[event]),
    words.or,
  );
  return [words.retry(events, decision.retry.at === null ? null : time(decision.retry.at, telling))];
}

/** "13:00" on the day of the decision, "Tue 09:00" within six days of it, else with the date. */
function time(at: Instant, { decision, words, zone }: Telling): string {
  const there = DateTime.fromMillis(at, { zone, locale: words.locale });
  const day = DateTime.fromMillis(decision.at, { zone }).startOf('day');
  const days = there.startOf('day').diff(day, 'days').days;
  if (days === 0) return there.toFormat('HH:mm');
  return there.toFormat(days < 7 ? words.formats.thisWeek : words.formats.later);
}

function fieldOf({ candidates }: Decision): Field {
  const eligible = candidates.filter((candidate) => candidate.eligible);
  const allAvailable = eligible.every(({ availability }) => availability.status === 'available');
  return { count: eligible.length, allAvailable };
}

function winnerOf({ candidates, owner }: Decision): Candidate | undefined {
  return candidates.find(({ user }) => user === owner);
}

function nameOf(user: string, { decision, names }: Pick<Telling, 'decision' | 'names'>): string {
  return names.get(user) ?? decision.candidates.find((candidate) => candidate.user === user)?.name ?? user;
}

function skillList(skills: readonly string[], { names, words }: Telling): string {
  return list(
    skills.map((id) => names.get(id) ?? id),
    words.and,
  );
}

function list(items: readonly string[], joint: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${joint} ${items.at(-1)}`;
}
