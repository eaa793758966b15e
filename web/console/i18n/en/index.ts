import { account } from './account.ts';
import { common } from './common.ts';
import { inbox } from './inbox.ts';
import { notifications } from './notifications.ts';
import { shell } from './shell.ts';

/** Every text of the console in English, by feature. */
export const en = { account, common, inbox, notifications, shell };
