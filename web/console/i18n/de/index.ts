import type { en } from '../en/index.ts';
import type { TextsLike } from '../shape.ts';
import { account } from './account.ts';
import { common } from './common.ts';
import { inbox } from './inbox.ts';
import { notifications } from './notifications.ts';
import { shell } from './shell.ts';

/** Every text of the console in German, by feature. */
export const de: TextsLike<typeof en> = { account, common, inbox, notifications, shell };
