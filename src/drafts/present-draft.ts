import type { z } from 'zod';
import { presentFile } from '../messages/present-message.ts';
import { sanitizeMail } from '../messages/sanitize-html.ts';
import type { DraftRecord } from './draft-model.ts';
import type { DraftSchema } from './draft-schemas.ts';

/** A draft as the API shows it to its writer; its HTML is sanitised like any other. */
export function presentDraft(draft: DraftRecord): z.infer<typeof DraftSchema> {
  const { ticket, kind, text, html, attachments, cc, bcc, mentions, basedOn, updatedAt } = draft;
  const view = { showRemoteImages: true, inlineImages: new Map() };
  return {
    ticket,
    kind,
    text,
    html: html === null ? null : sanitizeMail(html, view).html,
    attachments: attachments.map(presentFile),
    cc,
    bcc,
    mentions,
    basedOn: basedOn ?? null,
    updatedAt: updatedAt.toISOString(),
  };
}
