import type { Readable } from 'node:stream';

/** Milliseconds since the Unix epoch come from here, so that tests can move time. */
export interface Clock {
  now(): number;
}

/** Structured logging. Never message text, addresses, phone numbers or secrets. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  /** Only where a person must act. */
  error(fields: object, message: string): void;
}

/** A stored file: what an attachment is, everywhere. `size` in bytes; `type` was taken from the content. */
export interface StoredFile {
  id: string;
  name: string;
  type: string;
  size: number;
  /** The Content-ID without angle brackets, for images inside HTML. */
  contentId?: string;
}

/** How a person is recognised. At least one of email, phone and visitor is set, else the message has no contact. */
export interface Person {
  name: string | null;
  /** Lower-cased address. */
  email: string | null;
  /** E.164, such as +4930123456. */
  phone: string | null;
  /** The tracking cookie's id; present only with the visitor's consent. */
  visitor: string | null;
}

/** What links a message to earlier ones. */
export interface ThreadHints {
  /** External message ids that this one answers (Message-IDs without angle brackets), nearest first. */
  references: string[];
  /** A signed ticket token found in a reply address or the subject; null when none. */
  token: string | null;
  /** The subject without `Re:`, only when it had such a prefix. */
  replySubject: string | null;
}

/** Mail that a machine wrote: it makes no automatic answer. `bounce` also reports on a message of ours. */
export type AutomaticKind = 'auto-reply' | 'bounce' | 'list' | 'bulk' | 'loop' | 'challenge' | 'report';

export interface Bounce {
  /** Message-ID of the message that bounced, without angle brackets, when it could be found. */
  messageId: string | null;
  recipient: string | null;
  /** RFC 3463 status such as 5.1.1. */
  status: string | null;
  /** `failed` is final; `delayed` is only a notice. */
  action: 'failed' | 'delayed';
  reason: string;
}

/** A channel's message, normalised. Strings are free of NUL and valid Unicode. */
export interface InboundMessage {
  /** Unique in the channel; a repeat of it is the same message. */
  externalId: string;
  /** Present where the id was made up for this message alone: nobody can send it again. */
  comesOnce?: true;
  /** The same over all channels of a kind: a mail to two of our mailboxes has one. null = no such copies. */
  copyId: string | null;
  /** The id that later messages refer to (an email's Message-ID without angle brackets); null when none. */
  messageId: string | null;
  /** Milliseconds since the epoch, by the sender's or provider's clock. */
  at: number;
  /** When the provider got it, milliseconds since the epoch; absent when that is not known or is just now. */
  receivedAt?: number;
  from: Person;
  subject: string | null;
  text: string;
  /** As received; the host sanitises before anyone sees it. */
  html: string | null;
  /** Further addresses the message went to, for answers to all. */
  cc: { name: string | null; email: string }[];
  attachments: StoredFile[];
  thread: ThreadHints | null;
  automatic: AutomaticKind | null;
  /** Present where a person wrote it, or may have, but asks that no machine answers. */
  refusesAutomaticAnswers?: true;
  bounce: Bounce | null;
  /** Values of a form's fields, by name. */
  fields: Record<string, string>;
  /** Why it is suspected to be spam; kept apart then, never lost. */
  suspicion: string | null;
  /** The file with the message as it came, when the channel keeps it. */
  raw: StoredFile | null;
}

/** An item that could not be normalised: it goes to the replay list with its source. */
export interface UnreadableMessage {
  externalId: string;
  raw: StoredFile;
  error: string;
}

/** The host's answer to an accepted message. */
export interface Accepted {
  /** What the sender may be told: the ticket's number where one was reserved, else null. */
  reference: string | null;
  /** True when it was here before; nothing was stored then. */
  repeated: boolean;
}

/** `passing` is tried again, `credentials` asks the admin and stops asking the provider, `permanent` stops. */
export type TroubleKind = 'passing' | 'credentials' | 'permanent';

/** What went wrong with a provider, and which of the three kinds it is. The message is fit for an admin to read. */
export class ChannelError extends Error {
  readonly kind: TroubleKind;
  /** True when the message may have been sent all the same (the answer got lost). */
  readonly uncertain: boolean;
  constructor(kind: TroubleKind, message: string, options: { cause?: unknown; uncertain?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ChannelError';
    this.kind = kind;
    this.uncertain = options.uncertain ?? false;
  }
}

/** Reports of a channel's state; repeats of the same state and reason are free. */
export interface HealthReport {
  connected(): Promise<void>;
  degraded(reason: string): Promise<void>;
  down(reason: string, kind: TroubleKind): Promise<void>;
}

export interface FileStore {
  /** Stores a stream or buffer; the type is taken from the content. Rejects with ChannelError `permanent` above the limit. */
  save(
    content: Readable | Buffer,
    about: { name: string; type?: string; contentId?: string },
  ): Promise<StoredFile>;
  open(id: string): Promise<Readable>;
  /**
   * Takes back files that came to be of no use. One that a stored message uses stays. Never rejects: what it
   * could not remove, the gateway removes later.
   */
  discard(files: readonly StoredFile[]): Promise<void>;
}

/** What the adapter must remember between runs; values are plain JSON. */
export interface AdapterState {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

/** Secrets that an adapter gets from its provider as it goes, such as a new refresh token; encrypted at rest. */
export interface AdapterSecrets {
  /** null when there is none. */
  get(key: string): Promise<string | null>;
  set(key: string, text: string): Promise<void>;
}

/** What an adapter may ask of the gateway. */
export interface ChannelHost {
  /**
   * Resolves once the message is stored by a majority: only then may it be acknowledged upstream. The files of a
   * repeat are discarded.
   */
  accept(message: InboundMessage): Promise<Accepted>;
  /** Keeps an item that could not be normalised; resolves once stored by a majority. */
  keepUnreadable(message: UnreadableMessage): Promise<void>;
  readonly files: FileStore;
  readonly state: AdapterState;
  readonly secrets: AdapterSecrets;
  readonly health: HealthReport;
  readonly clock: Clock;
  readonly log: Log;
  /** HMAC of the text under the workspace's key, for tokens only we can make (base64url). */
  sign(text: string): string;
}

/** A channel as its adapter sees it; `settings` has been checked by the adapter's own schema. */
export interface Channel<Settings> {
  id: string;
  name: string;
  settings: Settings;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** One step of a connection test, in words for an admin. */
export interface Check {
  name: string;
  ok: boolean;
  error: string | null;
}

/** A reply on its way out. It was stored before this is made. */
export interface OutboundMessage {
  id: string;
  /** The Message-ID it must carry, without angle brackets; made when it was stored. */
  messageId: string;
  to: { name: string | null; email: string | null; phone: string | null };
  cc: string[];
  bcc: string[];
  subject: string;
  text: string;
  html: string | null;
  attachments: (StoredFile & { open(): Promise<Readable> })[];
  /** Message-ID it answers, and the chain before it (oldest first), without angle brackets. */
  inReplyTo: string | null;
  references: string[];
  /** Signed ticket token, to be put where the answer brings it back; null = none. */
  token: string | null;
  /** An answer made by a machine: marked so that no machine answers it. */
  automatic: boolean;
  at: number;
}

export interface SendResult {
  /** The provider's id of the message. */
  externalId: string;
}

/** A request to one of an adapter's routes, before any parsing of the body. */
export interface AdapterRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  /** Lower-cased names. */
  headers: Record<string, string>;
  cookies: Record<string, string>;
  /** Raw body as it arrives; at most the route's `maxBytes`. */
  body: Readable;
  /** The sender's address, proxies considered. */
  address: string;
  /** The gateway's own address for browsers, without a slash at the end. */
  publicUrl: string;
}

export interface AdapterResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** A route of an adapter, as data; the host mounts it. `:channelId` stands in every path. */
export interface AdapterRoute {
  method: 'GET' | 'POST';
  path: string;
  summary: string;
  maxBytes: number;
}

/** Moves messages between one kind of channel and the gateway. It never decides about tickets. */
export interface ChannelAdapter {
  /** Connects and delivers until `stop`. Trouble is reported through `host.health`, not thrown. */
  start(): Promise<void>;
  /** Takes no new messages and resolves when those in flight are stored. */
  stop(): Promise<void>;
}

/** Ability: answers can go back the way they came. Throws ChannelError. */
export interface CanSend {
  send(message: OutboundMessage): Promise<SendResult>;
}

/** Ability: the connection can be tried without starting the channel. */
export interface CanTest {
  test(): Promise<Check[]>;
}

/** Ability: reached over HTTP. */
export interface CanServe {
  handle(route: AdapterRoute, request: AdapterRequest): Promise<AdapterResponse>;
}

/** Ability: an unreadable item can be read again, by a later version of the parser or after a passing fault. */
export interface CanReplay {
  reread(message: UnreadableMessage): Promise<InboundMessage>;
}

/** What each adapter folder's `index.ts` exports: the one place that knows how to build the kind. */
export interface AdapterFactory<Settings> {
  readonly kind: string;
  readonly routes: readonly AdapterRoute[];
  /** Dotted paths of `settings` that are secrets: encrypted at rest and never shown. */
  readonly secrets: readonly string[];
  /** Checks settings from outside; throws a ZodError. Fills in defaults. */
  parseSettings(settings: unknown): Settings;
  create(
    channel: Channel<Settings>,
    host: ChannelHost,
  ): ChannelAdapter & Partial<CanSend & CanTest & CanServe & CanReplay>;
}
