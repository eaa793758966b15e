import { useTranslation } from 'react-i18next';

/** Settings → Channels. */
export function Channels() {
  const { t } = useTranslation();
  return <h1>{t('settings.sections.channels')}</h1>;
}
