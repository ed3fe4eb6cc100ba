import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The built files go where Maven's jar takes them from; a dev server talks to a running product.
const product = process.env['GPULEDGER_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    outDir: process.env['GPULEDGER_UI_OUT'] ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    // The content security policy of the server allows no data: fonts.
    assetsInlineLimit: 0,
  },
  server: { port: 5173, proxy: { '/api': product } },
  test: { include: ['test/**/*.test.{ts,tsx}'], environment: 'node' },
});
