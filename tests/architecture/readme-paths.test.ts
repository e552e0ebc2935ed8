import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const ROOT = new URL('../../', import.meta.url);
const DOCUMENTS = ['README.md', 'docs/decisions/README.md'];

/** Targets of Markdown links and pictures that point into the repository. */
function localLinks(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) =>
    target && !/^(https?:|mailto:|#)/.test(target) ? [target] : [],
  );
}

it.each(DOCUMENTS)('every path that %s links is there', async (document) => {
  const url = new URL(document, ROOT);
  const links = localLinks(await readFile(url, 'utf8'));
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((link) => !existsSync(fileURLToPath(new URL(link, url))))).toEqual([]);
});

it('README walks the submit path through every layer, in order', async () => {
  const readme = await readFile(new URL('README.md', ROOT), 'utf8');
  const path = readme.slice(readme.indexOf('presses Submit'), readme.indexOf('## Where things are'));
  const layers = [
    'extensions/hubspot/src/app/cards/api/',
    'server/http/middleware/',
    'server/http/routes/',
    'src/application/',
    'src/domain/policy/',
    'src/domain/exception-request/',
    'src/domain/playbook/',
    'server/adapters/store/',
    'server/jobs/',
    'server/adapters/hubspot/',
  ];
  const links = localLinks(path);
  const found = layers.map((layer) => links.findIndex((link) => link.startsWith(layer)));
  expect(found).not.toContain(-1);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
});

it('README names only npm scripts that exist', async () => {
  const readme = await readFile(new URL('README.md', ROOT), 'utf8');
  const { scripts } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
