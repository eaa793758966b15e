import type { Channel } from '../../data/types.ts';
import { fieldErrors } from '../../design/explain-error.ts';
import { useChannelEdit } from '../channels/use-channel.ts';
import { errorsUnder } from '../parts/errors-under.ts';
import { SaveBar } from '../parts/save-bar.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { Coverage } from './coverage.tsx';
import { EligibleNow } from './eligible-now.tsx';
import styles from './policy.module.css';
import { PolicyFields } from './policy-fields.tsx';
import { Simulation } from './simulation.tsx';
import { Versions } from './versions.tsx';

/** How a channel's tickets find their owner: the policy, who would get one now, what it covers, and its history. */
export function PolicyPage({ channel }: { channel: Channel }) {
  const draft = useDraft(channel.policy);
  const edit = useChannelEdit(channel.id);
  const save = () =>
    edit.mutate({ policy: draft.value }, { onSuccess: ({ policy }) => draft.accept(policy) });
  return (
    <>
      <div className={styles.columns}>
        <div className={styles.fields}>
          <PolicyFields
            kind={channel.kind}
            policy={draft.value}
            onChange={draft.change}
            errors={errorsUnder('policy', fieldErrors(edit.error))}
          />
        </div>
        <aside className={styles.aside}>
          <EligibleNow channel={channel} policy={draft.value} />
        </aside>
      </div>
      <Coverage channel={channel} policy={draft.value} isChanged={draft.isChanged} />
      <Simulation channel={channel} policy={draft.value} isChanged={draft.isChanged} />
      <Versions channel={channel} mayRestore={!draft.isChanged} />
      <SaveBar draft={draft} isSaving={edit.isPending} error={edit.error} onSave={save} />
    </>
  );
}
