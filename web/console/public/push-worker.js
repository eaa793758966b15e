// Shows what the gateway pushes while no window of the console is to be seen. The language comes with its address.
const WORDS = {
  en: {
    unassigned: 'Ticket without owner',
    assigned: 'Assigned to you',
    message: 'New message',
    mention: 'You were mentioned',
    missedCall: 'Missed call',
    voicemail: 'Voicemail',
    waiting: 'Waiting too long',
    channelDown: 'Channel is down',
  },
  de: {
    unassigned: 'Ticket ohne Zuständige',
    assigned: 'Ihnen zugeteilt',
    message: 'Neue Nachricht',
    mention: 'Sie wurden erwähnt',
    missedCall: 'Verpasster Anruf',
    voicemail: 'Sprachnachricht',
    waiting: 'Wartet zu lange',
    channelDown: 'Kanal ausgefallen',
  },
};
const language = new URL(self.location.href).searchParams.get('language') === 'de' ? 'de' : 'en';

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('push', (event) => {
  event.waitUntil(show(event.data.json()));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

async function show({ id, kind, ticket, title, path }) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // Whoever looks at the console sees it there.
  if (windows.some(({ visibilityState }) => visibilityState === 'visible')) return;
  const body = ticket === null ? title : `#${ticket} ${title}`;
  const headline = WORDS[language][kind] ?? 'Deskroute';
  await self.registration.showNotification(headline, { body, tag: id, icon: '/icon.svg', data: { path } });
}

async function open(path) {
  const [first] = await self.clients.matchAll({ type: 'window' });
  if (!first) return self.clients.openWindow(path);
  await first.focus();
  return first.navigate(path);
}
