import { MultiSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AREAS } from '../../../../src/api-keys/areas.ts';
import { api } from '../../data/api.ts';
import type { NewApiKey } from '../../data/settings-types.ts';
import { SaveDialog } from '../parts/save-dialog.tsx';

const REACHES = ['read', 'write', 'admin', 'chosen'] as const;
type Reach = (typeof REACHES)[number];

const SCOPES = AREAS.flatMap((area) => [`${area}:read`, `${area}:write`]);

/** Makes a key: what it is for, and what it may do. */
export function KeyDialog({ onClose, onMade }: { onClose(): void; onMade(key: NewApiKey): void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [reach, setReach] = useState<Reach>('read');
  const [scopes, setScopes] = useState<string[]>([]);
  async function make(key: string): Promise<void> {
    const chosen = reach === 'chosen' ? scopes : [reach];
    onMade(await api.post<NewApiKey>('/api-keys', { name, scopes: chosen }, key));
  }
  return (
    <SaveDialog title={t('apiKeys.add')} label={t('apiKeys.make')} onClose={onClose} save={make}>
      {(errors) => (
        <>
          <TextInput
            label={t('apiKeys.name')}
            description={t('apiKeys.nameText')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={errors.name}
            data-autofocus
          />
          <Radio.Group label={t('apiKeys.scopes')} value={reach} onChange={setReach} error={errors.scopes}>
            <Stack gap="xs" mt="xs">
              {REACHES.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={t(`apiKeys.reach.${value}`)}
                  description={t(`apiKeys.reachText.${value}`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          {reach === 'chosen' && (
            <MultiSelect
              label={t('apiKeys.chosenScopes')}
              value={scopes}
              onChange={setScopes}
              data={SCOPES}
              searchable
            />
          )}
        </>
      )}
    </SaveDialog>
  );
}
