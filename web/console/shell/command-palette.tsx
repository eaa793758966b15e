import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../data/api.ts';
import { useMe } from '../data/session.ts';
import type { Listing, TicketItem } from '../data/types.ts';
import { SHOWN_VIEWS } from '../inbox/place.ts';
import { mayOpen, SECTIONS } from '../settings/sections.ts';
import styles from './command-palette.module.css';
import { reach } from './shortcuts.ts';

interface Command {
  id: string;
  title: string;
  hint: string;
  run(): void;
}

/** One field to go anywhere and do anything: views, acts on the open ticket, settings, and any ticket by its words. */
export function CommandPalette({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      title={<span className="visually-hidden">{t('shell.keys.palette')}</span>}
      padding={0}
      yOffset="12vh"
      centered={false}
      classNames={{ header: styles.header ?? '' }}
    >
      <Palette onClose={onClose} />
    </Modal>
  );
}

function Palette({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const commands = useCommands(words);
  const chosen = Math.min(at, commands.length - 1);
  function run(command: Command | undefined): void {
    onClose();
    // After the dialog gave the focus back, else it would take it from where the command put it.
    if (command) setTimeout(command.run, 0);
  }
  function heed(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, commands.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter') run(commands[chosen]);
    else return;
    event.preventDefault();
  }
  return (
    <div className={styles.palette}>
      <input
        className={styles.field}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-commands"
        aria-activedescendant={commands[chosen] ? `command-${commands[chosen].id}` : undefined}
        aria-label={t('shell.paletteField')}
        placeholder={t('shell.paletteField')}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={heed}
        data-autofocus
      />
      <div
        className={styles.commands}
        id="palette-commands"
        role="listbox"
        aria-label={t('shell.keys.palette')}
      >
        {commands.map((command, index) => (
          <div
            key={command.id}
            id={`command-${command.id}`}
            className={styles.command}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onPointerDown={() => run(command)}
          >
            <span>{command.title}</span>
            <span className={styles.hint}>{command.hint}</span>
          </div>
        ))}
        {commands.length === 0 && <p className={styles.none}>{t('shell.paletteNone')}</p>}
      </div>
    </div>
  );
}

function useCommands(words: string): Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const [settled] = useDebouncedValue(words.trim(), 200);
  const tickets = useQuery({
    queryKey: ['palette', settled],
    queryFn: () => api.get<Listing<TicketItem>>('/tickets', { q: settled, limit: 6 }),
    enabled: settled.length > 1,
  }).data;
  const go = (path: string) => () => void navigate(path);
  const isTicketOpen = location.pathname.startsWith('/tickets/');
  const fixed: Command[] = [
    ...SHOWN_VIEWS.map((view) => ({
      id: view,
      title: t(`inbox.views.${view}`),
      hint: t('shell.inbox'),
      run: go(`/views/${view}`),
    })),
    ...(isTicketOpen
      ? (['reply', 'note', 'owner', 'close', 'snooze'] as const).map((name) => ({
          id: name,
          title: t(`shell.keys.${name}`),
          hint: t('shell.thisTicket'),
          run: () => reach(name),
        }))
      : []),
    ...SECTIONS.filter((section) => mayOpen(section, me.role)).map((section) => ({
      id: section.id,
      title: t(`settings.sections.${section.id}`),
      hint: t('shell.settings'),
      run: go(`/settings/${section.path}`),
    })),
  ];
  const wanted = words.trim().toLocaleLowerCase();
  const number = /^#?(\d+)$/.exec(wanted)?.[1];
  return [
    ...(number
      ? [
          {
            id: 'number',
            title: t('inbox.ticketNumber', { number }),
            hint: '',
            run: go(`/tickets/${number}`),
          },
        ]
      : []),
    ...fixed
      .filter(({ title, hint }) => `${title} ${hint}`.toLocaleLowerCase().includes(wanted))
      .slice(0, 10),
    ...(tickets?.items ?? []).map((ticket) => ({
      id: ticket.id,
      title: ticket.subject,
      hint: `#${ticket.number}`,
      run: go(`/tickets/${ticket.number}`),
    })),
  ];
}
