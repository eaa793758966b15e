/** Text fit for storing: valid Unicode, no NUL or other control characters, line ends as `\n`. */
export function cleanText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
      .toWellFormed()
  );
}

/** One line of text: cleaned, white space collapsed, at most `max` characters. */
export function cleanLine(text: string, max = 1000): string {
  return cleanText(text).replace(/\s+/g, ' ').trim().slice(0, max).toWellFormed();
}

/** The text cut at a length, with a mark where something is missing; the original keeps the rest. */
export function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max).toWellFormed()}\n[…]`;
}
