import { channels } from './channels.ts';
import { hours } from './hours.ts';
import { policy } from './policy.ts';
import { settings } from './settings.ts';

/** The texts of everything outside the inbox in English: they are loaded with the first page that needs them. */
export const onDemand = { channels, hours, policy, settings };
