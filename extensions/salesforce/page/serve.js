import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DESIGN_SYSTEM = join(ROOT, 'node_modules/@salesforce-ux/design-system/assets');
const TYPES = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Who looks at the page, and what they hold. */
function pageOf({ userId, permissionSets }) {
  const settings = JSON.stringify({ userId, permissionSets }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Handrail components</title>
<link rel="stylesheet" href="/assets/styles/salesforce-lightning-design-system.min.css">
<script>
globalThis.handrailPage = { ...${settings}, wires: new Set(), delay: async () => {} };
</script>
</head>
<body class="slds-scope" style="background: #f3f3f3">
<main style="max-width: 34rem; margin: 1rem auto"></main>
<script type="module" src="/page.js"></script>
</body>
</html>
`;
}

/**
 * Serves the page on a free port of this machine.
 *
 * @param {string} script the file that build.js made
 * @param {{ userId: string, permissionSets: readonly string[] }} viewer
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function servePage(script, viewer) {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/') {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const asked = { ...viewer, ...Object.fromEntries(searchParams) };
      const permissionSets = [asked.permissionSets]
        .flat()
        .flatMap((one) => one.split(','))
        .filter(Boolean);
      response.setHeader('content-type', 'text/html');
      response.end(pageOf({ userId: asked.userId, permissionSets }));
      return;
    }
    const file = path === '/page.js' ? script : assetOf(path);
    if (file === undefined || !existsSync(file)) {
      response.statusCode = 404;
      response.end();
      return;
    }
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function assetOf(path) {
  if (!path.startsWith('/assets/')) return undefined;
  const file = normalize(join(DESIGN_SYSTEM, path.slice('/assets/'.length)));
  return file.startsWith(DESIGN_SYSTEM) ? file : undefined;
}
