/**
 * Builds one card with HubSpot's own bundler, as an upload does, and writes it to a folder. Runs as a process of its
 * own, because the bundler cannot be loaded inside Jest.
 *
 * Usage: build-hubspot-card.ts <entry file> <output folder>
 */
import path from 'node:path';
import { buildSingleExtension } from '@hubspot/ui-extensions-dev-server/build';

const [file, outputDir] = process.argv.slice(2);
if (!file || !outputDir) throw new Error('Name the entry file and the output folder.');
await buildSingleExtension({
  file,
  outputDir,
  root: path.dirname(file),
  minify: true,
  logLevel: 'error',
  appConfig: {},
});
