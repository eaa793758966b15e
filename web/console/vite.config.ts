import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `npm run dev:console` finds a running gateway. */
const GATEWAY = process.env.GATEWAY_URL ?? 'http://localhost:3000';

/** Serves the emoji's names from here: by itself the picker would ask a server on the internet. */
const ownEmoji: Plugin = {
  name: 'own-emoji',
  apply: 'build',
  generateBundle() {
    const { resolve } = createRequire(import.meta.url);
    for (const file of ['en/data.json', 'en/messages.json', 'de/data.json', 'de/messages.json']) {
      const source = readFileSync(resolve(`emojibase-data/${file}`));
      this.emitFile({ type: 'asset', fileName: `emoji/${file}`, source });
    }
  },
};

const config = defineConfig({
  root: import.meta.dirname,
  plugins: [react(), ownEmoji],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Every file says in its name what is in it: browsers may keep it for ever.
    assetsDir: 'assets',
    sourcemap: false,
    // The budget is tested (test/console/budget.test.ts); this warning counts before compression.
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': GATEWAY,
      '/setup': GATEWAY,
      '/invitation': GATEWAY,
      '/start': GATEWAY,
      '/forms': GATEWAY,
      '/socket.io': { target: GATEWAY, ws: true },
    },
  },
});

// biome-ignore lint/style/noDefaultExport: Vite reads its configuration from the default export
export default config;
