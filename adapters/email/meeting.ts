import type { MailParts } from './read.ts';

/** True for what a calendar sends when somebody answers an invitation (RFC 5546): a machine's answer to it helps nobody. */
export function isMeetingAnswer({ files }: Pick<MailParts, 'files'>): boolean {
  return files.some(
    ({ declaredType, head }) =>
      declaredType === 'text/calendar' &&
      /^METHOD:[ \t]*(REPLY|COUNTER|REFRESH|DECLINECOUNTER)\b/im.test(head.toString('latin1')),
  );
}
