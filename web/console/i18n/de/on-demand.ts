import { settings } from './settings.ts';

/** The texts of everything outside the inbox in German. */
export const onDemand = { settings };
