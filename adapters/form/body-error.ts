import type { ChannelHost } from '../adapter.ts';
import type { FormTexts } from './messages.ts';

/** A body that cannot be taken: the HTTP status it is answered with, and why, in words for the sender. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
  }
}

/** What reading a body needs besides the request. */
export interface BodyContext {
  files: ChannelHost['files'];
  /** Names of the fields that take files; files for others are not kept. */
  fileFields: ReadonlySet<string>;
  maxFileBytes: number;
  texts: FormTexts;
}
