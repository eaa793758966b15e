import { channels } from './channels.ts';
import { hours } from './hours.ts';
import { notificationSettings } from './notification-settings.ts';
import { people } from './people.ts';
import { policy } from './policy.ts';
import { profile } from './profile.ts';
import { settings } from './settings.ts';
import { skills, teams } from './teams.ts';

/** The texts of everything outside the inbox in German. */
export const onDemand = {
  channels,
  hours,
  notificationSettings,
  people,
  policy,
  profile,
  settings,
  skills,
  teams,
};
