import { randomBytes } from 'node:crypto';
import type { AdapterRequest, AdapterResponse, AdapterRoute, Channel, ChannelHost } from '../adapter.ts';
import { presentCreated, presentProblem, presentScript, presentThanks } from './answers.ts';
import { mediaType, readBody } from './body.ts';
import { type BodyContext, BodyError } from './body-error.ts';
import { PAGE_SCRIPT, renderEmbedScript } from './embed.ts';
import { chooseExternalId, findVisitor } from './identify.ts';
import { formTexts } from './messages.ts';
import { corsHeaders, isOriginAllowed } from './origin.ts';
import { pageHeaders, renderFormPage } from './page.ts';
import { type FormError, parseSubmission, presentMessage, type RawSubmission } from './parse.ts';
import { EMBED_ROUTE, PAGE_ROUTE, PAGE_SCRIPT_ROUTE } from './routes.ts';
import type { FormSettings } from './settings.ts';
import { presentStart } from './signed.ts';
import { findSuspicion } from './suspicion.ts';

const LONGEST_KEY = 255;

/** One request to a form channel, and what answering it needs. */
export interface Exchange {
  channel: Channel<FormSettings>;
  host: ChannelHost;
  request: AdapterRequest;
}

/** What the sender did wrong, and what they had entered. */
interface Refusal {
  status: number;
  detail: string;
  errors?: readonly FormError[];
  raw?: RawSubmission | undefined;
}

/** Answers one request to a form channel. Rejects only for faults of ours, such as a database that is away. */
export async function handleFormRequest(route: AdapterRoute, exchange: Exchange): Promise<AdapterResponse> {
  const response = await respond(route, exchange);
  const cors = corsHeaders(exchange.request, exchange.channel.settings);
  return { ...response, headers: { ...response.headers, ...cors } };
}

async function respond(route: AdapterRoute, exchange: Exchange): Promise<AdapterResponse> {
  const { channel, host } = exchange;
  switch (route.path) {
    case PAGE_ROUTE.path:
      return showForm(exchange, { status: 200, values: prefilled(exchange), errors: [] });
    case PAGE_SCRIPT_ROUTE.path:
      return presentScript(PAGE_SCRIPT, 'public, max-age=300');
    case EMBED_ROUTE.path:
      return presentScript(renderEmbedScript(channel, presentStart(host)), 'no-store');
    default:
      return submit(exchange);
  }
}

async function submit(exchange: Exchange): Promise<AdapterResponse> {
  const { channel, request, host } = exchange;
  const refusal = refuseUnread(exchange);
  if (refusal) {
    request.body.resume();
    return refuse(exchange, refusal);
  }
  let raw: RawSubmission | undefined;
  try {
    raw = await readBody(request, bodyContext(exchange));
    return await take(raw, exchange);
  } catch (error) {
    if (error instanceof BodyError) return refuse(exchange, { status: error.status, detail: error.message });
    // What broke on its way to us is the host's to answer, and so is everything for programs.
    if (!wantsPage(request) || request.body.errored === error) throw error;
    const name = error instanceof Error ? error.name : typeof error;
    host.log.error({ channel: channel.id, error: name }, 'a form submission could not be stored');
    return refuse(exchange, { status: 503, detail: formTexts(channel.settings.language).failed, raw });
  }
}

function refuseUnread({ channel, request }: Exchange): Refusal | null {
  if (!isOriginAllowed(request, channel.settings)) {
    return { status: 403, detail: 'This form takes no submissions from this site.' };
  }
  const key = request.headers['idempotency-key'];
  const isKeyUsable = key === undefined || (key.length > 0 && key.length <= LONGEST_KEY);
  return isKeyUsable
    ? null
    : { status: 400, detail: `Idempotency-Key must have 1 to ${LONGEST_KEY} characters.` };
}

async function take(raw: RawSubmission, exchange: Exchange): Promise<AdapterResponse> {
  const { channel, request, host } = exchange;
  const parsed = parseSubmission(raw, channel.settings);
  if (!parsed.ok) {
    await host.files.discard(raw.files.map(({ file }) => file));
    const detail = 'Some fields are wrong; nothing was sent.';
    return refuse(exchange, { status: parsed.status, detail, errors: parsed.errors, raw });
  }
  const visitor = findVisitor(raw, request, host);
  const { reference } = await host.accept(
    presentMessage(parsed.submission, {
      channelName: channel.name,
      settings: channel.settings,
      ...chooseExternalId(raw, parsed.submission, request),
      at: host.clock.now(),
      visitor: visitor.id,
      suspicion: findSuspicion(raw, channel.settings, host),
    }),
  );
  const answer = wantsPage(request) ? presentThanks(channel.settings, reference) : presentCreated(reference);
  if (visitor.cookie === null) return answer;
  return { ...answer, headers: { ...answer.headers, 'set-cookie': visitor.cookie } };
}

function bodyContext({ channel: { settings }, host }: Exchange): BodyContext {
  return {
    files: host.files,
    fileFields: new Set(settings.fields.filter((field) => field.type === 'file').map((field) => field.name)),
    maxFileBytes: settings.maxFileBytes,
    texts: formTexts(settings.language),
  };
}

/** A link to the page may fill in fields of the form, such as an order number. It never gives consent. */
function prefilled({ channel, request }: Exchange): ReadonlyMap<string, string> {
  const names = new Set(channel.settings.fields.map((field) => field.name));
  return new Map(Object.entries(request.query).filter(([name]) => names.has(name)));
}

/** Programs learn what is wrong as a problem document; browsers get the form back as it was filled in. */
function refuse(exchange: Exchange, { status, detail, errors = [], raw }: Refusal): AdapterResponse {
  if (!wantsPage(exchange.request)) return presentProblem(status, detail, errors);
  const entered = [...(raw?.values ?? [])].map(([name, value]) => [name, String(value)] as const);
  const shown = errors.length > 0 ? errors : [{ path: '', message: detail }];
  return showForm(exchange, { status, values: new Map(entered), errors: shown });
}

/** Addresses in the page are relative: it stands at `/forms/:id`, or below it when a post was refused. */
function showForm(
  { channel, host, request }: Exchange,
  view: { status: number; values: ReadonlyMap<string, string>; errors: readonly FormError[] },
): AdapterResponse {
  const base = request.method === 'POST' || request.path.endsWith('/') ? '' : `${channel.id}/`;
  const body = renderFormPage({
    settings: channel.settings,
    channelName: channel.name,
    action: `${base}submissions`,
    script: `${base}page.js`,
    values: view.values,
    errors: view.errors,
    started: presentStart(host),
    submission: randomBytes(16).toString('hex'),
  });
  return { status: view.status, headers: pageHeaders(channel.settings), body };
}

/** Whether a browser shows the answer as a page. A JSON body never comes from a plain form. */
function wantsPage(request: AdapterRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html') && mediaType(request) !== 'application/json';
}
