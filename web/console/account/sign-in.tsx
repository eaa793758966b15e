import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../data/api.ts';
import { signIn } from '../data/session.ts';
import { explainError } from '../design/explain-error.ts';
import styles from './sign-in.module.css';

/** The way in, shown at whatever address somebody came to; after it that address shows. */
export function SignIn() {
  const { t } = useTranslation();
  const [needsCode, setNeedsCode] = useState(false);
  const [trouble, setTrouble] = useState('');
  const [isSending, setIsSending] = useState(false);
  const summary = useRef<HTMLParagraphElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (isSending) return;
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    setIsSending(true);
    try {
      const code = text('code');
      await signIn({
        email: text('email'),
        password: String(form.get('password') ?? ''),
        ...(code === '' ? {} : { code }),
      });
    } catch (error) {
      const asksForCode = error instanceof ApiError && error.errors.some(({ path }) => path === 'code');
      setNeedsCode((needed) => needed || asksForCode);
      setTrouble(asksForCode && !needsCode ? '' : wordsFor(error));
      requestAnimationFrame(() => summary.current?.focus());
    } finally {
      setIsSending(false);
    }
  }

  function wordsFor(error: unknown): string {
    if (error instanceof ApiError && error.status === 401) return t('account.wrong');
    return explainError(error, t);
  }

  return (
    <main className={styles.page}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <p className={styles.product}>{t('common.product')}</p>
        <h1>{t('account.signInTitle')}</h1>
        {trouble !== '' && (
          <p ref={summary} className={styles.trouble} role="alert" tabIndex={-1}>
            {trouble}
          </p>
        )}
        <TextInput
          name="email"
          type="email"
          label={t('account.email')}
          autoComplete="username"
          size="md"
          data-autofocus
          autoFocus
        />
        <PasswordInput
          name="password"
          label={t('account.password')}
          autoComplete="current-password"
          size="md"
        />
        {needsCode && (
          <TextInput name="code" label={t('account.code')} autoComplete="one-time-code" size="md" autoFocus />
        )}
        <Button type="submit" size="md" loading={isSending}>
          {t('account.signIn')}
        </Button>
      </form>
    </main>
  );
}
