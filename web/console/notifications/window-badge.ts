const TITLE = 'Deskroute';

/** Shows in the window's title and icon that something is unread. */
export function showBadge(unread: number): void {
  document.title = unread > 0 ? `(${unread}) ${TITLE}` : TITLE;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const path = unread > 0 ? '/icon-unread.svg' : '/icon.svg';
  if (icon && icon.getAttribute('href') !== path) icon.setAttribute('href', path);
}
