import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readTime } from './week.ts';

interface TimeInputProps {
  /** Read by screen readers; the place says it to the others. */
  label: string;
  value: string;
  onChange(time: string): void;
  /** The other end of the stretch: the two cannot be the same. */
  unlike?: string;
  isEnd?: boolean;
}

/** A time of day to type; what cannot be read stays, marked, until it can. */
export function TimeInput({ label, value, onChange, unlike, isEnd = false }: TimeInputProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  function finish(): void {
    if (typed === null) return;
    const time = readTime(typed, isEnd);
    const isUsable = time !== null && time !== unlike;
    setWrong(!isUsable);
    if (!isUsable) return;
    setTyped(null);
    if (time !== value) onChange(time);
  }
  const isEnter = (event: KeyboardEvent) => event.key === 'Enter';
  return (
    <TextInput
      aria-label={label}
      title={isWrong ? t('hours.wrongTime') : undefined}
      value={typed ?? value}
      error={isWrong && typed !== null ? t('hours.wrongTime') : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={finish}
      onKeyDown={(event) => isEnter(event) && finish()}
      inputMode="numeric"
      autoComplete="off"
      w={isWrong && typed !== null ? 160 : 72}
    />
  );
}
