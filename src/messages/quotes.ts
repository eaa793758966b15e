/** A text in three: what the person wrote now, what they quote, and the signature under it. */
export interface FoldedText {
  visible: string;
  quoted: string;
  signature: string;
}

const WROTE =
  /(wrote|writes|schrieb|schreibt|a écrit|escribió|ha scritto|escreveu|schreef|skrev|kirjoitti|pisze|napisał(\(a\))?|написала?|пишет|írta|napsal\(?a?\)?|a scris|yazdı|写道|寫道|のメッセージ|작성)[^:：]{0,120}[:：]\s*$/iu;
const SEPARATOR =
  /^\s*[-_*]{2,}\s*(original message|ursprüngliche (nachricht|mitteilung)|originalnachricht|message d'origine|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|oprindelig (besked|meddelelse))\s*[-_*]*\s*$/i;
/** What stands below is what the person wants to show. */
const FORWARDED =
  /^\s*(begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message (réexpédié|transféré)\s?:|inicio del mensaje reenviado:|inizio messaggio inoltrato:)|^\s*[-_*]{2,}\s*(forwarded message|weitergeleitete (nachricht|e-?mail)|message transféré|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|vidarebefordrat meddelande|videresendt (besked|melding))/i;
const HEADER_LINE =
  /^\s*\*?(from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|envoyé|date|à|objet|enviado|para|asunto|da|inviato|data|a|oggetto|van|verzonden|aan|onderwerp|assunto|från|skickat|till|ämne|fra|sendt|til|emne|od|wysłano|do|temat|message du|envoyé le|copie à|sujet|von|cc|kopie|kopia|lähettäjä|lähetetty|vastaanottaja|aihe|od|odesláno|komu|předmět|küldve|feladó|címzett|tárgy|gönderen|gönderildi|kime|konu|от|отправлено|дата|кому|тема|发件人|发送时间|日期|收件人|抄送|主题|寄件者|收件者|主旨|差出人|送信日時|宛先|件名)\s?[:：]\*?/i;
const MOBILE =
  /^(sent (from|via) my |sent (from|with) (mail|yahoo|outlook|proton)|发自我的|отправлено с |wysłane z |(iphone|ipad|android).{0,4}から送信|get outlook for |von meinem .{2,40} gesendet|gesendet (von mein|(von|mit) (der )?(outlook|yahoo|gmx|web\.de|proton|apple|iphone|android|samsung))|diese nachricht wurde von meinem |envoyé (de|depuis|à partir de|via) (mon|ma|mail|outlook|yahoo|l['’]application)|enviado desde mi |inviato da(l mio)? |verzonden vanaf |skickat från |sendt fra )/i;
/** An attribution in a language not known here: a date, an address, and a colon at the end. */
const ADDRESSED =
  /\d.{0,200}(<\s?[^<>\s]{1,200}@[^<>\s]{1,200}\s?>|\(\s?[^()\s]{1,200}@[^()\s]{1,200}\))[^:：]{0,30}[:：]\s*$/u;
/** Date, time and address and nothing else, or with a verb that has no colon behind it. */
const DATED =
  /^\W{0,3}(?=.{0,60}(\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\p{L}{3,}\.?,? .{0,12}\d{4}|\d{4}.{0,6}\p{L}))(?=.{0,60}\d{1,2}[:.]\d{2}).{10,160}<[^<>\s]{1,200}@[^<>\s]{1,200}>\s?([:：]|wrote)\s*$/iu;
/** How Zoho and others set it between rules. */
const RULED = /^\s*-{3,} .{0,60}\d{1,2}:\d{2}.{1,200}@.{1,200} -{3,}\s*$/;
/** What a mailing list adds below everything. */
const LIST_FOOTER = /mailing list|listinfo|unsubscribe|to post to this group/i;
/** The rest of an attribution that was broken so that it looks like a quote. */
const BROKEN_ATTRIBUTION = /^\s{0,3}>\s*([^\s:：]{1,15}( [^\s:：]{1,15})?)?\s?[:：]\s*$/;
const REPLY_ABOVE =
  /^\W*((please )?(type|write|enter) your (reply|answer|response) above this line|bitte (schreiben|antworten) sie (nur )?(über|oberhalb) diese[rn]? (linie|zeile))\W*$/i;
const SUBJECT_LINE =
  /^\s*\*?(subject|betreff|objet|sujet|asunto|oggetto|onderwerp|assunto|ämne|emne|aihe|temat|předmět|tárgy|konu|тема|主题|主旨|件名|제목)\s?[:：]/i;
/** How an attribution begins that was broken before its time. */
const BEGINS = /^\s*(on|am|le|el|il|op|em|den|dne|w dniu|a la\(s\)) .{0,40}\d/i;
const DATE_LIKE = /\d{1,2}[:./ -]|[./ -]\d{1,4}\b/;
const CONTACT_DATA = /@|https?:|www\.|\d[\d\s()/.-]{5,}\d/i;
const MAX_ATTRIBUTION_LINES = 4;
const MAX_SIGNATURE_LINES = 20;

const isBlank = (line: string) => !hasWords(line);
const isQuote = (line: string) => /^\s{0,3}>/.test(line);

/** True when there is something to see: not only white space, soft hyphens and characters without width. */
export function hasWords(text: string): boolean {
  return /[^\s\u00ad\u200b-\u200f\u2060\ufeff]/.test(text);
}

/**
 * Folds a plain text for display. Only what comes last (or first, above the answer) is folded, so that answers
 * between quotes stay with what they answer; and where nothing would be left, nothing is folded.
 */
export function foldText(text: string): FoldedText {
  const all = text.replace(/\r\n?/g, '\n').split('\n');
  const footer = findFooter(all);
  const lines = all.slice(0, footer);
  const end = findQuoteStart(lines);
  const bottom = cutSignature(lines.slice(0, end));
  const above = end === lines.length ? findQuoteStart(bottom.rest) : bottom.rest.length;
  const body = bottom.rest.slice(0, above);
  const start = findQuoteEnd(body);
  const visible = body.slice(start);
  if (visible.every(isBlank)) return { visible: text, quoted: '', signature: '' };
  const quoted = [body.slice(0, start), bottom.rest.slice(above), lines.slice(end)].map(join).filter(Boolean);
  return {
    visible: join(visible),
    quoted: quoted.join('\n\n'),
    signature: join([...bottom.signature, ...all.slice(footer)]),
  };
}

/** Where a mailing list's footer begins, below a rule; the length when there is none. */
function findFooter(lines: readonly string[]): number {
  const rule = lines.findLastIndex((line) => /^_{2,}\s*$/.test(line));
  const below = lines.slice(rule + 1).filter((line) => !isBlank(line));
  const isFooter = rule > 0 && below.length <= 5 && below.some((line) => LIST_FOOTER.test(line));
  return isFooter && below.every((line) => line.length <= 100) ? rule : lines.length;
}

function join(lines: readonly string[]): string {
  const first = lines.findIndex((line) => !isBlank(line));
  return first < 0 ? '' : lines.slice(first).join('\n').trimEnd();
}

/** The index from which on everything is quoted; the length when the text does not end in a quote. */
function findQuoteStart(lines: readonly string[]): number {
  const divider = findDivider(lines);
  if (divider !== null) return withRule(lines, divider);
  let start = lines.length;
  while (start > 0 && (isQuote(lines[start - 1] ?? '') || isBlank(lines[start - 1] ?? ''))) start -= 1;
  if (!lines.slice(start).some(isQuote)) return lines.length;
  const broken = BROKEN_ATTRIBUTION.test(lines[start] ?? '') ? attributionBefore(lines, start + 1) - 1 : 0;
  const attribution = Math.max(broken, attributionBefore(lines, start));
  // "The error says:" is the person's own citing, and so may be an attribution in a language not known here.
  const isIntroduced = attribution === 0 && /[:：]\s*$/.test(lines[start - 1] ?? '');
  return isIntroduced ? lines.length : start - attribution;
}

/** Where a mail program's divider stands below an answer; null when there is none that only quoted text follows. */
function findDivider(lines: readonly string[]): number | null {
  const divider = lines.findIndex((_, index) => isDivider(lines, index));
  if (divider < 0 || lines.slice(0, divider).every(isBlank)) return null;
  const isForward = lines.slice(0, divider).some((line) => FORWARDED.test(line));
  return isForward || isAnsweredBelow(lines, divider) ? null : divider;
}

function isDivider(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  return (
    SEPARATOR.test(line) ||
    RULED.test(line) ||
    REPLY_ABOVE.test(line) ||
    isHeaderBlock(lines, index) ||
    isFullAttribution(lines, index)
  );
}

/** Apple Mail and Yahoo do not mark what stands below; date, address and verb tell it from a person's sentence. */
function isFullAttribution(lines: readonly string[], index: number): boolean {
  if (index > 0 && !isBlank(lines[index - 1] ?? '')) return false;
  const first = lines[index] ?? '';
  if (first.length > 300 || isQuote(first) || !/\d/.test(first)) return false;
  const second = lines[index + 1] ?? '';
  // "See what he sent me:" makes it the person's own citing.
  if (/[:：]\s*$/.test(lines.slice(0, index).findLast((line) => !isBlank(line)) ?? '')) return false;
  const told = [first, second.length > 200 ? first : `${first} ${second}`];
  return DATED.test(first) || told.some((text) => WROTE.test(text) && ADDRESSED.test(text));
}

/** A program that marks quoted lines also below its divider leaves unmarked what the person wrote between them. */
function isAnsweredBelow(lines: readonly string[], divider: number): boolean {
  const rest = lines.slice(divider + 1);
  const isWrapped = isFullAttribution(lines, divider) && !isAttribution(lines[divider] ?? '');
  const below = rest.slice(isWrapped ? 1 : 0).filter((line) => !isBlank(line) && !HEADER_LINE.test(line));
  return isQuote(below[0] ?? '') && !below.every(isQuote);
}

/** How the header of a quoted mail looks in Outlook: several header fields, one under the other. */
function isHeaderBlock(lines: readonly string[], index: number): boolean {
  if (!HEADER_LINE.test(lines[index] ?? '')) return false;
  const block = lines.slice(index, index + 8).filter((line) => HEADER_LINE.test(line));
  // Three such lines may be a person's list; no mail goes without a subject or an address.
  const isMail = block.some((line) => SUBJECT_LINE.test(line) || line.includes('@'));
  // An address too long for its line stands below it.
  const next = lines[index + 1] ?? '';
  const second = /^\s*<\S+@\S+>\s*$/.test(next) ? lines[index + 2] : next;
  return block.length >= 3 && isMail && HEADER_LINE.test(second ?? '');
}

/** Takes the rule above a header block along. */
function withRule(lines: readonly string[], index: number): number {
  let start = index;
  while (start > 0 && isBlank(lines[start - 1] ?? '')) start -= 1;
  return start > 0 && /^\s*([_-]{5,}|={3,})\s*$/.test(lines[start - 1] ?? '') ? start - 1 : index;
}

/** How many lines directly above a quote say who wrote it. */
function attributionBefore(lines: readonly string[], start: number): number {
  let found = 0;
  for (let count = 1; count <= MAX_ATTRIBUTION_LINES && count <= start; count += 1) {
    const above = lines.slice(start - count, start);
    if (above.some(isBlank)) break;
    const isWhole = count === start || isBlank(lines[start - count - 1] ?? '');
    const text = above.join(' ');
    if (text.length >= 500 || !isAttribution(text)) continue;
    // Its first line has the date; what stands above without a blank line is the person's.
    const begins = found === 0 ? DATE_LIKE.test(above[0] ?? '') : BEGINS.test(above[0] ?? '');
    if (begins || (isWhole && found === 0)) found = count;
  }
  return found;
}

function isAttribution(text: string): boolean {
  return WROTE.test(text) || ADDRESSED.test(text);
}

/** How many lines at the top are a quote, when the whole answer stands below it; 0 when answers stand between. */
function findQuoteEnd(lines: readonly string[]): number {
  const first = lines.findIndex(isQuote);
  if (first < 0 || !lines.slice(0, first - attributionBefore(lines, first)).every(isBlank)) return 0;
  const after = lines.findIndex((line, index) => index > first && !isQuote(line) && !isBlank(line));
  return after < 0 || lines.slice(after).some(isQuote) ? 0 : after;
}

function cutSignature(lines: readonly string[]): { rest: readonly string[]; signature: readonly string[] } {
  // A phone adds its line below what else the person signs with.
  const mobile = mobileSignature(lines);
  const above = lines.slice(0, mobile);
  // RFC 3676, section 4.3. Without its space it may as well divide what the person wrote.
  const mark = Math.max(above.lastIndexOf('-- '), looseMark(above, mobile < lines.length));
  const isNearEnd = mark >= 0 && above.length - mark <= MAX_SIGNATURE_LINES;
  const at = isNearEnd && !above.slice(mark).some(isQuote) ? mark : mobile;
  return { rest: lines.slice(0, at), signature: lines.slice(at) };
}

/** A mark without its space counts where a name or an address stands below it, and nothing like a sentence. */
function looseMark(lines: readonly string[], isSigned: boolean): number {
  const mark = lines.findLastIndex((line) => /^(--|—)\s*$/.test(line));
  if (mark <= 0 || !isBlank(lines[mark - 1] ?? '')) return -1;
  const below = lines.slice(mark + 1).filter((line) => !isBlank(line));
  const isShort = below.length > 0 && below.length <= 8 && below.every(isNameLike);
  // Directly below a quote nobody divides anything.
  const isBelowQuote = isQuote(lines.slice(0, mark).findLast((line) => !isBlank(line)) ?? '');
  const isName = below.length === 1 && /^\s*\p{L}[\p{L}.'-]*( [\p{L}.'-]+){0,2}\s*$/u.test(below[0] ?? '');
  return isShort && (isName || isSigned || isBelowQuote || below.some((line) => CONTACT_DATA.test(line)))
    ? mark
    : -1;
}

function isNameLike(line: string): boolean {
  return line.length <= 70 && !/[.!?:;]\s*$/.test(line) && line.trim().split(/\s+/).length <= 8;
}

function mobileSignature(lines: readonly string[]): number {
  const last = lines.findLastIndex((line) => !isBlank(line));
  const isApart = last > 0 && isBlank(lines[last - 1] ?? '');
  return isApart && MOBILE.test((lines[last] ?? '').trim()) ? last : lines.length;
}
