import { useTranslation } from 'react-i18next';
import { Link, Route, Routes, useParams } from 'react-router';
import { useUsers } from '../../data/people.ts';
import { EmptyState } from '../../design/states.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { InvitePerson } from './invite-person.tsx';
import { PeopleList } from './people-list.tsx';
import { PersonPage } from './person-page.tsx';

/** Settings → People: the list, an invitation, and the pages of one user. */
export function People() {
  return (
    <Routes>
      <Route index element={<PeopleList />} />
      <Route path="new" element={<InvitePerson />} />
      <Route path=":id/*" element={<OnePerson />} />
    </Routes>
  );
}

function OnePerson() {
  const { t } = useTranslation();
  const { id } = useParams();
  const users = useUsers();
  return (
    <Loaded query={users} lines={8}>
      {(all) => {
        const user = all.find((each) => each.id === id);
        if (user) return <PersonPage key={user.id} user={user} />;
        return (
          <EmptyState
            title={t('people.goneTitle')}
            text={t('common.errors.notFound')}
            action={<Link to="/settings/people">{t('people.toList')}</Link>}
          />
        );
      }}
    </Loaded>
  );
}
