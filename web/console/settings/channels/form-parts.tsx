import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../data/channels.ts';
import { LinesInput } from '../parts/lines-input.tsx';
import { Row } from '../parts/page.tsx';
import type { FormValues } from './kinds.ts';

const MEGABYTE = 1024 * 1024;

interface FormPartProps {
  settings: FormValues;
  set(part: Partial<FormValues>): void;
  errors: Record<string, string>;
}

interface NameProps {
  name: string;
  onName(name: string): void;
}

/** What the form is called, its language, and the way answers go out. */
export function FormBasics({ name, onName, settings, set, errors }: FormPartProps & NameProps) {
  const { t } = useTranslation();
  return (
    <>
      <Row>
        <TextInput
          label={t('channels.name')}
          description={t('channels.nameText')}
          value={name}
          onChange={(event) => onName(event.currentTarget.value)}
          error={errors.name}
          required
        />
        <TextInput
          label={t('channels.form.title')}
          description={t('channels.form.titleText')}
          placeholder={name}
          value={settings.title ?? ''}
          onChange={(event) => set({ title: event.currentTarget.value || null })}
          error={errors['settings.title']}
        />
      </Row>
      <Row>
        <LanguageSelect value={settings.language} onChange={(language) => set({ language })} />
        <ReplyChannel
          value={settings.replyChannel}
          onChange={(replyChannel) => set({ replyChannel })}
          error={errors['settings.replyChannel']}
        />
      </Row>
    </>
  );
}

/** The language of what a form says by itself. */
export function LanguageSelect(props: {
  value: FormValues['language'];
  onChange(language: FormValues['language']): void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('channels.form.language')}
      description={t('channels.form.languageText')}
      value={props.value}
      onChange={(language) => language && props.onChange(language)}
      data={[
        { value: 'en', label: 'English' },
        { value: 'de', label: 'Deutsch' },
      ]}
      allowDeselect={false}
    />
  );
}

/** The email channel through which a form's answers go out. */
export function ReplyChannel(props: {
  value: string | null;
  onChange(id: string | null): void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const mail = (useChannels().data ?? []).filter(({ kind }) => kind === 'email');
  return (
    <Select
      label={t('channels.form.reply')}
      description={mail.length === 0 ? t('channels.form.replyNone') : t('channels.form.replyText')}
      placeholder={t('channels.form.replyNothing')}
      value={props.value}
      onChange={props.onChange}
      data={mail.map(({ id, name }) => ({ value: id, label: name }))}
      disabled={mail.length === 0}
      clearable
      error={props.error}
    />
  );
}

/** What the sender sees once the form was sent. */
export function FormThanks({ settings, set, errors }: FormPartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Textarea
        label={t('channels.form.thanks')}
        value={settings.successText}
        onChange={(event) => set({ successText: event.currentTarget.value })}
        error={errors['settings.successText']}
        autosize
        minRows={2}
      />
      <TextInput
        type="url"
        label={t('channels.form.redirect')}
        placeholder="https://"
        value={settings.redirectUrl ?? ''}
        onChange={(event) => set({ redirectUrl: event.currentTarget.value || null })}
        error={errors['settings.redirectUrl']}
      />
    </>
  );
}

/** How spam is told from messages. */
export function FormSpam({ settings, set, errors }: FormPartProps) {
  const { t } = useTranslation();
  const { spam } = settings;
  const number = (key: keyof typeof spam, max: number) => (
    <NumberInput
      label={t(`channels.form.${key}`)}
      description={t(`channels.form.${key}Text`)}
      value={spam[key]}
      min={key === 'perMinute' ? 1 : 0}
      max={max}
      allowDecimal={false}
      onChange={(value) => typeof value === 'number' && set({ spam: { ...spam, [key]: value } })}
      error={errors[`settings.spam.${key}`]}
    />
  );
  return (
    <Row>
      {number('minSeconds', 3600)}
      {number('perMinute', 1_000_000)}
      {number('proofOfWork', 20)}
    </Row>
  );
}

/** Consent, sites, files and phone numbers. */
export function FormFiles({ settings, set, errors }: FormPartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Textarea
        label={t('channels.form.consent')}
        description={t('channels.form.consentText')}
        value={settings.consentText ?? ''}
        onChange={(event) => set({ consentText: event.currentTarget.value || null })}
        error={errors['settings.consentText']}
        autosize
      />
      <LinesInput
        label={t('channels.form.origins')}
        description={t('channels.form.originsText')}
        value={settings.allowedOrigins}
        onChange={(allowedOrigins) => set({ allowedOrigins })}
        error={firstUnder(errors, 'settings.allowedOrigins')}
      />
      <Row>
        <NumberInput
          label={t('channels.form.fileSize')}
          suffix=" MB"
          value={settings.maxFileBytes / MEGABYTE}
          min={1}
          max={25}
          allowDecimal={false}
          onChange={(value) => typeof value === 'number' && set({ maxFileBytes: value * MEGABYTE })}
          error={errors['settings.maxFileBytes']}
        />
        <TextInput
          label={t('channels.form.country')}
          description={t('channels.form.countryText')}
          placeholder="DE"
          maxLength={2}
          value={settings.country ?? ''}
          onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() || null })}
          error={errors['settings.country']}
        />
      </Row>
    </>
  );
}

function firstUnder(errors: Record<string, string>, path: string): string | undefined {
  return Object.entries(errors).find(([each]) => each === path || each.startsWith(`${path}.`))?.[1];
}
