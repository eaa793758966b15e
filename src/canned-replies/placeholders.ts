/** What a canned reply can fill in. */
export const PLACEHOLDERS = [
  'contact.name',
  'contact.firstName',
  'contact.email',
  'ticket.number',
  'ticket.subject',
  'agent.name',
  'agent.firstName',
  'workspace.name',
] as const;
/** One of them, without its braces. */
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** A value for each; '' where there is none. */
export type PlaceholderValues = Readonly<Record<Placeholder, string>>;

const PATTERN = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The placeholders of a text that nobody knows, as they were written between the braces. */
export function unknownPlaceholders(text: string): string[] {
  return [...text.matchAll(PATTERN)].map((match) => match[1] ?? '').filter((name) => !isPlaceholder(name));
}

/** A plain text with its placeholders filled in. */
export function fillText(text: string, values: PlaceholderValues): string {
  return fill(text, values, (value) => value);
}

/** HTML with its placeholders filled in; a value stands in it as text, whatever it holds. */
export function fillHtml(html: string, values: PlaceholderValues): string {
  return fill(html, values, escapeHtml);
}

function fill(text: string, values: PlaceholderValues, write: (value: string) => string): string {
  return text.replace(PATTERN, (whole, name: string) => (isPlaceholder(name) ? write(values[name]) : whole));
}

function isPlaceholder(name: string): name is Placeholder {
  return PLACEHOLDERS.some((known) => known === name);
}

function escapeHtml(value: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return value.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}
