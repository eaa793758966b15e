import { domainToASCII } from 'node:url';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { FormTexts } from './messages.ts';
import { compilePattern, PATTERN_VALUE_LIMIT } from './pattern.ts';
import { type FormField, fieldOptions } from './settings.ts';

const LINE_LIMIT = 1_000;
const TEXT_LIMIT = 100_000;
const EMAIL_LIMIT = 254;
const CHECKED = new Set(['on', 'true', '1', 'yes']);
const UNCHECKED = new Set(['off', 'false', '0', 'no', '']);

/** What a field holds, normalised, or why it cannot be taken. An empty value stands for none. */
export type FieldValue = { ok: true; value: string } | { ok: false; message: string };

/** What checking a value needs besides the field. */
export interface FieldContext {
  texts: FormTexts;
  /** Country whose phone numbers may come without a country code; null = none. */
  country: string | null;
}

/** Checks and normalises one field's value as it came: text, or a JSON number or boolean. Never for files. */
export function parseFieldValue(field: FormField, raw: unknown, context: FieldContext): FieldValue {
  const text = plainText(raw);
  if (text === null) return wrong(context.texts.notText);
  const value = field.type === 'textarea' ? text.replace(/\r\n?/g, '\n') : text.replace(/\s+/g, ' ').trim();
  if (field.type === 'checkbox') return parseCheckbox(field, value, context.texts);
  if (value.trim() === '') return field.required ? wrong(context.texts.required) : right('');
  const limit = field.type === 'textarea' ? TEXT_LIMIT : LINE_LIMIT;
  if (value.length > limit) return wrong(context.texts.tooLong(limit));
  const parsed = parseByType(field, value, context);
  return parsed.ok ? matchPattern(field, parsed.value, value, context.texts) : parsed;
}

/** The address with its domain in lower-cased ASCII, or null when it is none. Takes international domains. */
export function parseEmail(value: string): string | null {
  const at = value.lastIndexOf('@');
  const domain = domainToASCII(value.slice(at + 1));
  const address = `${value.slice(0, at)}@${domain}`.toLowerCase();
  const isEmail = at > 0 && address.length <= EMAIL_LIMIT && z.regexes.html5Email.test(address);
  return isEmail ? address : null;
}

/** The number in E.164, or null when it is none; national numbers need the country. */
export function parsePhone(value: string, country: string | null): string | null {
  const region: CountryCode | undefined = country && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(value, region);
  return number?.isValid() ? number.number : null;
}

function parseByType(field: FormField, value: string, { texts, country }: FieldContext): FieldValue {
  switch (field.type) {
    case 'email':
      return orWrong(parseEmail(value), texts.badEmail);
    case 'phone':
      return orWrong(parsePhone(value, country), country ? texts.badPhone : texts.badPhoneWithoutCountry);
    case 'select': {
      const isOption = fieldOptions(field).some((option) => option.value === value);
      return isOption ? right(value) : wrong(texts.badOption);
    }
    default:
      return right(value);
  }
}

function parseCheckbox(field: FormField, value: string, texts: FormTexts): FieldValue {
  const word = value.toLowerCase();
  if (CHECKED.has(word)) return right('true');
  if (!UNCHECKED.has(word)) return wrong(texts.badCheckbox);
  return field.required ? wrong(texts.mustBeChecked) : right('false');
}

/** The pattern is held against what was typed, as the browser does; the parsed value is kept. */
function matchPattern(field: FormField, parsed: string, typed: string, texts: FormTexts): FieldValue {
  if (field.pattern === undefined) return right(parsed);
  if (typed.length > PATTERN_VALUE_LIMIT) return wrong(texts.tooLong(PATTERN_VALUE_LIMIT));
  return compilePattern(field.pattern).test(typed)
    ? right(parsed)
    : wrong(field.patternHint ?? texts.badPattern);
}

function plainText(raw: unknown): string | null {
  if (raw === undefined || raw === null) return '';
  if (typeof raw === 'string') return raw.toWellFormed().replaceAll('\0', '');
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  return null;
}

function orWrong(value: string | null, message: string): FieldValue {
  return value === null ? wrong(message) : right(value);
}

function right(value: string): FieldValue {
  return { ok: true, value };
}

function wrong(message: string): FieldValue {
  return { ok: false, message };
}
