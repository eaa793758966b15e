import { NumberInput } from '@mantine/core';

/** What a number that may be left out needs. */
export interface NumberFieldProps {
  label: string;
  description?: string;
  placeholder: string;
  value: number | null;
  max: number;
  onChange(value: number | null): void;
  error: string | undefined;
}

/** A whole number; an empty field switches the rule off. */
export function OptionalNumber({ value, onChange, ...rest }: NumberFieldProps) {
  return (
    <NumberInput
      {...rest}
      maw={320}
      min={1}
      allowDecimal={false}
      value={value ?? ''}
      onChange={(typed) => onChange(typed === '' ? null : Number(typed))}
    />
  );
}
