import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import { formTexts, LANGUAGES, type Language } from './messages.ts';
import { patternFault } from './pattern.ts';

const FIELD_TYPES = ['text', 'email', 'phone', 'textarea', 'select', 'checkbox', 'file', 'hidden'] as const;

const MEGABYTE = 1024 * 1024;
/** What the POST route takes at most, so that no setting promises more. */
export const LARGEST_BODY = 50 * MEGABYTE;

const Option = z.union([
  z.string().min(1).max(200),
  z.strictObject({ value: z.string().min(1).max(200), label: z.string().min(1).max(200) }),
]);

const Pattern = z.string().superRefine((pattern, context) => {
  const fault = patternFault(pattern);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});

const Field = z
  .strictObject({
    /** Starts with a letter: names with a leading "_" are the form's own. */
    name: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'must start with a letter, then letters, digits, "_" or "-"'),
    label: z.string().min(1).max(300).optional(),
    type: z.enum(FIELD_TYPES).default('text'),
    required: z.boolean().default(false),
    options: z.array(Option).min(1).max(300).optional(),
    /** As in HTML: the whole value must match. */
    pattern: Pattern.optional(),
    /** Told when the pattern does not match. */
    patternHint: z.string().max(300).optional(),
    placeholder: z.string().max(200).optional(),
    help: z.string().max(1000).optional(),
    /** What the field holds at first; for a hidden field, what it sends. */
    value: z.string().max(1000).optional(),
    /** File fields: several files at once. */
    multiple: z.boolean().optional(),
    /** File fields: accepted media types, such as "image/*" or "application/pdf". */
    accept: z
      .array(z.string().regex(/^[\w.+-]+\/(?:\*|[\w.+-]+)$/))
      .max(50)
      .optional(),
    /** Shown, and checked, only while another field, declared before it, has this value. */
    showIf: z.strictObject({ field: z.string(), equals: z.union([z.string(), z.boolean()]) }).optional(),
  })
  .transform((field) => ({ ...field, label: field.label ?? field.name }));

export type FormField = z.infer<typeof Field>;

const Fields = z.array(Field).min(1).max(100).superRefine(checkFields);

const HttpUrl = z.url({ protocol: /^https?$/ });
const Origin = z.union([z.literal('*'), HttpUrl.transform((url) => new URL(url).origin)]);

const Settings = z.strictObject({
  fields: Fields.optional(),
  spam: z
    .strictObject({
      minSeconds: z.number().min(0).max(3600).default(1),
      perMinute: z.number().int().min(1).max(1_000_000).default(60),
      /** Bits of a proof of work that every sender must bring; 0 = none. 16 take a browser about a second. */
      proofOfWork: z.number().int().min(0).max(20).default(0),
    })
    .prefault({}),
  successText: z.string().max(2000).optional(),
  title: z.string().max(200).nullable().default(null),
  language: z.enum(LANGUAGES).default('en'),
  consentText: z.string().min(1).max(1000).nullable().default(null),
  replyChannel: z.string().min(1).max(64).nullable().default(null),
  redirectUrl: HttpUrl.max(2000).nullable().default(null),
  allowedOrigins: z.array(Origin).max(100).default(['*']),
  maxFileBytes: z
    .number()
    .int()
    .min(1)
    .max(25 * MEGABYTE)
    .default(10 * MEGABYTE),
  country: z
    .string()
    .refine(isSupportedCountry, 'must be a country code such as "DE"')
    .nullable()
    .default(null),
});

/** The settings of a form channel, checked and complete. */
export interface FormSettings extends z.infer<typeof Settings> {
  fields: FormField[];
  successText: string;
}

/** Checks a form's settings from outside and fills in what is left out; throws a ZodError. */
export function parseFormSettings(settings: unknown): FormSettings {
  const parsed = Settings.parse(settings ?? {});
  return {
    ...parsed,
    fields: parsed.fields ?? defaultFields(parsed.language),
    successText: parsed.successText ?? formTexts(parsed.language).thanks,
  };
}

/** The options of a select field with their labels. */
export function fieldOptions(field: FormField): { value: string; label: string }[] {
  return (field.options ?? []).map((option) =>
    typeof option === 'string' ? { value: option, label: option } : option,
  );
}

function defaultFields(language: Language): FormField[] {
  const { labels } = formTexts(language);
  return [
    { name: 'name', label: labels.name, type: 'text', required: false },
    { name: 'email', label: labels.email, type: 'email', required: true },
    { name: 'subject', label: labels.subject, type: 'text', required: false },
    { name: 'message', label: labels.message, type: 'textarea', required: true },
  ];
}

function checkFields(fields: FormField[], context: z.RefinementCtx): void {
  const before = new Set<string>();
  fields.forEach((field, index) => {
    for (const [key, message] of fieldFaults(field, before)) {
      context.addIssue({ code: 'custom', path: [index, key], message });
    }
    before.add(field.name);
  });
}

function fieldFaults(field: FormField, before: ReadonlySet<string>): [string, string][] {
  const faults: [string, string][] = [];
  const only = (key: 'options' | 'pattern' | 'multiple' | 'accept', types: readonly string[]) => {
    if (field[key] !== undefined && !types.includes(field.type)) {
      faults.push([key, `is only for fields of type ${types.join(', ')}`]);
    }
  };
  if (before.has(field.name)) faults.push(['name', 'is used by another field']);
  if (field.type === 'select' && !field.options) faults.push(['options', 'a select needs options']);
  only('options', ['select']);
  only('pattern', ['text', 'email', 'phone', 'hidden']);
  only('multiple', ['file']);
  only('accept', ['file']);
  if (field.showIf && !before.has(field.showIf.field)) {
    faults.push(['showIf', 'must name a field that stands before this one']);
  }
  return faults;
}
