import type { skills as englishSkills, teams as englishTeams } from '../en/teams.ts';
import type { TextsLike } from '../shape.ts';

export const teams: TextsLike<typeof englishTeams> = {
  title: 'Teams',
  text: 'Personen, die sich Tickets teilen. Regeln teilen einem Team oder seinen Mitgliedern zu.',
  add: 'Team hinzufügen',
  emptyTitle: 'Noch keine Teams',
  emptyText: 'Fügen Sie ein Team hinzu, um Tickets mehreren Personen unter einem Namen zuzuteilen.',
  team: 'Team',
  name: 'Name',
  members: 'Mitglieder',
  noMembers: 'Noch niemand',
  usedBy: 'Genutzt von den Kanälen',
  unused: 'Keinen',
  acts: 'Was man tun kann',
  edit: 'Bearbeiten',
  editOf: '{{name}} bearbeiten',
  deleteTitle: 'Das Team {{name}} löschen?',
  deleteText: 'Die Mitglieder bleiben. Ein Team, das die Regel eines Kanals nutzt, lässt sich nicht löschen.',
};
export const skills: TextsLike<typeof englishSkills> = {
  title: 'Fähigkeiten',
  text: 'Was Tickets verlangen können, etwa eine Sprache. Welche Fähigkeiten nötig sind, sagen die Regeln.',
  add: 'Fähigkeit hinzufügen',
  emptyTitle: 'Noch keine Fähigkeiten',
  emptyText:
    'Fügen Sie eine Fähigkeit hinzu, geben Sie sie Personen, und verlangen Sie sie in der Regel eines Kanals.',
  skill: 'Fähigkeit',
  name: 'Name',
  holders: 'Wer sie hat',
  nobody: 'Noch niemand',
  rename: 'Umbenennen',
  renameOf: '{{name}} umbenennen',
  deleteTitle: 'Die Fähigkeit {{name}} löschen?',
  deleteText:
    'Alle verlieren sie. Eine Fähigkeit, die die Regel eines Kanals nutzt, lässt sich nicht löschen.',
};
