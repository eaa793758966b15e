import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { explainError, fieldErrors } from '../../design/explain-error.ts';
import styles from '../people/people.module.css';

const PATH = '/users/me/two-factor';

interface Secret {
  secret: string;
  /** For the QR code. */
  uri: string;
}

/** Turns the second factor on: the password, the code to scan, and a first code as proof. */
export function SetUpTwoFactor({ onCodes }: { onCodes(codes: string[]): void }) {
  const [secret, setSecret] = useState<Secret | null>(null);
  if (secret) return <ConfirmCode secret={secret} onCodes={onCodes} />;
  return <BeginWithPassword onSecret={setSecret} />;
}

function BeginWithPassword({ onSecret }: { onSecret(secret: Secret): void }) {
  const { t } = useTranslation();
  const [currentPassword, setPassword] = useState('');
  const begin = useMutation({
    mutationFn: () => api.post<Secret>(PATH, { currentPassword }),
    onSuccess: onSecret,
  });
  const wrong = fieldErrors(begin.error).currentPassword;
  function submit(event: FormEvent): void {
    event.preventDefault();
    begin.mutate();
  }
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <PasswordInput
        label={t('profile.factor.yourPassword')}
        value={currentPassword}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={wrong ?? (begin.isError ? explainError(begin.error, t) : undefined)}
        autoComplete="current-password"
      />
      <div className={styles.acts}>
        <Button type="submit" variant="default" loading={begin.isPending} disabled={currentPassword === ''}>
          {t('profile.factor.begin')}
        </Button>
      </div>
    </form>
  );
}

function ConfirmCode({ secret, onCodes }: { secret: Secret; onCodes(codes: string[]): void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => api.post<{ recoveryCodes: string[] }>(`${PATH}/confirmation`, { code }),
    onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    confirm.mutate();
  }
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <p className={styles.soft}>{t('profile.factor.scan')}</p>
      <div className={styles.qr}>
        <QRCodeSVG value={secret.uri} size={176} title={t('profile.factor.qr')} />
      </div>
      <p className={styles.soft}>{t('profile.factor.typeInstead')}</p>
      <code className={styles.code}>{secret.secret}</code>
      <TextInput
        label={t('profile.factor.firstCode')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={confirm.isError ? explainError(confirm.error, t) : undefined}
        inputMode="numeric"
        autoComplete="one-time-code"
      />
      <div className={styles.acts}>
        <Button type="submit" loading={confirm.isPending} disabled={code.trim() === ''}>
          {t('profile.factor.confirm')}
        </Button>
      </div>
    </form>
  );
}
