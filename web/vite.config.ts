import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console as files that the main thread serves (src/control/console-files.ts). Nothing of it is
 *  inlined, because the content security policy allows no inline script and no data addresses. */
// oxlint-disable-next-line import/no-default-export -- Vite asks for it
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    reportCompressedSize: false,
  },
})
