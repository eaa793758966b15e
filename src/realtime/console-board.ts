import { z } from 'zod';

/** An open console: whose it is, which ticket it shows, and whether an answer is being written there. */
const OpenConsole = z.object({
  id: z.string(),
  user: z.string(),
  ticket: z.string().nullable(),
  typing: z.boolean(),
});
export type OpenConsole = z.infer<typeof OpenConsole>;

/** What one process tells the others of its consoles. */
export const ConsoleNews = z.object({
  process: z.string(),
  /** True: these are all of its consoles. */
  whole: z.boolean(),
  /** It has just started, and wants to hear from everyone. */
  asks: z.boolean(),
  consoles: z.array(OpenConsole),
  gone: z.array(z.string()),
});
export type ConsoleNews = z.infer<typeof ConsoleNews>;

/** Somebody who has a ticket open. */
export interface Viewer {
  user: string;
  typing: boolean;
}

/** What may look different after a change. */
export interface Touched {
  users: Set<string>;
  tickets: Set<string>;
}

/** The open consoles of all processes, as far as this one knows. */
export interface ConsoleBoard {
  isOnline(user: string): boolean;
  /** Those who have the ticket open, each once, by id. */
  viewersOf(ticket: string): Viewer[];
  /** Takes in what a process tells at an instant. */
  hear(news: ConsoleNews, at: number): Touched;
  /** Forgets the processes that were last heard before an instant: they were killed. */
  forget(before: number): Touched;
}

interface Remembered {
  heardAt: number;
  consoles: Map<string, OpenConsole>;
}

/** Makes an empty board. */
export function createConsoleBoard(): ConsoleBoard {
  const processes = new Map<string, Remembered>();
  const all = () => [...processes.values()].flatMap(({ consoles }) => [...consoles.values()]);
  return {
    isOnline: (user) => all().some((console) => console.user === user),
    viewersOf: (ticket) => viewersIn(all().filter((console) => console.ticket === ticket)),
    hear({ process, whole, consoles, gone }, at) {
      const known = processes.get(process)?.consoles ?? new Map<string, OpenConsole>();
      const now = whole ? new Map<string, OpenConsole>() : new Map(known);
      for (const id of gone) now.delete(id);
      for (const console of consoles) now.set(console.id, console);
      processes.set(process, { heardAt: at, consoles: now });
      return difference(known, now);
    },
    forget(before) {
      const touched: Touched = { users: new Set(), tickets: new Set() };
      for (const [process, { heardAt, consoles }] of processes) {
        if (heardAt >= before) continue;
        processes.delete(process);
        for (const console of consoles.values()) touch(touched, console);
      }
      return touched;
    },
  };
}

function viewersIn(consoles: readonly OpenConsole[]): Viewer[] {
  const users = new Map<string, boolean>();
  for (const { user, typing } of consoles) users.set(user, typing || (users.get(user) ?? false));
  return [...users].map(([user, typing]) => ({ user, typing })).sort((a, b) => (a.user < b.user ? -1 : 1));
}

function difference(before: Map<string, OpenConsole>, after: Map<string, OpenConsole>): Touched {
  const touched: Touched = { users: new Set(), tickets: new Set() };
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(id), after.get(id)];
    if (was?.ticket === is?.ticket && was?.typing === is?.typing && was?.user === is?.user) continue;
    for (const console of [was, is]) if (console) touch(touched, console);
  }
  return touched;
}

function touch({ users, tickets }: Touched, { user, ticket }: OpenConsole): void {
  users.add(user);
  if (ticket !== null) tickets.add(ticket);
}
