import { defineConfig } from 'vite';

import { darkPalette, lightPalette, paletteVariables } from '../src/report/palette.ts';
import { standInServer } from './testing/stand-in-server.ts';

const PALETTE = 'virtual:palette.css';

/** `vite build page` makes what `fulcrum view` serves; `vite page` serves the page over stand-in data while one works on it. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of its own: the page's Content-Security-Policy allows no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [paletteStyle(), standInServer()],
});

/** The report's palette as a style sheet: light, dark by the system's wish, and either by the page's switch. */
function paletteStyle() {
  return {
    name: 'fulcrum-palette',
    resolveId: (id: string) => (id === PALETTE ? `\0${PALETTE}` : null),
    load: (id: string) => (id === `\0${PALETTE}` ? palette() : null),
  };
}

function palette(): string {
  const light = `color-scheme:light;${paletteVariables(lightPalette)}`;
  const dark = `color-scheme:dark;${paletteVariables(darkPalette)}`;
  return [
    `:root{${light}}`,
    `@media (prefers-color-scheme:dark){:root{${dark}}}`,
    `:root[data-theme=light]{${light}}`,
    `:root[data-theme=dark]{${dark}}`,
  ].join('\n');
}
