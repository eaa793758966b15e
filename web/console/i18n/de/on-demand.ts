import { channels } from './channels.ts';
import { hours } from './hours.ts';
import { notificationSettings } from './notification-settings.ts';
import { people } from './people.ts';
import { policy } from './policy.ts';
import { profile } from './profile.ts';
import { settings } from './settings.ts';
import { skills, teams } from './teams.ts';
import {
  apiKeys,
  audit,
  cannedReplies,
  personData,
  replay,
  routingRules,
  tags,
  workspace,
} from './workspace.ts';

/** The texts of everything outside the inbox in German. */
export const onDemand = {
  apiKeys,
  audit,
  cannedReplies,
  channels,
  hours,
  notificationSettings,
  people,
  personData,
  policy,
  profile,
  replay,
  routingRules,
  settings,
  skills,
  tags,
  teams,
  workspace,
};
