import { settings } from './settings.ts';

/** The texts of everything outside the inbox in English: they are loaded with the first page that needs them. */
export const onDemand = { settings };
