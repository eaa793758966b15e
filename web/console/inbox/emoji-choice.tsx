import { EmojiPicker } from 'frimousse';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../i18n/index.ts';
import styles from './emoji-choice.module.css';

/** All emoji with search, from data of our own server. */
export function EmojiChoice({ onChoose }: { onChoose(emoji: string): void }) {
  const { t } = useTranslation();
  return (
    <EmojiPicker.Root
      className={styles.picker}
      locale={currentLanguage()}
      emojibaseUrl="/emoji"
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
    >
      <EmojiPicker.Search className={styles.search} placeholder={t('inbox.findEmoji')} autoFocus />
      <EmojiPicker.Viewport className={styles.viewport}>
        <EmojiPicker.Loading className={styles.note}>{t('common.loading')}</EmojiPicker.Loading>
        <EmojiPicker.Empty className={styles.note}>{t('inbox.noEmoji')}</EmojiPicker.Empty>
        <EmojiPicker.List />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}
