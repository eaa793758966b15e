import { api } from '../data/api.ts';
import { currentLanguage } from '../i18n/index.ts';

/** Whether this browser can be woken at all: only over https, and not in every browser. */
export function canBeWoken(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Has this browser woken for notifications. Throws where the person or the browser says no. */
export async function wakeThisBrowser(publicKey: string): Promise<void> {
  await navigator.serviceWorker.register(`/push-worker.js?language=${currentLanguage()}`);
  const registration = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: publicKey };
  const subscription = await registration.pushManager.subscribe(options);
  await api.post('/push-subscriptions', subscription.toJSON());
}

/** The id under which the gateway knows this browser; null while it is not woken. */
export async function idOfThisBrowser(): Promise<string | null> {
  if (!canBeWoken()) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return null;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint));
  const bytes = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
  return bytes.join('').slice(0, 32);
}

/** Wakes a browser no more; this one also forgets that it was asked to. */
export async function wakeNoMore(id: string): Promise<void> {
  if ((await idOfThisBrowser()) === id) {
    const registration = await navigator.serviceWorker.getRegistration();
    const subscription = await registration?.pushManager.getSubscription();
    await subscription?.unsubscribe();
  }
  await api.delete(`/push-subscriptions/${id}`);
}
