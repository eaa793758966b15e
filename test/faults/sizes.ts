/** Whether to try everything at full size (`npm run faults`) rather than a sample. */
export const isLong = process.env.FAULTS === 'long';
