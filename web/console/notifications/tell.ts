import type { TFunction } from 'i18next';
import { watchLive } from '../data/live.ts';
import type { Notification as ToldNotification } from '../data/settings-types.ts';
import { onceOverTabs, whetherAnyIsVisible, whileVisible } from './other-tabs.ts';
import { playTone, prepareSound } from './sound.ts';
import { headlineOf, pathOf, subjectOf } from './words.ts';

/** What came longer ago was told while nobody was connected: the list has it, and no sound helps any more. */
const FRESH_MS = 60_000;

interface TellingParts {
  t: TFunction;
  /** Goes to what a desktop message is about. */
  open(path: string): void;
}

/** Makes sounds and desktop messages of what the socket tells, until the returned function is called. */
export function startTelling(parts: TellingParts): () => void {
  const stopSound = prepareSound();
  const stopVisible = whileVisible();
  const told = new Set<string>();
  watchLive('notification', (payload) => {
    const { notification } = payload as { notification: ToldNotification };
    const isFresh = Date.now() - Date.parse(notification.at) < FRESH_MS;
    if (notification.readAt !== null || !isFresh || told.has(notification.id)) return;
    told.add(notification.id);
    if (notification.sound) void onceOverTabs(`sound ${notification.id}`, playTone);
    if (notification.desktop) void tellOnDesktop(notification, parts);
  });
  return () => {
    watchLive('notification', () => {});
    stopSound();
    stopVisible();
  };
}

/** Only where no window of the console is to be seen; one of them says it for all. */
async function tellOnDesktop(notification: ToldNotification, { t, open }: TellingParts): Promise<void> {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  if (await whetherAnyIsVisible()) return;
  await onceOverTabs(`desktop ${notification.id}`, () => {
    // The tag is what web push uses too: of both, one shows.
    const options = { body: subjectOf(notification, t), tag: notification.id, icon: '/icon.svg' };
    const message = new Notification(headlineOf(notification, t), options);
    message.onclick = () => {
      window.focus();
      open(pathOf(notification));
      message.close();
    };
    return true;
  });
}
