import { Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { refreshSession, useMe } from '../../data/session.ts';
import type { SecurityRules, Workspace } from '../../data/settings-types.ts';
import { fieldErrors } from '../../design/explain-error.ts';
import { changeAtOnce } from '../parts/change-at-once.ts';
import { changedFields } from '../parts/changed-fields.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Part } from '../parts/page.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { useAct } from '../parts/use-act.ts';
import { useDraft } from '../parts/use-draft.ts';
import people from '../people/people.module.css';

const WORKSPACE = ['workspace', 'general'];
const SECURITY = ['workspace', 'security'];

/** Settings → General: the workspace's name, and how people sign in. */
export function WorkspacePage() {
  const { t } = useTranslation();
  const workspace = useQuery({
    queryKey: WORKSPACE,
    queryFn: () => api.get<Workspace>('/settings/workspace'),
  });
  return (
    <Page title={t('settings.sections.workspace')}>
      <Security />
      <Loaded query={workspace} lines={2}>
        {(found) => <NameForm workspace={found} />}
      </Loaded>
    </Page>
  );
}

function NameForm({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const draft = useDraft(workspace);
  const edit = useMutation({
    mutationFn: (change: Partial<Workspace>) => api.patch<Workspace>('/settings/workspace', change),
    onSuccess(saved) {
      queryClient.setQueryData(WORKSPACE, saved);
      draft.accept(saved);
    },
  });
  return (
    <>
      <Part title={t('workspace.name')} text={t('workspace.nameText')}>
        <TextInput
          aria-label={t('workspace.name')}
          maw={320}
          value={draft.value.name}
          onChange={(event) => draft.change({ ...draft.value, name: event.currentTarget.value })}
          error={fieldErrors(edit.error).name}
        />
      </Part>
      <SaveBar
        draft={draft}
        isSaving={edit.isPending}
        error={edit.error}
        onSave={() => edit.mutate(changedFields(workspace, draft.value))}
      />
    </>
  );
}

function Security() {
  const { t } = useTranslation();
  const act = useAct();
  const mayChange = useMe().role === 'superAdmin';
  const rules = useQuery({
    queryKey: SECURITY,
    queryFn: () => api.get<SecurityRules>('/settings/security'),
  });
  const save = (secondFactor: SecurityRules['secondFactor']) =>
    void act(async () => {
      await changeAtOnce<SecurityRules>({
        key: SECURITY,
        show: () => ({ secondFactor }),
        save: () => api.patch('/settings/security', { secondFactor }),
      });
      // It may be asked of oneself now.
      await refreshSession();
    });
  return (
    <Part title={t('workspace.security')} text={t('workspace.securityText')}>
      {!mayChange && <p className={people.note}>{t('workspace.onlySuperAdmins')}</p>}
      <Loaded query={rules} lines={2}>
        {({ secondFactor }) => (
          <Radio.Group
            label={t('workspace.secondFactor')}
            value={secondFactor}
            onChange={save}
            readOnly={!mayChange}
          >
            <Stack gap="xs" mt="xs">
              {(['optional', 'admins', 'all'] as const).map((value) => (
                <Radio
                  key={value}
                  value={value}
                  disabled={!mayChange}
                  label={t(`workspace.factorRules.${value}`)}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
      </Loaded>
    </Part>
  );
}
