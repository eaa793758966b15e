/** Orders ids the same way on every machine; the stable order of users wherever one is needed. */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
