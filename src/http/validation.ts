import type { z } from 'zod';
import { BadInput, type FieldError } from './errors.ts';

type Issue = z.core.$ZodIssue;

/** What zod found wrong, one entry a field; a field nobody knows is named by its own path. */
export function fieldErrors(issues: readonly Issue[], base: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: dotted([...path, key]), message: 'This field is not known.' }));
    }
    const branch = issue.code === 'invalid_union' ? closestBranch(issue.errors) : undefined;
    return branch ? fieldErrors(branch, path) : [{ path: dotted(path), message: wordsOf(issue) }];
  });
}

/** What is merely missing is said in plain words, unless its schema has words of its own. */
function wordsOf({ code, message }: Issue): string {
  const isEmpty = code === 'too_small' && message.startsWith('Too small: expected string to have >=1 ');
  const isAbsent = code === 'invalid_type' && message.endsWith(', received undefined');
  return isEmpty || isAbsent ? 'Fill in this field.' : message;
}

/** Parses what came from outside; throws BadInput that names every wrong field. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new BadInput(fieldErrors(result.error.issues));
  return result.data;
}

/** Of a union's branches the one that needs the fewest repairs: it is most likely the one that was meant. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const told = branches.filter((branch) => branch.length > 0);
  return told.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
}

function depth(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length));
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
