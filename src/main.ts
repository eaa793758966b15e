import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// What Node made of the sources at the last start is kept: the next one takes less time and memory. Where the folder
// cannot be written, it starts without.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/node'));
await import('./start.ts');
