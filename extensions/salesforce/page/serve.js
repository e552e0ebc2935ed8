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
function pageOf(viewer) {
  const settings = JSON.stringify(viewer).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Handrail components</title>
<base target="_top">
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
 * With `org` the page's rows are those of an org that answers over REST, and `as` in the page's address says who
 * looks; each person's calls go through an address of their own, so several may look at once. Without it the rows live
 * in the page.
 *
 * @param {string} script the file that build.js made
 * @param {{ userId: string, permissionSets: string }} viewer who looks where the address says nothing
 * @param {{ origin: string, logIn: (username: string) => Session | Promise<Session> }} [org]
 * @param {string} [recordPage] where links to records lead; nowhere when left out
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 *
 * @typedef {{ token: string, userId: string }} Session
 */
export async function servePage(script, viewer, org, recordPage) {
  const sessions = new Map();
  let host = '';
  const server = createServer(async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      response.statusCode = 502;
      response.end(error instanceof Error ? error.message : String(error));
    }
  });

  async function answer(request, response) {
    // Whoever can call this server can act as any user: other names that lead here are refused.
    if (request.headers.host !== host) {
      response.statusCode = 403;
      response.end();
      return;
    }
    const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const call = /^\/as\/([^/]+)(\/services\/.*)$/.exec(pathname);
    if (org && call) {
      const { token } = sessions.get(decodeURIComponent(call[1])) ?? {};
      await forward(request, response, `${org.origin}${call[2]}${search}`, token);
    } else if (pathname === '/') {
      const asked = { ...viewer, ...Object.fromEntries(searchParams) };
      const session = await org?.logIn(asked.as);
      if (session) sessions.set(asked.as, session);
      response.setHeader('content-type', 'text/html');
      response.end(
        pageOf({
          userId: session?.userId ?? asked.userId,
          permissionSets: asked.permissionSets.split(',').filter(Boolean),
          ...(org && { services: `/as/${encodeURIComponent(asked.as)}` }),
        }),
      );
    } else if (recordPage && /^\/(?:\w{18}|lightning\/r\/.+)$/.test(pathname)) {
      response.statusCode = 302;
      response.setHeader('location', recordPage + pathname);
      response.end();
    } else {
      sendFile(response, pathname === '/page.js' ? script : assetOf(pathname));
    }
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${server.address().port}`;
  return {
    url: `http://${host}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** The browser asks its own server only, as a page in Salesforce does; the session stays here. */
async function forward(request, response, url, token) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer = await fetch(url, {
    method: request.method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
  response.statusCode = answer.status;
  response.setHeader('content-type', 'application/json');
  response.end(await answer.text());
}

function sendFile(response, file) {
  if (file === undefined || !existsSync(file)) {
    response.statusCode = 404;
    response.end();
    return;
  }
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
}

function assetOf(path) {
  if (!path.startsWith('/assets/')) return undefined;
  const file = normalize(join(DESIGN_SYSTEM, path.slice('/assets/'.length)));
  return file.startsWith(DESIGN_SYSTEM) ? file : undefined;
}
