import { compareIds } from './ids.ts';
import type { RoutingTicket, SkillPolicy, SkillRule } from './types.ts';

/** The skills that a ticket asks for under a policy: the fixed ones and those of every rule that its content meets. */
export function skillsFor(ticket: RoutingTicket, { required, rules }: SkillPolicy): string[] {
  const byRule = rules.filter((rule) => isMet(rule, ticket)).flatMap((rule) => rule.skills);
  return [...new Set([...required, ...byRule])].sort(compareIds);
}

function isMet({ field, contains }: SkillRule, ticket: RoutingTicket): boolean {
  return contentOf(ticket, field).toLowerCase().includes(contains.toLowerCase());
}

function contentOf(ticket: RoutingTicket, field: string): string {
  if (field === 'subject') return ticket.subject;
  if (field === 'text') return ticket.text;
  return Object.hasOwn(ticket.fields, field) ? (ticket.fields[field] ?? '') : '';
}
