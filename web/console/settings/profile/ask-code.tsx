import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveDialog } from '../parts/save-dialog.tsx';

interface AskCodeProps {
  title: string;
  text: string;
  onClose(): void;
  act(code: string): Promise<void>;
}

/** Asks for a code of the second factor before it is changed. */
export function AskCode({ title, text, onClose, act }: AskCodeProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  return (
    <SaveDialog title={title} label={title} onClose={onClose} save={() => act(code)}>
      {(errors) => (
        <>
          <p>{text}</p>
          <TextInput
            label={t('profile.factor.anyCode')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            error={errors.code}
            autoComplete="one-time-code"
            data-autofocus
          />
        </>
      )}
    </SaveDialog>
  );
}
