import { useTranslation } from 'react-i18next';

/** The settings. */
export function Settings() {
  const { t } = useTranslation();
  return <main>{t('shell.settings')}</main>;
}
