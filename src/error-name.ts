/** What a log may say of an error: its class. Messages can quote what people wrote. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
