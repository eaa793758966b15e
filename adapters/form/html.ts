/** HTML that is safe to put into a page as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** What may stand in an `html` template. `false`, null and undefined stand for nothing. */
export type HtmlPart = Html | string | number | boolean | null | undefined | readonly HtmlPart[];

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes HTML from a template; every text put in is escaped, so it is safe in content and quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: HtmlPart[]): Html {
  return new Html(strings.map((text, index) => text + render(parts[index])).join(''));
}

/** An attribute with its value escaped; nothing when the value is undefined, null or false. */
export function attribute(name: string, value: string | number | boolean | null | undefined): Html {
  if (value === undefined || value === null || value === false) return new Html('');
  return value === true ? new Html(` ${name}`) : html` ${new Html(name)}="${value}"`;
}

function render(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(render).join('');
  if (part === null || part === undefined || typeof part === 'boolean') return '';
  return String(part).replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}
