import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev:console` finds a running gateway. */
const GATEWAY = process.env.GATEWAY_URL ?? 'http://localhost:3000';

const config = defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
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
