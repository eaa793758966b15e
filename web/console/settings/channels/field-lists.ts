import type { FormField } from '../../../../adapters/form/settings.ts';

type FieldType = FormField['type'];

/** Every type of question, as the menu shows them. */
export const FIELD_TYPES: readonly FieldType[] = [
  'text',
  'textarea',
  'email',
  'phone',
  'select',
  'checkbox',
  'file',
  'hidden',
];

/** Types whose answers can be held against a pattern. */
export const PATTERN_TYPES: readonly FieldType[] = ['text', 'email', 'phone', 'hidden'];

/** The list with one item moved to another place. */
export function moveTo<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const moved = items.slice(from, from + 1);
  return items.toSpliced(from, 1).toSpliced(to, 0, ...moved);
}

/** A name that no other question has. */
export function freeName(wanted: string, fields: readonly FormField[]): string {
  const taken = new Set(fields.map(({ name }) => name));
  const free = (name: string) => !taken.has(name);
  if (free(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (free(`${wanted}${number}`)) return `${wanted}${number}`;
}

/** The question with another type, without what that type does not have. */
export function withType(field: FormField, type: FieldType, firstOption: string): FormField {
  const { options, pattern, patternHint, multiple, accept, ...rest } = field;
  return {
    ...rest,
    type,
    ...(type === 'select' ? { options: options ?? [firstOption] } : {}),
    ...(PATTERN_TYPES.includes(type) && pattern !== undefined ? { pattern } : {}),
    ...(PATTERN_TYPES.includes(type) && patternHint !== undefined ? { patternHint } : {}),
    ...(type === 'file' && multiple !== undefined ? { multiple } : {}),
    ...(type === 'file' && accept !== undefined ? { accept } : {}),
  };
}

type Option = NonNullable<FormField['options']>[number];

/** An option as a line: what is sent stands before the bar where it differs from what is shown. */
export function optionLine(option: Option): string {
  return typeof option === 'string' ? option : `${option.value} | ${option.label}`;
}

/** An option from its line. */
export function readOption(line: string): Option {
  const [value = '', ...label] = line.split('|').map((part) => part.trim());
  return label.length === 0 || value === '' ? line : { value, label: label.join('|') || value };
}

/** The question without the key where nothing was entered: absent and empty are not the same to the server. */
export function withText(
  field: FormField,
  key: 'placeholder' | 'help' | 'value' | 'pattern' | 'patternHint',
  text: string,
): FormField {
  const { [key]: _, ...rest } = field;
  return text === '' ? rest : { ...rest, [key]: text };
}
