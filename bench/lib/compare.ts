import { type Load, type Measured, measure, mergeRounds, type Work } from './measure.ts';

/** A case with what it is measured against, in the same run on the same machine. */
export interface Contest {
  name: string;
  /** What one operation of the case is, and what one of the baseline, for the reader of the table. */
  note: string;
  load: Load;
  subject: Work;
  baseline: Work;
  /** Resolves when what the case has set going is done, so that it does not weigh on the baseline after it. */
  settle?(): Promise<unknown>;
}

/** The outcome; `ratio` is the case's rate in parts of the baseline's. */
export interface Outcome {
  name: string;
  note: string;
  load: Load;
  subject: Measured;
  baseline: Measured;
  ratio: number;
}

/** Measures the baseline before and after the case, so that a machine that slows down or speeds up favours neither. */
export async function compare({ name, note, load, subject, baseline, settle }: Contest): Promise<Outcome> {
  const half = { ...load, seconds: load.seconds / 2 };
  const before = await measure(half, baseline);
  const measured = await measure(load, subject);
  await settle?.();
  const after = await measure(half, baseline);
  const reference = mergeRounds(before, after);
  return {
    name,
    note,
    load,
    subject: measured,
    baseline: reference,
    ratio: measured.perSecond / reference.perSecond,
  };
}
