import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useNames } from '../../data/people.ts';
import type { AuditEntry } from '../../data/settings-types.ts';
import { fullTime, shortTime, useNow } from '../../design/time.ts';
import styles from './audit.module.css';
import { type Difference, differencesOf, isNothing } from './differences.ts';

const SHOWN = 6;

/** One entry of the log as a sentence, with its fields before and after. */
export function Entry({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const now = useNow();
  const { actor, action, target, changes, at } = entry;
  const thing = wordFor(t('audit.resources', { returnObjects: true }), target.kind);
  const differences = differencesOf(changes);
  const more = differences.slice(SHOWN);
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
      {differences.length > 0 && <Differences differences={differences.slice(0, SHOWN)} />}
      {more.length > 0 && (
        <details className={styles.more}>
          <summary>{t('audit.moreFields', { count: more.length })}</summary>
          <Differences differences={more} />
        </details>
      )}
    </li>
  );
}

function Differences({ differences }: { differences: readonly Difference[] }) {
  return (
    <dl className={styles.changes}>
      {differences.map((difference) => (
        <DifferenceLine key={difference.path.join('.')} difference={difference} />
      ))}
    </dl>
  );
}

function DifferenceLine({ difference: { path, from, to } }: { difference: Difference }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <div>
      <dt>{fieldWords(path, t)}</dt>
      <dd>
        {!isNothing(from) && (
          <>
            <del>{valueWords(from, names, t)}</del> →{' '}
          </>
        )}
        {isNothing(to) ? t('audit.nothing') : <ins>{valueWords(to, names, t)}</ins>}
      </dd>
    </div>
  );
}

/** The known word for something the server names, else its name. */
function wordFor(words: Record<string, string>, name: string): string {
  return words[name] ?? name;
}

/** A path as people say it: the known words for its steps. */
function fieldWords(path: readonly string[], t: TFunction): string {
  const known: Record<string, string> = t('audit.fields', { returnObjects: true });
  const plain = (step: string) => step.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return path.map((step) => known[step] ?? plain(step)).join(', ');
}

function valueWords(value: unknown, names: ReadonlyMap<string, string>, t: TFunction): string {
  if (isNothing(value)) return t('audit.nothing');
  if (value === true) return t('audit.yes');
  if (value === false) return t('audit.no');
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => valueWords(each, names, t)).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(
    ([key, of]) => `${fieldWords([key], t)} ${valueWords(of, names, t)}`,
  );
  return `(${fields.join(', ')})`;
}
