export const settings = {
  title: 'Settings',
  groups: { desk: 'Help desk' },
  sections: { channels: 'Channels' },
  notAllowedTitle: 'Your role does not allow this',
  notAllowedText: 'Admins change these settings. Ask one of them if you need something here.',
};
