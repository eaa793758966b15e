import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refreshSession } from '../../data/session.ts';
import { explainError, fieldErrors } from '../../design/explain-error.ts';
import { notify } from '../../design/notices.tsx';
import { Part } from '../parts/page.tsx';
import styles from '../people/people.module.css';
import { saveUser } from '../people/save-user.ts';

/** Changes one's own password; every other browser is signed out. */
export function OwnPassword() {
  const { t } = useTranslation();
  const [currentPassword, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== password;
  const change = useMutation({
    mutationFn: () => saveUser('me', { currentPassword, password }),
    async onSuccess() {
      setCurrent('');
      setPassword('');
      setAgain('');
      notify({ text: t('profile.passwordChanged') });
      await refreshSession();
    },
  });
  const errors = fieldErrors(change.error);
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!differs && again !== '') change.mutate();
  }
  return (
    <Part title={t('profile.password')} text={t('profile.passwordText')}>
      <form className={styles.stack} onSubmit={submit} noValidate>
        <PasswordInput
          label={t('profile.currentPassword')}
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={errors.currentPassword}
          autoComplete="current-password"
        />
        <PasswordInput
          label={t('profile.newPassword')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={errors.password}
          autoComplete="new-password"
        />
        <PasswordInput
          label={t('profile.passwordAgain')}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
          error={differs ? t('profile.passwordsDiffer') : undefined}
          autoComplete="new-password"
        />
        {change.isError && Object.keys(errors).length === 0 && (
          <p className={styles.bad} role="alert">
            {explainError(change.error, t)}
          </p>
        )}
        <div className={styles.acts}>
          <Button
            type="submit"
            variant="default"
            loading={change.isPending}
            disabled={differs || again === '' || currentPassword === ''}
          >
            {t('profile.changePassword')}
          </Button>
        </div>
      </form>
    </Part>
  );
}
