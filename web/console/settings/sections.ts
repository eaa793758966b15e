import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { User } from '../data/types.ts';
import type { settings } from '../i18n/en/settings.ts';

type Role = User['role'];

/** One place of the settings. Its texts are loaded before it, its script when it is opened. */
export interface Section {
  /** Its title is the text `settings.sections.<id>`. */
  id: keyof typeof settings.sections;
  /** Under which heading it stands in the list. */
  group: keyof typeof settings.groups;
  /** Below `/settings/`; what follows it is the section's own. */
  path: string;
  /** The least role that may open it. */
  role: Role;
  Component: LazyExoticComponent<ComponentType>;
}

/** Every place of the settings, in the order of the list. */
export const SECTIONS: readonly Section[] = [
  {
    id: 'profile',
    group: 'own',
    path: 'profile',
    role: 'agent',
    Component: lazy(async () => ({ default: (await import('./profile/profile.tsx')).Profile })),
  },
  {
    id: 'notifications',
    group: 'own',
    path: 'notifications',
    role: 'agent',
    Component: lazy(async () => ({
      default: (await import('./notifications/notifications.tsx')).Notifications,
    })),
  },
  {
    id: 'channels',
    group: 'desk',
    path: 'channels',
    role: 'admin',
    Component: lazy(async () => ({ default: (await import('./channels/channels.tsx')).Channels })),
  },
  {
    id: 'routingRules',
    group: 'desk',
    path: 'routing-rules',
    role: 'admin',
    Component: lazy(async () => ({
      default: (await import('./routing-rules/routing-rules.tsx')).RoutingRules,
    })),
  },
  {
    id: 'cannedReplies',
    group: 'desk',
    path: 'canned-replies',
    role: 'agent',
    Component: lazy(async () => ({
      default: (await import('./canned-replies/canned-replies.tsx')).CannedReplies,
    })),
  },
  {
    id: 'tags',
    group: 'desk',
    path: 'tags',
    role: 'admin',
    Component: lazy(async () => ({ default: (await import('./tags/tags.tsx')).Tags })),
  },
  {
    id: 'people',
    group: 'people',
    path: 'people',
    role: 'admin',
    Component: lazy(async () => ({ default: (await import('./people/people.tsx')).People })),
  },
  {
    id: 'teams',
    group: 'people',
    path: 'teams',
    role: 'admin',
    Component: lazy(async () => ({ default: (await import('./teams/teams.tsx')).Teams })),
  },
  {
    id: 'skills',
    group: 'people',
    path: 'skills',
    role: 'admin',
    Component: lazy(async () => ({ default: (await import('./skills/skills.tsx')).Skills })),
  },
  {
    id: 'workspace',
    group: 'workspace',
    path: 'general',
    role: 'admin',
    Component: lazy(async () => ({ default: (await import('./workspace/workspace.tsx')).WorkspacePage })),
  },
  {
    id: 'notificationDefaults',
    group: 'workspace',
    path: 'notification-defaults',
    role: 'admin',
    Component: lazy(async () => ({
      default: (await import('./notifications/defaults.tsx')).NotificationDefaultsPage,
    })),
  },
  {
    id: 'apiKeys',
    group: 'workspace',
    path: 'api-keys',
    role: 'admin',
    Component: lazy(async () => ({ default: (await import('./api-keys/api-keys.tsx')).ApiKeys })),
  },
  {
    id: 'audit',
    group: 'workspace',
    path: 'audit-log',
    role: 'admin',
    Component: lazy(async () => ({ default: (await import('./audit/audit.tsx')).Audit })),
  },
  {
    id: 'replay',
    group: 'workspace',
    path: 'replay',
    role: 'admin',
    Component: lazy(async () => ({ default: (await import('./replay/replay.tsx')).Replay })),
  },
  {
    id: 'personData',
    group: 'workspace',
    path: 'person-data',
    role: 'superAdmin',
    Component: lazy(async () => ({ default: (await import('./workspace/person-data.tsx')).PersonData })),
  },
];

const RANKS: Record<Role, number> = { agent: 0, admin: 1, superAdmin: 2 };

/** Whether somebody of that role may open the section. */
export function mayOpen(section: Section, role: Role): boolean {
  return RANKS[role] >= RANKS[section.role];
}
