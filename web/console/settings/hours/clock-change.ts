/** By how many minutes a zone's clocks go forward on a date; negative when they go back, 0 on all other days. */
export function clockChange(date: string, timeZone: string): number {
  const noon = Date.parse(`${date}T12:00:00Z`);
  const day = 24 * 60 * 60_000;
  // Clocks change at night, so between the noons around it.
  return offsetAt(noon, timeZone) - offsetAt(noon - day, timeZone);
}

/** Minutes that a zone's clocks are ahead of UTC. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}
