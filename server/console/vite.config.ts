import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The API that `vite dev` passes calls on to; builds are served by the API itself. */
const API = 'http://127.0.0.1:3000';

// Vite reads its configuration from the default export.
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    target: 'es2022',
    // Ant Design's core is one chunk that every page needs; splitting it further only adds requests.
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack)[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': API, '/files': API } },
});
