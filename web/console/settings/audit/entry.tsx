import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useNames } from '../../data/people.ts';
import type { AuditEntry } from '../../data/settings-types.ts';
import { fullTime, shortTime, useNow } from '../../design/time.ts';
import styles from './audit.module.css';

type Change = AuditEntry['changes'][number];

/** One entry of the log as a sentence, with its fields before and after. */
export function Entry({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const now = useNow();
  const names = useNames();
  const { actor, action, target, changes, at } = entry;
  const thing = wordFor(t('audit.resources', { returnObjects: true }), target.kind);
  return (
    <li className={styles.entry}>
      <p className={styles.sentence}>
        <strong>{actor.name || t('audit.system')}</strong>{' '}
        {wordFor(t('audit.actions', { returnObjects: true }), action)}: {thing}
        {target.name !== '' && target.name !== target.kind && <> “{target.name}”</>}
        <time className={styles.time} dateTime={at} title={fullTime(at)}>
          {shortTime(at, now)}
        </time>
      </p>
      {changes.length > 0 && (
        <dl className={styles.changes}>
          {changes.map((change) => (
            <ChangeLine key={change.path} change={change} names={names} />
          ))}
        </dl>
      )}
    </li>
  );
}

function ChangeLine({ change, names }: { change: Change; names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation();
  const { path, from, to } = change;
  return (
    <div>
      <dt>{fieldWords(path, t)}</dt>
      <dd>
        {!isNothing(from) && <del>{valueWords(from, names, t)}</del>}
        {!isNothing(from) && ' → '}
        {isNothing(to) ? t('audit.nothing') : <ins>{valueWords(to, names, t)}</ins>}
      </dd>
    </div>
  );
}

/** The known word for something the server names, else its name. */
function wordFor(words: Record<string, string>, name: string): string {
  return words[name] ?? name;
}

function isNothing(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A dotted path as people say it: the known words for its steps. */
function fieldWords(path: string, t: TFunction): string {
  const known: Record<string, string> = t('audit.fields', { returnObjects: true });
  const steps = path
    .split('.')
    .map((step) => known[step] ?? step.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());
  return steps.join(', ');
}

function valueWords(value: unknown, names: ReadonlyMap<string, string>, t: TFunction): string {
  if (isNothing(value)) return t('audit.nothing');
  if (value === true) return t('audit.yes');
  if (value === false) return t('audit.no');
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => valueWords(each, names, t)).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
