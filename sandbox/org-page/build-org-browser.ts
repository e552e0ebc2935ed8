import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the page and its styles, in memory. The columns, lists and styles are those of the other record page. */
export async function buildOrgBrowser(): Promise<{ readonly script: string; readonly styles: string }> {
  const result = await build({
    entryPoints: { page: source('./browser/main.tsx'), styles: source('./browser/org.css') },
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
  return { script: text('page.js'), styles: text('styles.css') };
}
