import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The page's own browser code, ready to be served. */
export interface BrowserAssets {
  readonly page: string;
  readonly worker: string;
  readonly styles: string;
}

const source = (path: string) => fileURLToPath(new URL(`./browser/${path}`, import.meta.url));

/** Bundles the page, the worker that runs cards, and the styles; all in memory, nothing is written. */
export async function buildBrowser(): Promise<BrowserAssets> {
  const result = await build({
    entryPoints: {
      page: source('page/main.tsx'),
      worker: source('worker/card-worker.ts'),
      styles: source('styles/main.css'),
    },
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'iife',
    platform: 'browser',
    target: 'chrome120',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const text = (name: string) => {
    const file = result.outputFiles.find((output) => output.path.endsWith(name));
    if (file === undefined) throw new Error(`esbuild made no ${name} (this is a bug)`);
    return file.text;
  };
  return { page: text('page.js'), worker: text('worker.js'), styles: text('styles.css') };
}
