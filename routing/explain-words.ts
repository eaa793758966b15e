import type { RetryEvent, TicketType } from './types.ts';

/** The languages that decisions are explained in. */
export type Language = 'en' | 'de';

/** How many users could have got a ticket, and whether all of them were available. */
export interface Field {
  count: number;
  allAvailable: boolean;
}

/** All phrases of an explanation in one language. Names, lists and times come in ready. */
export interface Words {
  locale: string;
  and: string;
  or: string;
  nobody: string;
  formats: { thisWeek: string; later: string };
  openTickets(count: number, type: TicketType): string;
  onlyOne(field: Field): string;
  fewest(field: Field): string;
  fewestWith(others: string, field: Field): string;
  longestWithout: string;
  firstInOrder: string;
  nextInTurn(after: string | null, field: Field): string;
  atRandom(field: Field): string;
  contactOwner: string;
  keptOwner: string;
  policyTeam: string;
  policyNobody: string;
  noneAvailable(count: number): string;
  allAtCapacity: string;
  noSkill(skills: string): string;
  noCandidates: string;
  noneEligible(count: number): string;
  contactHasNoOwner: string;
  contactNotTracked: string;
  ownerAway: string;
  ownerNotEligible: string;
  deactivated(name: string): string;
  noSeat(name: string): string;
  excluded(name: string): string;
  missingSkill(name: string, skills: string): string;
  away(name: string, until: string | null): string;
  outOfOffice(name: string, until: string | null): string;
  notSignedIn(name: string): string;
  noConsole(name: string): string;
  unreachable(name: string): string;
  atCapacity(name: string, used: number, limit: number): string;
  atUnits(name: string, used: number, limit: number): string;
  ramp(name: string): string;
  shiftEnd(name: string): string;
  notAmong(name: string): string;
  /** For an eligible user: their load, and who was chosen instead. */
  notChosen(name: string, load: string, owner: string): string;
  othersPassedOver(count: number): string;
  skillsRelaxed: string;
  step(number: number): string;
  retry(events: string, at: string | null): string;
  retryOn: Record<RetryEvent, string>;
}

const EN_STATE = ({ allAvailable }: Field) => (allAvailable ? 'available' : 'eligible');

const EN: Words = {
  locale: 'en-GB',
  and: 'and',
  or: 'or',
  nobody: 'Nobody',
  formats: { thisWeek: 'ccc HH:mm', later: 'd LLL yyyy HH:mm' },
  openTickets: (count, type) => `${count} open ${type} ${count === 1 ? 'ticket' : 'tickets'}`,
  onlyOne: (field) => `the only one ${EN_STATE(field)}`,
  fewest: (field) => `the fewest of ${field.count} ${EN_STATE(field)}`,
  fewestWith: (others, field) => `with ${others} the fewest of ${field.count} ${EN_STATE(field)}`,
  longestWithout: 'and longest without a new one',
  firstInOrder: 'and first in order',
  nextInTurn: (after, field) =>
    `next in turn${after === null ? '' : ` after ${after}`}, of ${field.count} ${EN_STATE(field)}`,
  atRandom: (field) => `drawn at random from ${field.count} ${EN_STATE(field)}`,
  contactOwner: 'owner of the contact',
  keptOwner: 'owner before the ticket was reopened',
  policyTeam: 'the policy gives it to the team, without an owner',
  policyNobody: 'the policy assigns to nobody',
  noneAvailable: (count) =>
    count === 1 ? 'the only user is not available' : `none of ${count} is available`,
  allAtCapacity: 'everyone available is at capacity',
  noSkill: (skills) => `nobody has ${skills}`,
  noCandidates: 'the policy has no users to choose from',
  noneEligible: (count) => (count === 1 ? 'the only user cannot have it' : `none of ${count} can have it`),
  contactHasNoOwner: 'the contact has no owner',
  contactNotTracked: 'the contact is not tracked',
  ownerAway: 'the owner of the contact is away',
  ownerNotEligible: 'the owner of the contact cannot have it',
  deactivated: (name) => `${name} deactivated`,
  noSeat: (name) => `${name} without a Service seat`,
  excluded: (name) => `${name} not again in this round`,
  missingSkill: (name, skills) => `${name} without ${skills}`,
  away: (name, until) => `${name} away${until === null ? '' : ` until ${until}`}`,
  outOfOffice: (name, until) => `${name} out of office${until === null ? '' : ` until ${until}`}`,
  notSignedIn: (name) => `${name} not signed in`,
  noConsole: (name) => `${name} without an open console`,
  unreachable: (name) => `${name} not reachable by phone`,
  atCapacity: (name, used, limit) => `${name} at capacity (${used} of ${limit})`,
  atUnits: (name, used, limit) => `${name} at capacity (${used} of ${limit} units)`,
  ramp: (name) => `${name} with enough new ones this minute`,
  shiftEnd: (name) => `${name} near the end of the shift`,
  notAmong: (name) => `${name} is not among the users of the policy`,
  notChosen: (name, load, owner) => `${name}: eligible with ${load}, but ${owner} came first`,
  othersPassedOver: (count) => `${count} more passed over`,
  skillsRelaxed: 'required skills were relaxed',
  step: (number) => `by step ${number} of the policy`,
  retry: (events, at) => `tried again when ${events}${at === null ? '' : `, at ${at} at the latest`}`,
  retryOn: {
    'user-available': 'someone becomes available',
    'capacity-freed': 'someone has room',
    'skill-added': 'someone gets the skill',
    'step-due': 'the next step is due',
  },
};

const DE_TYPES: Record<TicketType, string> = {
  calling: 'Anruf-Ticket',
  messaging: 'Messaging-Ticket',
  email: 'E-Mail-Ticket',
};

const DE_STATE = ({ allAvailable }: Field) => (allAvailable ? 'Verfügbaren' : 'Infragekommenden');

const DE: Words = {
  locale: 'de',
  and: 'und',
  or: 'oder',
  nobody: 'Niemand',
  formats: { thisWeek: 'ccc HH:mm', later: 'd. LLL yyyy HH:mm' },
  openTickets: (count, type) =>
    count === 1 ? `1 offenes ${DE_TYPES[type]}` : `${count} offene ${DE_TYPES[type]}s`,
  onlyOne: ({ allAvailable }) =>
    allAvailable ? 'als einzige Person verfügbar' : 'kommt als einzige Person infrage',
  fewest: (field) => `die wenigsten von ${field.count} ${DE_STATE(field)}`,
  fewestWith: (others, field) => `mit ${others} die wenigsten von ${field.count} ${DE_STATE(field)}`,
  longestWithout: 'und am längsten ohne ein neues',
  firstInOrder: 'und zuerst in der Reihenfolge',
  nextInTurn: (after, field) =>
    `an der Reihe${after === null ? '' : ` nach ${after}`}, von ${field.count} ${DE_STATE(field)}`,
  atRandom: (field) => `ausgelost unter ${field.count} ${DE_STATE(field)}`,
  contactOwner: 'zuständig für den Kontakt',
  keptOwner: 'zuständig, bevor das Ticket wieder geöffnet wurde',
  policyTeam: 'die Richtlinie gibt es dem Team, ohne zuständige Person',
  policyNobody: 'die Richtlinie weist niemandem zu',
  noneAvailable: (count) =>
    count === 1 ? 'die einzige Person ist nicht verfügbar' : `von ${count} ist niemand verfügbar`,
  allAtCapacity: 'alle Verfügbaren sind ausgelastet',
  noSkill: (skills) => `niemand hat ${skills}`,
  noCandidates: 'die Richtlinie hat niemanden zur Auswahl',
  noneEligible: (count) =>
    count === 1 ? 'die einzige Person kommt nicht infrage' : `von ${count} kommt niemand infrage`,
  contactHasNoOwner: 'für den Kontakt ist niemand zuständig',
  contactNotTracked: 'der Kontakt ist nicht wiedererkannt',
  ownerAway: 'wer für den Kontakt zuständig ist, ist abwesend',
  ownerNotEligible: 'wer für den Kontakt zuständig ist, kommt nicht infrage',
  deactivated: (name) => `${name} deaktiviert`,
  noSeat: (name) => `${name} ohne Service-Platz`,
  excluded: (name) => `${name} in dieser Runde nicht noch einmal`,
  missingSkill: (name, skills) => `${name} ohne ${skills}`,
  away: (name, until) => `${name} abwesend${until === null ? '' : ` bis ${until}`}`,
  outOfOffice: (name, until) => `${name} nicht im Büro${until === null ? '' : ` bis ${until}`}`,
  notSignedIn: (name) => `${name} nicht angemeldet`,
  noConsole: (name) => `${name} ohne offene Konsole`,
  unreachable: (name) => `${name} telefonisch nicht erreichbar`,
  atCapacity: (name, used, limit) => `${name} ausgelastet (${used} von ${limit})`,
  atUnits: (name, used, limit) => `${name} ausgelastet (${used} von ${limit} Einheiten)`,
  ramp: (name) => `${name} mit genug neuen in dieser Minute`,
  shiftEnd: (name) => `${name} kurz vor Schichtende`,
  notAmong: (name) => `${name} gehört nicht zur Auswahl der Richtlinie`,
  notChosen: (name, load, owner) => `${name}: kam infrage (${load}), doch ${owner} war zuerst dran`,
  othersPassedOver: (count) => (count === 1 ? '1 weitere Person übergangen' : `${count} weitere übergangen`),
  skillsRelaxed: 'verlangte Fähigkeiten wurden gelockert',
  step: (number) => `durch Schritt ${number} der Richtlinie`,
  retry: (events, at) => `neuer Versuch, sobald ${events}${at === null ? '' : `, spätestens ${at}`}`,
  retryOn: {
    'user-available': 'jemand verfügbar wird',
    'capacity-freed': 'jemand wieder Platz hat',
    'skill-added': 'jemand die Fähigkeit bekommt',
    'step-due': 'der nächste Schritt fällig ist',
  },
};

/** The phrases of a language. */
export const WORDS: Record<Language, Words> = { en: EN, de: DE };
