import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Assign } from '../../../../routing/types.ts';
import { useMe } from '../../data/session.ts';
import { explainError, fieldErrors } from '../../design/explain-error.ts';
import { notify } from '../../design/notices.tsx';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { Page, Row } from '../parts/page.tsx';
import { Steps } from '../parts/steps.tsx';
import { AssignField } from '../policy/assign-field.tsx';
import { EMPTY_POLICY } from '../policy/policy-values.ts';
import styles from './channels.module.css';
import { ConnectionChecks } from './connection-checks.tsx';
import { EmailAnswers, EmailServers, ProviderSelect } from './email-parts.tsx';
import type { EmailValues } from './kinds.ts';
import { NEW_EMAIL, withAddress } from './providers.ts';
import { useConnectionTest } from './use-channel.ts';
import { useNewChannel } from './use-new-channel.ts';

/** Which step of the set-up has the field of an error. */
function stepOf(path: string): number {
  if (path.startsWith('settings.imap') || path.startsWith('settings.smtp')) return 1;
  if (path.startsWith('policy')) return 3;
  return path === 'name' || path === 'settings.address' ? 0 : 2;
}

/** The guided set-up of an email channel: address, servers with a test, answers, and who gets its tickets. */
export function NewEmail() {
  const { t } = useTranslation();
  const setUp = useSetUp();
  const { make, at, name, values, setValues, assign, errors } = setUp;
  const steps = [
    { title: t('channels.email.mailboxStep'), content: <Mailbox {...setUp} /> },
    { title: t('channels.email.servers'), content: <Connection {...setUp} /> },
    {
      title: t('channels.email.answers'),
      content: <EmailAnswers values={values} onChange={setValues} errors={errors} />,
    },
    {
      title: t('channels.tabs.routing'),
      content: (
        <AssignField
          kind="email"
          assign={assign}
          onChange={setUp.setAssign}
          errors={errors}
          path="policy.assign"
        />
      ),
    },
  ];
  return (
    <Page
      back={{ to: '/settings/channels', text: t('channels.title') }}
      title={t('channels.email.newTitle')}
      text={t('channels.email.newText')}
    >
      <LeaveGuard isOn={!make.isPending && !make.data?.enabled && values.address !== ''} />
      <Steps
        steps={steps}
        at={at}
        onGo={setUp.setAt}
        mayGoOn={mayGoOn(at, name, values)}
        trouble={make.isError ? `${explainError(make.error, t)} ${t('settings.notSaved')}` : null}
        finish={{ label: t('channels.email.turnOn'), isRunning: make.isPending, run: setUp.finish }}
      />
    </Page>
  );
}

/** What was entered so far, and the acts that save, test and switch on. */
function useSetUp() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const make = useNewChannel('email');
  const test = useConnectionTest();
  const [at, setAt] = useState(0);
  const [name, setName] = useState(t('channels.email.defaultName'));
  const [values, setValues] = useState<EmailValues>(NEW_EMAIL);
  const [assign, setAssign] = useState<Assign>({ to: 'specific', users: [me.id], teams: [] });

  async function save(enabled: boolean): Promise<string | null> {
    try {
      const policy = { ...EMPTY_POLICY, assign };
      return (await make.mutateAsync({ name, settings: values, policy, enabled })).id;
    } catch (error) {
      const [path] = Object.keys(fieldErrors(error));
      if (path) setAt(stepOf(path));
      return null;
    }
  }
  /** Only saved channels can be tried, so it is made switched off: nothing is read or sent yet. */
  async function tryConnection(): Promise<void> {
    const id = await save(false);
    if (id) test.mutate(id);
  }
  async function turnOn(): Promise<void> {
    const id = await save(true);
    if (!id) return;
    notify({ text: t('channels.email.made', { address: values.address }) });
    await navigate(`/settings/channels/${id}`);
  }
  return {
    ...{ make, test, at, setAt, name, setName, values, setValues, assign, setAssign },
    errors: fieldErrors(make.error),
    tryConnection: () => void tryConnection(),
    finish: () => void turnOn(),
  };
}

type ConnectionProps = Pick<
  ReturnType<typeof useSetUp>,
  'values' | 'setValues' | 'errors' | 'make' | 'test' | 'tryConnection'
>;

function Connection({ values, setValues, errors, make, test, tryConnection }: ConnectionProps) {
  const { t } = useTranslation();
  const isTrying = make.isPending || test.isPending;
  return (
    <>
      <EmailServers values={values} onChange={setValues} errors={errors} saved={null} />
      <div className={styles.test}>
        <Button variant="default" loading={isTrying} onClick={tryConnection}>
          {t('channels.test.run')}
        </Button>
        <div role="status">
          {test.data && !isTrying && <ConnectionChecks test={test.data} />}
          {test.data && !test.data.ok && !isTrying && <p>{t('channels.test.failed')}</p>}
          {test.isError && explainError(test.error, t)}
        </div>
      </div>
    </>
  );
}

type MailboxProps = Pick<ReturnType<typeof useSetUp>, 'name' | 'setName' | 'values' | 'setValues' | 'errors'>;

function Mailbox({ name, setName, values, setValues, errors }: MailboxProps) {
  const { t } = useTranslation();
  return (
    <>
      <Row>
        <TextInput
          label={t('channels.name')}
          description={t('channels.nameText')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.name}
        />
        <TextInput
          type="email"
          label={t('channels.email.address')}
          description={t('channels.email.addressText')}
          placeholder="support@example.com"
          value={values.address}
          onChange={(event) => setValues(withAddress(values, event.currentTarget.value))}
          error={errors['settings.address']}
        />
      </Row>
      <ProviderSelect values={values} onChange={setValues} />
    </>
  );
}

function mayGoOn(at: number, name: string, { address, imap, smtp }: EmailValues): boolean {
  if (at === 0) return name.trim() !== '' && /.@./.test(address);
  return at !== 1 || (imap.host !== '' && smtp.host !== '');
}
