type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** A copy without the fields that are there but undefined, so that merging it overwrites nothing by accident. */
export function definedOnly<T extends object>(value: T): Defined<T> {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  // Object.fromEntries forgets the names of the fields.
  return Object.fromEntries(entries) as Defined<T>;
}
