import { useTranslation } from 'react-i18next';
import { Link, Route, Routes, useParams } from 'react-router';
import { EmptyState, ErrorState, LoadingLines } from '../../design/states.tsx';
import { ChannelList } from './channel-list.tsx';
import { ChannelPage } from './channel-page.tsx';
import { ChooseKind } from './choose-kind.tsx';
import { NewEmail } from './new-email.tsx';
import { NewForm } from './new-form.tsx';
import { useChannel } from './use-channel.ts';

/** Settings → Channels: the list, the guided set-up, and the pages of one channel. */
export function Channels() {
  return (
    <Routes>
      <Route index element={<ChannelList />} />
      <Route path="new" element={<ChooseKind />} />
      <Route path="new/form" element={<NewForm />} />
      <Route path="new/email" element={<NewEmail />} />
      <Route path=":id/*" element={<OneChannel />} />
    </Routes>
  );
}

function OneChannel() {
  const { t } = useTranslation();
  const { id } = useParams();
  const channel = useChannel(id);
  if (channel.isPending) return <LoadingLines lines={8} />;
  if (channel.isError) return <ErrorState error={channel.error} retry={() => void channel.refetch()} />;
  if (channel.data) return <ChannelPage key={channel.data.id} channel={channel.data} />;
  return (
    <EmptyState
      title={t('channels.goneTitle')}
      text={t('channels.goneText')}
      action={<Link to="/settings/channels">{t('channels.toList')}</Link>}
    />
  );
}
