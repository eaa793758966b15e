import type { InboundMessage, Person, StoredFile } from '../adapter.ts';
import { type FieldValue, parseEmail, parseFieldValue, parsePhone } from './field-value.ts';
import { type FormTexts, formTexts } from './messages.ts';
import { type FormField, type FormSettings, fieldOptions } from './settings.ts';

/** Names of the form's own inputs. All start with "_", so no declared field can have one. */
export const OWN_FIELDS = {
  /** Invisible to people; who fills it in is a program. */
  trap: '_website',
  /** Signed time at which the page or the script was served. */
  started: '_started',
  /** Random, made once for each filled-in form: tells a double click from two messages. */
  submission: '_submission',
  /** The number found as proof of work. */
  work: '_work',
  /** The visitor agrees to be recognised by a cookie. */
  consent: '_consent',
} as const;

/** A wrong field; `path` is the field's name as submitted. */
export interface FormError {
  path: string;
  message: string;
}

/** A part that was not taken while the body was read, and the HTTP status that says so. */
export interface FormFault extends FormError {
  status: 400 | 413;
}

/** A body as it came: values by name (several of one name in an array), and stored files with their field. */
export interface RawSubmission {
  values: ReadonlyMap<string, unknown>;
  files: readonly { field: string; file: StoredFile }[];
  faults: readonly FormFault[];
}

/** A submission whose values have been checked. */
export interface Submission {
  /** Every shown field that holds something, in the order of the form. */
  values: ReadonlyMap<string, string>;
  files: readonly { field: string; file: StoredFile }[];
}

export type ParsedSubmission =
  | { ok: true; submission: Submission }
  | { ok: false; status: 400 | 413; errors: FormError[] };

/** Checks a body against the form's fields. Every wrong and every unknown field is named once. */
export function parseSubmission(raw: RawSubmission, settings: FormSettings): ParsedSubmission {
  const errors = [
    ...raw.faults.map(({ path, message }) => ({ path, message })),
    ...unknownFields(raw, settings),
  ];
  const values = new Map<string, string>();
  const files: { field: string; file: StoredFile }[] = [];
  for (const field of settings.fields) {
    if (!isShown(field, values)) continue;
    const given = raw.files.filter((each) => each.field === field.name);
    const result = parseField(field, raw.values.get(field.name), given, settings);
    if (!result.ok) errors.push({ path: field.name, message: result.message });
    else if (result.value !== '') values.set(field.name, result.value);
    if (result.ok) files.push(...given);
  }
  if (errors.length === 0) return { ok: true, submission: { values, files } };
  const status = raw.faults.some((fault) => fault.status === 413) ? 413 : 400;
  return { ok: false, status, errors: oncePerField(errors) };
}

function parseField(
  field: FormField,
  value: unknown,
  files: RawSubmission['files'],
  settings: FormSettings,
): FieldValue {
  const texts = formTexts(settings.language);
  if (field.type !== 'file') {
    return parseFieldValue(field, single(value, field), { texts, country: settings.country });
  }
  const message = fileFault(field, files, value, texts);
  return message === null
    ? { ok: true, value: files.map(({ file }) => file.name).join(', ') }
    : { ok: false, message };
}

function oncePerField(errors: readonly FormError[]): FormError[] {
  return errors.filter((error, index) => errors.findIndex((each) => each.path === error.path) === index);
}

/** One of the form's own inputs as text; empty when it is absent or no text. */
export function ownField(raw: RawSubmission, name: keyof typeof OWN_FIELDS): string {
  const value = raw.values.get(OWN_FIELDS[name]);
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}

/** What a submission becomes on its way to the gateway. */
export interface SubmissionContext {
  channelName: string;
  settings: FormSettings;
  externalId: string;
  comesOnce?: true;
  at: number;
  visitor: string | null;
  suspicion: string | null;
}

/** Turns a checked submission into the message that the gateway takes. */
export function presentMessage(submission: Submission, context: SubmissionContext): InboundMessage {
  const { values } = submission;
  return {
    externalId: context.externalId,
    ...(context.comesOnce && { comesOnce: true }),
    copyId: null,
    messageId: null,
    at: context.at,
    from: sender(values, context),
    subject: values.get('subject') ?? context.channelName,
    text: values.get('message') ?? listing(values, context.settings),
    html: null,
    cc: [],
    attachments: submission.files.map(({ file }) => file),
    thread: null,
    automatic: null,
    bounce: null,
    fields: Object.fromEntries(values),
    suspicion: context.suspicion,
    raw: null,
  };
}

/** Whether a field is shown, given the values of the fields before it. An absent value equals "". */
function isShown({ showIf }: FormField, values: ReadonlyMap<string, string>): boolean {
  return !showIf || (values.get(showIf.field) ?? '') === String(showIf.equals);
}

function unknownFields(raw: RawSubmission, settings: FormSettings): FormError[] {
  const known = new Set<string>([...settings.fields.map((f) => f.name), ...Object.values(OWN_FIELDS)]);
  const message = formTexts(settings.language).unknownField;
  return [...raw.values.keys()].filter((name) => !known.has(name)).map((path) => ({ path, message }));
}

/** Of a checkbox sent beside a hidden input of its name the last counts, as every form library does it. */
function single(value: unknown, field: FormField): unknown {
  return Array.isArray(value) && field.type === 'checkbox' ? value.at(-1) : value;
}

function fileFault(
  field: FormField,
  given: RawSubmission['files'],
  text: unknown,
  texts: FormTexts,
): string | null {
  if (text !== undefined && text !== null && text !== '') return texts.filesNeedMultipart;
  if (given.length === 0) return field.required ? texts.required : null;
  if (given.length > 1 && !field.multiple) return texts.tooManyFiles;
  const accepted = field.accept;
  const isRefused =
    accepted && given.some(({ file }) => !accepted.some((range) => isOfType(file.type, range)));
  return isRefused ? texts.fileTypeRefused(accepted.join(', ')) : null;
}

function isOfType(type: string, range: string): boolean {
  return range.endsWith('/*') ? type.startsWith(range.slice(0, -1)) : type === range;
}

function sender(values: ReadonlyMap<string, string>, context: SubmissionContext): Person {
  const { settings } = context;
  const email = findValue('email', values, settings);
  const phone = findValue('phone', values, settings);
  return {
    name: values.get('name') ?? null,
    email: email === null ? null : parseEmail(email),
    phone: phone === null ? null : parsePhone(phone, settings.country),
    visitor: context.visitor,
  };
}

/** The first filled field of the type, else the one so named. */
function findValue(
  kind: 'email' | 'phone',
  values: ReadonlyMap<string, string>,
  settings: FormSettings,
): string | null {
  const typed = settings.fields.find((field) => field.type === kind && values.has(field.name));
  return values.get(typed?.name ?? kind) ?? null;
}

/** The whole form in words, for forms without a field named `message`. */
function listing(values: ReadonlyMap<string, string>, settings: FormSettings): string {
  const texts = formTexts(settings.language);
  return settings.fields
    .flatMap((field) => {
      const value = values.get(field.name);
      return value === undefined ? [] : [`${field.label}: ${inWords(field, value, texts)}`];
    })
    .join('\n');
}

function inWords(field: FormField, value: string, texts: FormTexts): string {
  if (field.type === 'checkbox') return value === 'true' ? texts.yes : texts.no;
  if (field.type === 'select') {
    return fieldOptions(field).find((option) => option.value === value)?.label ?? value;
  }
  return value.includes('\n') ? `\n${value}` : value;
}
