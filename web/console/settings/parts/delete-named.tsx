import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Ask } from './ask.tsx';

interface DeleteNamedProps {
  name: string;
  title: string;
  /** What becomes of what it was used for. */
  text: string;
  remove(): Promise<void>;
}

/** Deletes one of a list, asking first; a refusal says why. */
export function DeleteNamed({ name, title, text, remove }: DeleteNamedProps) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <ActionIcon
        aria-label={`${t('common.delete')}: ${name}`}
        style={{ verticalAlign: 'middle' }}
        onClick={() => setAsking(true)}
      >
        <IconTrash size={16} />
      </ActionIcon>
      <Ask
        title={title}
        label={t('common.delete')}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        act={remove}
      >
        <p>{text}</p>
      </Ask>
    </>
  );
}
