import { TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { FormField } from '../../../../adapters/form/settings.ts';
import type { Assign } from '../../../../routing/types.ts';
import { useMe } from '../../data/session.ts';
import { explainError, fieldErrors } from '../../design/explain-error.ts';
import { notify } from '../../design/notices.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { Page, Row } from '../parts/page.tsx';
import { Steps } from '../parts/steps.tsx';
import { AssignField } from '../policy/assign-field.tsx';
import { EMPTY_POLICY } from '../policy/policy-values.ts';
import { FieldsEditor } from './fields-editor.tsx';
import { LanguageSelect, ReplyChannel } from './form-parts.tsx';
import { useNewChannel } from './use-new-channel.ts';

/** Which step of the set-up has the field of an error. */
function stepOf(path: string): number {
  if (path.startsWith('policy')) return 2;
  return path.startsWith('settings.fields') ? 1 : 0;
}

/** The guided set-up of a form: what it is called, what it asks, and who gets its tickets. */
export function NewForm() {
  const { t } = useTranslation();
  const setUp = useSetUp();
  const { make, at, name, fields, assign, errors } = setUp;
  const steps = [
    { title: t('channels.basics'), content: <Basics {...setUp} /> },
    {
      title: t('channels.form.questions'),
      content: (
        <FieldsEditor fields={fields ?? defaultFields(t)} errors={errors} onChange={setUp.setFields} />
      ),
    },
    {
      title: t('channels.tabs.routing'),
      content: (
        <AssignField
          kind="form"
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
      title={t('channels.form.newTitle')}
      text={t('channels.form.newText')}
    >
      <LeaveGuard isOn={!make.isPending && !make.isSuccess && at > 0} />
      <Steps
        steps={steps}
        at={at}
        onGo={setUp.setAt}
        mayGoOn={name.trim() !== ''}
        trouble={make.isError ? `${explainError(make.error, t)} ${t('settings.notSaved')}` : null}
        finish={{ label: t('channels.form.make'), isRunning: make.isPending, run: setUp.finish }}
      />
    </Page>
  );
}

/** What was entered so far, and the act that makes the form of it. */
function useSetUp() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const make = useNewChannel('form');
  const [at, setAt] = useState(0);
  const [name, setName] = useState(t('channels.form.defaultName'));
  const [language, setLanguage] = useState(currentLanguage());
  const [replyChannel, setReplyChannel] = useState<string | null>(null);
  const [fields, setFields] = useState<FormField[] | null>(null);
  const [assign, setAssign] = useState<Assign>({ to: 'specific', users: [me.id], teams: [] });

  function finish(): void {
    // Questions that nobody touched are the server's, in the form's language.
    const settings = { language, replyChannel, ...(fields ? { fields } : {}) };
    make.mutate(
      { name, settings, policy: { ...EMPTY_POLICY, assign } },
      {
        onError(error) {
          const [path] = Object.keys(fieldErrors(error));
          if (path) setAt(stepOf(path));
        },
        onSuccess({ id }) {
          notify({ text: t('channels.form.made', { name }) });
          void navigate(`/settings/channels/${id}/install`);
        },
      },
    );
  }
  return {
    ...{ make, at, setAt, name, setName, language, setLanguage, replyChannel, setReplyChannel },
    ...{ fields, setFields, assign, setAssign, finish },
    errors: fieldErrors(make.error),
  };
}

type BasicsProps = Pick<
  ReturnType<typeof useSetUp>,
  'name' | 'setName' | 'language' | 'setLanguage' | 'replyChannel' | 'setReplyChannel' | 'errors'
>;

function Basics(props: BasicsProps) {
  const { t } = useTranslation();
  const { errors } = props;
  return (
    <>
      <TextInput
        label={t('channels.name')}
        description={t('channels.nameText')}
        value={props.name}
        onChange={(event) => props.setName(event.currentTarget.value)}
        error={errors.name}
      />
      <Row>
        <LanguageSelect value={props.language} onChange={props.setLanguage} />
        <ReplyChannel
          value={props.replyChannel}
          onChange={props.setReplyChannel}
          error={errors['settings.replyChannel']}
        />
      </Row>
    </>
  );
}

function defaultFields(t: TFunction): FormField[] {
  const names = ['name', 'email', 'subject', 'message'] as const;
  const types = { name: 'text', email: 'email', subject: 'text', message: 'textarea' } as const;
  return names.map((name) => ({
    name,
    label: t(`channels.form.defaults.${name}`),
    type: types[name],
    required: name === 'email' || name === 'message',
  }));
}
