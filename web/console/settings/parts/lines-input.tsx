import { Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';

interface LinesInputProps {
  label: string;
  description?: ReactNode;
  /** One a line. */
  value: readonly string[];
  onChange(lines: string[]): void;
  error?: string | undefined;
}

/** A list of short texts, one a line; empty lines do not count. */
export function LinesInput({ label, description, value, onChange, error }: LinesInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  function change(text: string): void {
    setTyped(text);
    onChange(
      text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    );
  }
  return (
    <Textarea
      label={label}
      description={description}
      value={typed ?? value.join('\n')}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => setTyped(null)}
      error={error}
      autosize
      minRows={2}
      maxRows={12}
    />
  );
}
