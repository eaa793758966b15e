import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { explainError, fieldErrors } from '../../design/explain-error.ts';
import { Part, Row } from '../parts/page.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { useDraft } from '../parts/use-draft.ts';
import styles from './channels.module.css';
import { ConnectionChecks } from './connection-checks.tsx';
import { EmailAnswers, EmailServers, ProviderSelect } from './email-parts.tsx';
import { type EmailChannel, type EmailValues, isEmailChannel } from './kinds.ts';
import { withAddress } from './providers.ts';
import { useChannelEdit, useConnectionTest } from './use-channel.ts';

/** The set-up of an email channel. */
export function EmailPage({ channel }: { channel: EmailChannel }) {
  const { t } = useTranslation();
  const draft = useDraft({ name: channel.name, settings: channel.settings });
  const edit = useChannelEdit(channel.id);
  const errors = fieldErrors(edit.error);
  const { name, settings } = draft.value;
  const set = (next: EmailValues) => draft.change({ name, settings: next });
  async function save(): Promise<void> {
    const saved = await edit.mutateAsync(draft.value);
    if (isEmailChannel(saved)) draft.accept({ name: saved.name, settings: saved.settings });
  }
  return (
    <>
      <Part title={t('channels.basics')}>
        <Row>
          <TextInput
            label={t('channels.name')}
            description={t('channels.nameText')}
            value={name}
            onChange={(event) => draft.change({ name: event.currentTarget.value, settings })}
            error={errors.name}
            required
          />
          <TextInput
            type="email"
            label={t('channels.email.address')}
            description={t('channels.email.addressText')}
            value={settings.address}
            onChange={(event) => set(withAddress(settings, event.currentTarget.value))}
            error={errors['settings.address']}
          />
        </Row>
      </Part>
      <Part title={t('channels.email.servers')}>
        <ProviderSelect values={settings} onChange={set} />
        <EmailServers values={settings} onChange={set} errors={errors} saved={channel.settings} />
        <TestSaved channel={channel} isChanged={draft.isChanged} save={save} />
      </Part>
      <Part title={t('channels.email.answers')}>
        <EmailAnswers values={settings} onChange={set} errors={errors} />
      </Part>
      <SaveBar
        draft={draft}
        isSaving={edit.isPending}
        error={edit.error}
        // What was refused shows beside its field.
        onSave={() => void save().catch(() => {})}
      />
    </>
  );
}

interface TestSavedProps {
  channel: EmailChannel;
  isChanged: boolean;
  save(): Promise<void>;
}

/** The connection is tried as it is saved, so what was changed is saved first. */
function TestSaved({ channel, isChanged, save }: TestSavedProps) {
  const { t } = useTranslation();
  const test = useConnectionTest();
  async function run(): Promise<void> {
    try {
      if (isChanged) await save();
    } catch {
      // The save bar and the fields say what is wrong.
      return;
    }
    test.mutate(channel.id);
  }
  return (
    <div className={styles.test}>
      <Button variant="default" loading={test.isPending} onClick={() => void run()}>
        {isChanged ? t('channels.test.saveAndTest') : t('channels.test.run')}
      </Button>
      <div role="status">
        {test.data && <ConnectionChecks test={test.data} />}
        {test.isError && explainError(test.error, t)}
      </div>
    </div>
  );
}
