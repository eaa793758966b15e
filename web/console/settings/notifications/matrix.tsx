import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NotificationSettings } from '../../data/settings-types.ts';
import { KindDetails } from './kind-details.tsx';
import styles from './matrix.module.css';
import { ResetButton } from './reset-button.tsx';
import { KINDS, type Kind, type SettingsEdit, WAYS, type Way } from './settings-data.ts';

/** What the matrix of settings shows and changes. */
export interface MatrixProps {
  settings: NotificationSettings;
  /** Dotted names of those that differ from what lies under them. */
  own: readonly string[];
  onEdit(edit: SettingsEdit): void;
  onReset(name: string): void;
  /** Left out for those who cannot be told of it. */
  hidden?: readonly Kind[];
  isReadOnly?: boolean;
}

/** What somebody is told of, and how: a row for each thing, a column for each way. */
export function Matrix(props: MatrixProps) {
  const { t } = useTranslation();
  const kinds = KINDS.filter((kind) => !props.hidden?.includes(kind));
  return (
    <table className={styles.matrix}>
      <thead>
        <tr>
          <th scope="col">{t('notificationSettings.what')}</th>
          {WAYS.map((way) => (
            <th key={way} scope="col">
              {t(`notificationSettings.ways.${way}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => (
          <tr key={kind}>
            <th scope="row">
              {t(`notificationSettings.kinds.${kind}`)}
              <KindDetails kind={kind} {...props} />
            </th>
            {WAYS.map((way) => (
              <Cell key={way} kind={kind} way={way} {...props} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell(props: MatrixProps & { kind: Kind; way: Way }) {
  const { t } = useTranslation();
  const { kind, way, settings, own, onEdit, onReset, isReadOnly = false } = props;
  const name = `${kind}.${way}`;
  const label = `${t(`notificationSettings.kinds.${kind}`)}: ${t(`notificationSettings.ways.${way}`)}`;
  return (
    <td>
      <span className={styles.cell}>
        <Checkbox
          aria-label={label}
          checked={settings[kind][way]}
          disabled={isReadOnly}
          onChange={(event) => onEdit({ [kind]: { [way]: event.currentTarget.checked } })}
        />
        <span className={styles.short} aria-hidden="true">
          {t(`notificationSettings.ways.${way}`)}
        </span>
        {own.includes(name) && !isReadOnly && <ResetButton what={label} onClick={() => onReset(name)} />}
      </span>
    </td>
  );
}
