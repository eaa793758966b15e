import { Button, Checkbox, Group, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLACEHOLDERS } from '../../../../src/canned-replies/placeholders.ts';
import { api } from '../../data/api.ts';
import { useMe } from '../../data/session.ts';
import type { CannedReply } from '../../data/types.ts';
import { changedFields } from '../parts/changed-fields.ts';
import { SaveDialog } from '../parts/save-dialog.tsx';

interface ReplyDialogProps {
  /** null = a new one. */
  reply: CannedReply | null;
  onClose(): void;
  onSaved(): void;
}

/** Writes a canned reply; what differs from ticket to ticket stands in it as placeholders. */
export function ReplyDialog({ reply, onClose, onSaved }: ReplyDialogProps) {
  const { t } = useTranslation();
  const isAdmin = useMe().role !== 'agent';
  const [values, setValues] = useState(() => valuesOf(reply));
  const [shared, setShared] = useState(false);
  const set = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  async function save(key: string): Promise<void> {
    if (reply === null) await api.post('/canned-replies', { ...values, shared }, key);
    else await api.patch(`/canned-replies/${reply.id}`, changeOf(reply, values));
    onSaved();
  }
  return (
    <SaveDialog
      size="lg"
      title={reply === null ? t('cannedReplies.add') : t('teams.editOf', { name: reply.title })}
      onClose={onClose}
      save={save}
    >
      {(errors) => (
        <>
          <TextInput
            label={t('cannedReplies.title')}
            value={values.title}
            onChange={(event) => set({ title: event.currentTarget.value })}
            error={errors.title}
            data-autofocus
          />
          <TextInput
            label={t('cannedReplies.shortcut')}
            description={t('cannedReplies.shortcutText')}
            leftSection="/"
            value={values.shortcut}
            onChange={(event) => set({ shortcut: event.currentTarget.value })}
            error={errors.shortcut}
          />
          <ReplyText value={values.text} onChange={(text) => set({ text })} error={errors.text} />
          {reply === null && isAdmin && (
            <Checkbox
              label={t('cannedReplies.share')}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
        </>
      )}
    </SaveDialog>
  );
}

interface ReplyTextProps {
  value: string;
  onChange(text: string): void;
  error: string | undefined;
}

function ReplyText({ value, onChange, error }: ReplyTextProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const names = t('cannedReplies.placeholderNames', { returnObjects: true });
  function insert(placeholder: string): void {
    const { selectionStart: start = value.length, selectionEnd: end = start } = field.current ?? {};
    onChange(`${value.slice(0, start)}{{${placeholder}}}${value.slice(end)}`);
    field.current?.focus();
  }
  return (
    <>
      <Textarea
        ref={field}
        label={t('cannedReplies.textField')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        autosize
        minRows={5}
        maxRows={16}
      />
      <Group gap="xs" role="group" aria-label={t('cannedReplies.placeholders')}>
        {PLACEHOLDERS.map((placeholder) => (
          <Button key={placeholder} size="compact-sm" variant="default" onClick={() => insert(placeholder)}>
            {names[placeholder]}
          </Button>
        ))}
      </Group>
    </>
  );
}

function valuesOf(reply: CannedReply | null) {
  return { title: reply?.title ?? '', shortcut: reply?.shortcut ?? '', text: reply?.text ?? '' };
}

/** Text that is written anew replaces formatting that was made elsewhere: the two would say different things. */
function changeOf(reply: CannedReply, values: ReturnType<typeof valuesOf>) {
  const change = changedFields(valuesOf(reply), values);
  return change.text === undefined ? change : { ...change, html: null };
}
