import { Input, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../data/session.ts';
import type { User } from '../../data/types.ts';
import { fieldErrors } from '../../design/explain-error.ts';
import { currentLanguage, keepLanguage, setLanguage } from '../../i18n/index.ts';
import { ZoneSelect } from '../hours/zone-select.tsx';
import { changedFields } from '../parts/changed-fields.ts';
import { Part, Row } from '../parts/page.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { useUserEdit } from '../people/save-user.ts';
import { SignatureEditor } from './signature-editor.tsx';

/** One's own name, language, time zone, phone number and signature. */
export function OwnDetails() {
  const { t } = useTranslation();
  const me = useMe();
  const draft = useDraft(valuesOf(me));
  const edit = useUserEdit('me');
  const errors = fieldErrors(edit.error);
  const values = draft.value;
  const set = (part: Partial<typeof values>) => draft.change({ ...values, ...part });
  function save(): void {
    const onSuccess = (saved: User) => {
      draft.accept(valuesOf(saved));
      showIn(saved.language ?? null);
    };
    edit.mutate(changedFields(valuesOf(me), values), { onSuccess });
  }
  return (
    <>
      <Part title={t('profile.about')}>
        <Row>
          <TextInput
            label={t('people.name')}
            value={values.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={errors.name}
            autoComplete="name"
          />
          <TextInput
            label={t('people.email')}
            description={t('profile.emailText')}
            value={me.email}
            readOnly
            autoComplete="email"
          />
        </Row>
        <Row>
          <LanguageSelect value={values.language} onChange={(language) => set({ language })} />
          <ZoneSelect
            value={values.timeZone}
            onChange={(timeZone) => set({ timeZone })}
            error={errors.timeZone}
          />
        </Row>
        <TextInput
          label={t('people.phone')}
          description={t('people.phoneText')}
          type="tel"
          maw={320}
          value={values.phone ?? ''}
          onChange={(event) => set({ phone: event.currentTarget.value || null })}
          error={errors.phone}
          autoComplete="tel"
        />
      </Part>
      <Part title={t('profile.signature')} text={t('profile.signatureText')}>
        <Input.Wrapper error={errors.signature}>
          <SignatureEditor
            label={t('profile.signature')}
            value={values.signature}
            onChange={(signature) => set({ signature })}
          />
        </Input.Wrapper>
      </Part>
      <SaveBar draft={draft} isSaving={edit.isPending} error={edit.error} onSave={save} />
    </>
  );
}

interface LanguageSelectProps {
  value: 'en' | 'de' | null;
  onChange(language: 'en' | 'de' | null): void;
}

function LanguageSelect({ value, onChange }: LanguageSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('shell.language')}
      description={t('profile.languageText')}
      value={value ?? 'browser'}
      allowDeselect={false}
      onChange={(chosen) => onChange(chosen === 'en' || chosen === 'de' ? chosen : null)}
      data={[
        { value: 'browser', label: t('profile.asBrowser') },
        { value: 'en', label: 'English' },
        { value: 'de', label: 'Deutsch' },
      ]}
    />
  );
}

/** The console follows the language that was saved. */
function showIn(language: 'en' | 'de' | null): void {
  if (language === null || language === currentLanguage()) return;
  keepLanguage(language);
  void setLanguage(language);
}

function valuesOf({ name, language = null, timeZone, phone = null, signature = '' }: User) {
  return { name, language, timeZone, phone, signature };
}
