import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorsUnder } from '../parts/errors-under.ts';
import { Row } from '../parts/page.tsx';
import type { EmailValues } from './kinds.ts';
import { PROVIDERS, withImap, withProvider } from './providers.ts';
import { ServerFields } from './server-fields.tsx';

interface EmailPartProps {
  values: EmailValues;
  onChange(values: EmailValues): void;
  /** By path from the channel on, such as `settings.imap.host`. */
  errors: Record<string, string>;
}

/** The provider, whose servers are then filled in. */
export function ProviderSelect({ values, onChange }: Omit<EmailPartProps, 'errors'>) {
  const { t } = useTranslation();
  const current = PROVIDERS.find(({ imap }) => imap.host === values.imap.host);
  const hint =
    current && current.signIn !== 'password' ? t(`channels.email.signInHints.${current.signIn}`) : null;
  function choose(id: string | null): void {
    const provider = PROVIDERS.find((each) => each.id === id);
    if (provider) onChange(withProvider(values, provider));
  }
  return (
    <Select
      label={t('channels.email.provider')}
      description={hint ?? t('channels.email.providerText')}
      placeholder={t('channels.email.other')}
      value={current?.id ?? null}
      onChange={choose}
      data={PROVIDERS.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

/** Receiving and sending; as long as both sign in alike, what is entered for one goes for both. */
export function EmailServers({
  values,
  onChange,
  errors,
  saved,
}: EmailPartProps & { saved: EmailValues | null }) {
  const { t } = useTranslation();
  const { imap, smtp } = values;
  return (
    <>
      <ServerFields
        name={t('channels.email.receiving')}
        server={imap}
        onChange={(change) => onChange(withImap(values, { ...imap, ...change }))}
        errors={errorsUnder('settings.imap', errors)}
        saved={saved?.imap ?? null}
      />
      <Row>
        <TextInput
          label={t('channels.email.mailbox')}
          value={imap.mailbox}
          onChange={(event) => onChange({ ...values, imap: { ...imap, mailbox: event.currentTarget.value } })}
          error={errors['settings.imap.mailbox']}
        />
        <Select
          label={t('channels.email.startWith')}
          value={imap.startWith}
          onChange={(startWith) => startWith && onChange({ ...values, imap: { ...imap, startWith } })}
          data={(['unread', 'all', 'new'] as const).map((value) => ({
            value,
            label: t(`channels.email.starts.${value}`),
          }))}
          allowDeselect={false}
        />
      </Row>
      <ServerFields
        name={t('channels.email.sending')}
        server={smtp}
        onChange={(change) => onChange({ ...values, smtp: { ...smtp, ...change } })}
        errors={errorsUnder('settings.smtp', errors)}
        saved={saved?.smtp ?? null}
      />
    </>
  );
}

/** What stands in answers, and whether the receipt is acknowledged. */
export function EmailAnswers({ values, onChange, errors }: EmailPartProps) {
  const { t } = useTranslation();
  const set = (part: Partial<EmailValues>) => onChange({ ...values, ...part });
  return (
    <>
      <TextInput
        label={t('channels.email.fromName')}
        description={t('channels.email.fromNameText')}
        value={values.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={errors['settings.name']}
      />
      <Textarea
        label={t('channels.email.signature')}
        description={t('channels.email.signatureText')}
        value={values.signature}
        onChange={(event) => set({ signature: event.currentTarget.value })}
        error={errors['settings.signature']}
        autosize
        minRows={2}
      />
      <Checkbox
        label={t('channels.email.acknowledge')}
        description={t('channels.email.acknowledgeText')}
        checked={values.acknowledge}
        onChange={(event) => set({ acknowledge: event.currentTarget.checked })}
      />
      {values.acknowledge && (
        <Textarea
          label={t('channels.email.acknowledgeWords')}
          placeholder={t('channels.email.acknowledgeDefault')}
          value={values.acknowledgeText ?? ''}
          onChange={(event) => set({ acknowledgeText: event.currentTarget.value || undefined })}
          error={errors['settings.acknowledgeText']}
          autosize
          minRows={2}
        />
      )}
      <Checkbox
        label={t('channels.email.plus')}
        description={t('channels.email.plusText')}
        checked={values.plusAddressing}
        onChange={(event) => set({ plusAddressing: event.currentTarget.checked })}
      />
    </>
  );
}
