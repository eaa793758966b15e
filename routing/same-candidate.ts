import type { Candidate } from './types.ts';

/** Whether two looks at one user saw the same, in everything that a candidate shows. */
export function isSameCandidate(a: Candidate, b: Candidate): boolean {
  return a.load === b.load && a.lastAssigned === b.lastAssigned && isSameBesideLoad(a, b);
}

/** Whether they differ in nothing but the load and the last automatic assignment. */
export function isSameBesideLoad(a: Candidate, b: Candidate): boolean {
  return (
    a.user === b.user &&
    a.name === b.name &&
    a.eligible === b.eligible &&
    a.passedOver === b.passedOver &&
    a.capacity === b.capacity &&
    a.units?.used === b.units?.used &&
    a.units?.capacity === b.units?.capacity &&
    a.availability.status === b.availability.status &&
    a.availability.reason === b.availability.reason &&
    a.availability.until === b.availability.until &&
    a.missingSkills.length === b.missingSkills.length &&
    a.missingSkills.every((skill, i) => skill === b.missingSkills[i])
  );
}
