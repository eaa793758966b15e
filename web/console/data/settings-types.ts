// The shapes of what the settings show, taken from the schemas that check the API's requests and answers.
import type { z } from 'zod';
import type { ApiKeySchema, NewApiKeySchema } from '../../../src/api-keys/api-key-routes.ts';
import type { AuditEntrySchema } from '../../../src/audit/audit-routes.ts';
import type { ReplayItem as ReplayItemSchema } from '../../../src/inbound/replay-routes.ts';
import type { NotificationSettings as NotificationSettingsSchema } from '../../../src/notifications/notification-settings.ts';
import type { NotificationSchema } from '../../../src/notifications/present-notification.ts';
import type { SubscriptionSchema } from '../../../src/notifications/push-routes.ts';
import type {
  DefaultsSchema,
  OwnSettingsSchema,
  SendingSchema,
} from '../../../src/notifications/settings-routes.ts';
import type { OwnSessionSchema } from '../../../src/sessions/own-session-routes.ts';
import type {
  RoutingRulesSchema,
  SecuritySchema,
  WorkspaceSchema,
} from '../../../src/settings/settings-routes.ts';
import type { SkillSchema } from '../../../src/skills/skill-routes.ts';
import type { TagSchema } from '../../../src/tags/tag-routes.ts';
import type { TeamSchema } from '../../../src/teams/team-routes.ts';
import type { StateSchema } from '../../../src/two-factor/two-factor-routes.ts';
import type { OpenInvitation as OpenInvitationSchema } from '../../../src/users/invitation-routes.ts';
import type { InvitationSchema } from '../../../src/users/user-schemas.ts';

export type ApiKey = z.infer<typeof ApiKeySchema>;
export type NewApiKey = z.infer<typeof NewApiKeySchema>;
export type AuditEntry = z.infer<typeof AuditEntrySchema>;
export type ReplayItem = z.infer<typeof ReplayItemSchema>;
export type Notification = z.infer<typeof NotificationSchema>;
export type NotificationSettings = z.infer<typeof NotificationSettingsSchema>;
export type OwnNotificationSettings = z.infer<typeof OwnSettingsSchema>;
export type NotificationDefaults = z.infer<typeof DefaultsSchema>;
export type NotificationSending = z.infer<typeof SendingSchema>;
export type PushSubscriptionItem = z.infer<typeof SubscriptionSchema>;
export type OwnSession = z.infer<typeof OwnSessionSchema>;
export type RoutingRules = z.infer<typeof RoutingRulesSchema>;
export type SecurityRules = z.infer<typeof SecuritySchema>;
export type Workspace = z.infer<typeof WorkspaceSchema>;
export type Skill = z.infer<typeof SkillSchema>;
export type Tag = z.infer<typeof TagSchema>;
export type Team = z.infer<typeof TeamSchema>;
export type TwoFactor = z.infer<typeof StateSchema>;
export type OpenInvitation = z.infer<typeof OpenInvitationSchema>;
export type Invitation = z.infer<typeof InvitationSchema>;
