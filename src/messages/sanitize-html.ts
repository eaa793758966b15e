import sanitizeHtml from 'sanitize-html';
import { filterStyle } from './mail-style.ts';

/** How a mail is to be shown. */
export interface MailView {
  /** The reader asked for the images that lie elsewhere. */
  showRemoteImages: boolean;
  /** Where the images of the mail itself are, by Content-ID without angle brackets. */
  inlineImages: ReadonlyMap<string, string>;
}

/** HTML that is safe to show, and how many images from elsewhere were left out. */
export interface SanitizedMail {
  html: string;
  blockedImages: number;
}

type Attributes = Record<string, string>;

const MAX_LENGTH = 1_500_000;
const NESTING_LIMIT = 200;
/** The parser's cost grows with the square of the depth; no mail program nests like this. */
const MAX_DEPTH = 2000;
const TAGS =
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr';
/** What stands inside these is no text of the mail. */
const NO_TEXT =
  'script style textarea option select xmp title svg math noscript noembed noframes template iframe object';
const SIZES = ['width', 'height', 'align', 'valign', 'bgcolor'];
const DATA_IMAGE = /^data:image\/(png|gif|jpe?g|webp|avif);base64,[a-z0-9+/=\s]+$/i;

/**
 * Makes a mail's HTML safe to show: an allow-list of elements, attributes and styles, links that leave in a new
 * window and tell nobody where from, and no image from elsewhere unless asked for. Pure, and bounded in time
 * whatever the HTML. It is still to be shown in a sandboxed frame.
 */
export function sanitizeMail(html: string, view: MailView): SanitizedMail {
  const source = html.slice(0, MAX_LENGTH);
  if (isTooDeep(source)) return { html: withoutTags(source), blockedImages: 0 };
  let blockedImages = 0;
  const clean = sanitizeHtml(source, {
    ...RULES,
    transformTags: {
      '*': (tagName, attributes) => {
        if (tagName !== 'img') return { tagName, attribs: cleanAttributes(tagName, attributes) };
        const image = cleanImage(attributes, view);
        if (image.isBlocked) blockedImages += 1;
        return { tagName, attribs: image.attributes };
      },
    },
  });
  return { html: clean, blockedImages };
}

const RULES: sanitizeHtml.IOptions = {
  allowedTags: TAGS.split(' '),
  nonTextTags: NO_TEXT.split(' '),
  allowedAttributes: {
    '*': ['style', 'dir', 'lang', 'title'],
    a: ['href', 'target', 'rel'],
    img: ['src', 'alt', 'width', 'height', 'align'],
    font: ['color', 'face', 'size'],
    ol: ['start', 'type'],
    table: ['border', 'cellpadding', 'cellspacing', ...SIZES],
    td: ['colspan', 'rowspan', 'nowrap', ...SIZES],
    th: ['colspan', 'rowspan', 'nowrap', ...SIZES],
    tr: SIZES,
    col: ['span', ...SIZES],
    div: ['align'],
    p: ['align'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https', 'data'] },
  allowProtocolRelative: false,
  // Done by filterStyle, which is linear; the library would run a CSS parser over each attribute.
  parseStyleAttributes: false,
  nestingLimit: NESTING_LIMIT,
  enforceHtmlBoundary: false,
};

function cleanAttributes(tagName: string, attributes: Attributes): Attributes {
  const { href = '', ...rest } = withCleanStyle(attributes);
  if (tagName !== 'a') return rest;
  const isWebLink = /^\s*(https?|mailto|tel):/i.test(href);
  return isWebLink ? { ...rest, href, target: '_blank', rel: 'noopener noreferrer nofollow' } : rest;
}

function withCleanStyle({ style, ...rest }: Attributes): Attributes {
  const clean = style === undefined ? '' : filterStyle(style);
  return clean === '' ? rest : { ...rest, style: clean };
}

/** An image of the mail itself, one written into it, or one from elsewhere; any other address is left out. */
function cleanImage(attributes: Attributes, view: MailView): { attributes: Attributes; isBlocked: boolean } {
  const { src = '', ...rest } = withCleanStyle(attributes);
  const address = src.trim();
  if (/^cid:/i.test(address)) {
    const url = view.inlineImages.get(contentIdOf(address));
    return { attributes: url === undefined ? rest : { ...rest, src: url }, isBlocked: false };
  }
  if (DATA_IMAGE.test(address)) return { attributes: { ...rest, src: address }, isBlocked: false };
  const isRemote = /^(https?:)?\/\//i.test(address);
  if (!isRemote || !view.showRemoteImages) return { attributes: rest, isBlocked: isRemote };
  return { attributes: { ...rest, src: address.replace(/^\/\//, 'https://') }, isBlocked: false };
}

function contentIdOf(address: string): string {
  const id = address.slice('cid:'.length);
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** Counts open elements roughly, in one pass: what is never closed counts as nesting. */
function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const match of html.matchAll(/<(\/?)[a-z][^\s/>]*/gi)) {
    if (match[1] === '/') depth = Math.max(0, depth - 1);
    else if (!FLAT.test(match[0])) depth += 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** Elements without content, and those that a sibling closes. */
const FLAT =
  /^<(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|option|tr|td|th|thead|tbody|tfoot)$/i;

function withoutTags(html: string): string {
  const text = html.replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' ');
  return `<p>${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`;
}
