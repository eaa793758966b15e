import {
  NumberInput,
  PasswordInput,
  type PasswordInputProps,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Row } from '../parts/page.tsx';
import styles from './channels.module.css';
import type { OAuthValues, ServerValues } from './kinds.ts';

const SECURITIES = ['tls', 'starttls', 'none'] as const;

interface ServerFieldsProps {
  /** What the server is for; names its fields for screen readers. */
  name: string;
  server: ServerValues;
  onChange(change: Partial<ServerValues>): void;
  /** By path within the server. */
  errors: Record<string, string>;
  /** The server as it is saved: its secrets stay where nothing is entered. */
  saved: ServerValues | null;
}

/** Where a mail server is and how one signs in there. */
export function ServerFields({ name, server, onChange, errors, saved }: ServerFieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.group}>
      <legend>{name}</legend>
      <Row>
        <TextInput
          label={t('channels.email.host')}
          value={server.host}
          onChange={(event) => onChange({ host: event.currentTarget.value })}
          error={errors.host}
          autoCapitalize="off"
          spellCheck={false}
        />
        <NumberInput
          label={t('channels.email.port')}
          value={server.port}
          min={1}
          max={65535}
          allowDecimal={false}
          hideControls
          onChange={(port) => typeof port === 'number' && onChange({ port })}
          error={errors.port}
        />
        <Select
          label={t('channels.email.security')}
          value={server.security}
          onChange={(security) => security && onChange({ security })}
          data={SECURITIES.map((value) => ({ value, label: t(`channels.email.securities.${value}`) }))}
          allowDeselect={false}
          error={errors.security}
        />
      </Row>
      <SignIn server={server} onChange={onChange} errors={errors} saved={saved} />
      {server.security !== 'none' && (
        <details className={styles.more} open={errors.ca !== undefined || server.ca !== undefined}>
          <summary>{t('channels.email.ca')}</summary>
          <Textarea
            aria-label={t('channels.email.ca')}
            description={t('channels.email.caText')}
            placeholder="-----BEGIN CERTIFICATE-----"
            value={server.ca ?? ''}
            onChange={(event) => onChange({ ca: event.currentTarget.value || undefined })}
            error={errors.ca}
            autosize
            minRows={2}
            maxRows={8}
          />
        </details>
      )}
    </fieldset>
  );
}

type SignInProps = Omit<ServerFieldsProps, 'name'>;

function SignIn({ server, onChange, errors, saved }: SignInProps) {
  const { t } = useTranslation();
  const way = server.oauth2 ? 'oauth2' : 'password';
  function choose(chosen: string): void {
    const oauth2 = saved?.oauth2 ?? { clientId: '', tokenUrl: '' };
    onChange(chosen === 'oauth2' ? { password: undefined, oauth2 } : { oauth2: undefined });
  }
  return (
    <>
      <SegmentedControl
        aria-label={t('channels.email.signIn')}
        value={way}
        onChange={choose}
        size="xs"
        style={{ justifySelf: 'start' }}
        data={[
          { value: 'password', label: t('channels.email.password') },
          { value: 'oauth2', label: 'OAuth2' },
        ]}
      />
      <Row>
        <TextInput
          label={t('channels.email.user')}
          value={server.user}
          onChange={(event) => onChange({ user: event.currentTarget.value })}
          error={errors.user}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
        {way === 'password' && (
          <SecretInput
            label={t('channels.email.password')}
            placeholder={saved && !saved.oauth2 ? t('channels.unchanged') : undefined}
            value={server.password ?? ''}
            onChange={(event) => onChange({ password: event.currentTarget.value || undefined })}
            error={errors.password}
          />
        )}
      </Row>
      {server.oauth2 && (
        <OAuthFields
          oauth2={server.oauth2}
          isSaved={Boolean(saved?.oauth2)}
          errors={errors}
          onChange={(oauth2) => onChange({ oauth2 })}
        />
      )}
    </>
  );
}

interface OAuthFieldsProps {
  oauth2: OAuthValues;
  isSaved: boolean;
  errors: Record<string, string>;
  onChange(oauth2: OAuthValues): void;
}

function OAuthFields({ oauth2, isSaved, errors, onChange }: OAuthFieldsProps) {
  const { t } = useTranslation();
  const secret = (key: 'clientSecret' | 'refreshToken') => (
    <SecretInput
      label={t(`channels.email.${key}`)}
      placeholder={isSaved ? t('channels.unchanged') : undefined}
      value={oauth2[key] ?? ''}
      onChange={(event) => onChange({ ...oauth2, [key]: event.currentTarget.value || undefined })}
      error={errors[`oauth2.${key}`]}
    />
  );
  const text = (key: 'clientId' | 'tokenUrl') => (
    <TextInput
      label={t(`channels.email.${key}`)}
      value={oauth2[key]}
      onChange={(event) => onChange({ ...oauth2, [key]: event.currentTarget.value })}
      error={errors[`oauth2.${key}`]}
      autoComplete="off"
      spellCheck={false}
    />
  );
  return (
    <>
      <Row>
        {text('clientId')}
        {secret('clientSecret')}
      </Row>
      <Row>
        {text('tokenUrl')}
        {secret('refreshToken')}
      </Row>
    </>
  );
}

/** A secret to type. Mantine marks only the frame of such a field as wrong, which screen readers do not meet. */
function SecretInput(props: PasswordInputProps) {
  return (
    <PasswordInput autoComplete="new-password" {...props} aria-invalid={props.error ? true : undefined} />
  );
}
