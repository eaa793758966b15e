/** What memory was behind in: users, policies, or the loads of some users; or what a plan had read before. */
export type Behind = 'people' | 'loads' | 'plan';

/** Memory, or what was planned on, was behind the database: the batch is tried anew after catching up. */
export class StaleState extends Error {
  override readonly name = 'StaleState';
  readonly behind: Behind;
  /** Users whose load is to be counted anew. */
  readonly users: readonly string[];

  constructor(what: string, behind: Behind, users: readonly string[] = []) {
    super(`The router's memory is behind: ${what}.`);
    this.behind = behind;
    this.users = users;
  }
}
