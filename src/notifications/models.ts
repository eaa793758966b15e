import { outageModel } from './channel-watch.ts';
import { mailedReplyModel, notificationMailModel } from './mail-model.ts';
import { notificationModel } from './notification-model.ts';
import { positionModelOf } from './position.ts';
import { pushKeyModel, pushSubscriptionModel } from './push-model.ts';
import { notificationSettingsModel } from './settings-store.ts';

/** The collections of notifications, for whoever makes collections and indexes. */
export const notificationModels = [
  notificationModel,
  notificationSettingsModel,
  positionModelOf,
  outageModel,
  notificationMailModel,
  mailedReplyModel,
  pushSubscriptionModel,
  pushKeyModel,
] as const;
