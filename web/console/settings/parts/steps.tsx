import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './steps.module.css';

/** One step of a guided set-up. */
export interface Step {
  title: string;
  content: ReactNode;
}

interface StepsProps {
  steps: readonly Step[];
  at: number;
  onGo(step: number): void;
  /** What finishes the last step. */
  finish: { label: string; isRunning: boolean; run(): void };
  /** What is in the way of the next step, said beside the buttons. */
  trouble?: ReactNode;
  /** Whether the step shown may be left for the next one. */
  mayGoOn?: boolean;
}

/** A guided set-up: where one is, the step, and the way on and back. Earlier steps keep what was entered. */
export function Steps({ steps, at, onGo, finish, trouble, mayGoOn = true }: StepsProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(at);
  useEffect(() => {
    if (shown.current !== at) heading.current?.focus();
    shown.current = at;
  }, [at]);
  const isLast = at === steps.length - 1;
  return (
    <div className={styles.steps}>
      <StepList steps={steps} at={at} onGo={onGo} />
      <section aria-label={steps[at]?.title}>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          {steps[at]?.title}
        </h2>
        <div className={styles.content}>{steps[at]?.content}</div>
      </section>
      <div className={styles.acts}>
        <span className={styles.trouble} role="alert">
          {trouble}
        </span>
        {at > 0 && (
          <Button variant="default" onClick={() => onGo(at - 1)}>
            {t('common.back')}
          </Button>
        )}
        {isLast ? (
          <Button loading={finish.isRunning} onClick={finish.run}>
            {finish.label}
          </Button>
        ) : (
          <Button disabled={!mayGoOn} onClick={() => onGo(at + 1)}>
            {t('settings.next')}
          </Button>
        )}
      </div>
    </div>
  );
}

function StepList({ steps, at, onGo }: Pick<StepsProps, 'steps' | 'at' | 'onGo'>) {
  const { t } = useTranslation();
  return (
    <ol className={styles.list} aria-label={t('settings.steps')}>
      {steps.map(({ title }, index) => (
        <li key={title} aria-current={index === at ? 'step' : undefined} data-done={index < at || undefined}>
          {index < at ? (
            <button type="button" onClick={() => onGo(index)}>
              {title}
            </button>
          ) : (
            <span>{title}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
