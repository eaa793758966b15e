import 'i18next';
import type { en } from './en/index.ts';
import type { onDemand } from './en/on-demand.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en & typeof onDemand };
    returnNull: false;
  }
}
