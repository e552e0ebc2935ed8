import { readFile } from 'node:fs/promises';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import type { BrowserAssets } from './build-browser.ts';
import type { CardProxy } from './card-proxy.ts';
import { CrmQueries } from './crm-queries.ts';
import { editAsPerson } from './edit-as-person.ts';
import { listDeals } from './list-deals.ts';
import { onlyOwnPage } from './only-own-page.ts';
import { type PortalClient, PortalError } from './portal-client.ts';
import { PortalDefinitions } from './portal-definitions.ts';
import { RecordReader } from './read-record.ts';
import { findRecordKind, type RecordKind } from './record-kinds.ts';
import { runRouting } from './run-routing.ts';
import { APP_NAME, type PageError, type PageSession, type PageUser } from './wire.ts';

/** What the page's server is made of. */
export interface PageAppParts {
  readonly client: PortalClient;
  readonly proxy: CardProxy;
  readonly assets: BrowserAssets;
  /** The script that HubSpot's bundler made of the card. */
  readonly cardScript: string;
  /** The script of the app's own page, if it has one. */
  readonly pageScript: string | undefined;
  /** The script of the app's settings page, if it has one. */
  readonly settingsScript: string | undefined;
  readonly portalId: number;
  readonly appId: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly permittedIframes: readonly string[];
  /** `host:port` the page is reached by; other names are refused, since the page signs for whom it is asked. */
  readonly host: () => string;
}

/** A request the page cannot serve, with the words to say so. */
class PageRequestError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox CRM</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/main.css">
</head>
<body>
<div id="root"></div>
<script src="/assets/page.js"></script>
</body>
</html>
`;

const NamesBody = z.object({ names: z.union([z.literal('*'), z.array(z.string()).max(200)]) });
const FormatBody = z.object({
  objectType: z.string(),
  propertiesList: z.array(z.record(z.string(), z.string().nullable())).max(200),
});
const EditBody = z.object({ property: z.string(), value: z.string().max(65_000), userId: z.number().int() });
const CardFetchBody = z.object({
  url: z.string().max(8_000),
  method: z.string().optional(),
  timeout: z.number().positive().optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  userId: z.number().int(),
});

/** The record page's server: the page, the card's script, and the page's own small API. */
export function createPageApp(parts: PageAppParts): Express {
  const { client } = parts;
  const definitions = new PortalDefinitions(client);
  const reader = new RecordReader(client, definitions, { id: parts.appId, name: APP_NAME });
  const queries = new CrmQueries(client);
  const app = express();
  app.disable('x-powered-by');
  app.use(
    onlyOwnPage(
      parts.host,
      () => new PageRequestError(403, 'FOREIGN_ORIGIN', 'This page answers only itself'),
    ),
  );
  app.use(
    helmet({
      strictTransportSecurity: false,
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          workerSrc: ["'self'"],
          frameSrc: parts.permittedIframes.length > 0 ? [...parts.permittedIframes] : ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
    }),
  );
  app.use(express.json({ limit: '1200kb' }));

  const page = (_req: Request, res: Response) => res.type('html').send(SHELL);
  app.get('/', (_req, res) => res.redirect('/deals'));
  app.get('/deals', page);
  // HubSpot's own address of a record.
  app.get('/contacts/:portalId/record/:objectTypeId/:objectId', (req, res) => {
    res.redirect(`/contacts/${kindOf(req).objectTypeId}/${objectIdOf(req)}`);
  });
  app.get('/contacts/:objectTypeId/:objectId', (req, res) => {
    kindOf(req);
    page(req, res);
  });
  app.get('/assets/page.js', (_req, res) => res.type('js').send(parts.assets.page));
  app.get('/assets/main.css', (_req, res) => res.type('css').send(parts.assets.styles));
  app.get('/assets/card-worker.js', (_req, res) => {
    // A worker obeys the policy of its own script: the card may load its bundle and reach nothing else.
    res.setHeader('content-security-policy', "default-src 'none'; script-src 'self'");
    res.type('js').send(parts.assets.worker);
  });
  app.get('/card/card.js', async (_req, res) => {
    res.type('js').send(await readFile(parts.cardScript, 'utf8'));
  });
  const { pageScript, settingsScript } = parts;
  const hosted = [
    ['/inbox', '/card/page.js', pageScript],
    ['/settings', '/card/settings.js', settingsScript],
  ] as const;
  for (const [address, scriptAddress, script] of hosted) {
    if (script === undefined) continue;
    app.get(address, page);
    app.get(scriptAddress, async (_req, res) => {
      res.type('js').send(await readFile(script, 'utf8'));
    });
  }

  app.get('/api/session', async (_req, res) => {
    const session: PageSession = {
      portalId: parts.portalId,
      appId: parts.appId,
      users: await definitions.users(),
      variables: parts.variables,
      permittedIframes: parts.permittedIframes,
      hasAppPage: pageScript !== undefined,
      hasSettingsPage: settingsScript !== undefined,
    };
    res.json(session);
  });
  app.get('/api/deals', async (req, res) => {
    const kind = requireKind('deals');
    const query = z.string().max(200).catch('').parse(req.query.query);
    const after = z.string().optional().catch(undefined).parse(req.query.after);
    res.json(await listDeals(client, await reader.displayFacts(kind), query, after));
  });
  app.get('/api/records/:objectTypeId/:objectId', async (req, res) => {
    res.json(await reader.read(kindOf(req), objectIdOf(req)));
  });
  app.post('/api/records/:objectTypeId/:objectId/properties', async (req, res) => {
    const kind = kindOf(req);
    const { names } = parseBody(NamesBody, req);
    const wanted = names === '*' ? [...(await definitions.properties(kind.path)).keys()] : names;
    res.json(await queries.properties(kind, objectIdOf(req), wanted));
  });
  app.post('/api/records/:objectTypeId/:objectId/edit', async (req, res) => {
    const kind = kindOf(req);
    const { property, value, userId } = parseBody(EditBody, req);
    const { email } = await userWith(userId);
    await editAsPerson(client, { kind, objectId: objectIdOf(req), email, property, value });
    res.json({ edited: property });
  });
  app.post('/api/records/:objectTypeId/:objectId/associations', async (req, res) => {
    res.json(await queries.associations(kindOf(req), objectIdOf(req), req.body));
  });
  app.post('/api/search', async (req, res) => {
    res.json(await queries.search(req.body));
  });
  app.post('/api/format', async (req, res) => {
    const { objectType, propertiesList } = parseBody(FormatBody, req);
    res.json(queries.format(await reader.displayFacts(requireKind(objectType)), propertiesList));
  });
  app.post('/api/card-fetch', async (req, res) => {
    const { userId, ...request } = parseBody(CardFetchBody, req);
    const user = await userWith(userId);
    const { url, ...optional } = request;
    const set = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
    res.json(await parts.proxy.fetch({ url, userId, ...set }, user));
  });
  app.post('/api/run-routing', async (_req, res) => {
    res.json(await runRouting(client, reader));
  });

  async function userWith(userId: number): Promise<PageUser> {
    const user = (await definitions.users()).find((one) => one.userId === userId);
    if (user === undefined)
      throw new PageRequestError(400, 'UNKNOWN_USER', `The portal has no user ${userId}`);
    return user;
  }

  app.use((req: Request) => {
    throw new PageRequestError(404, 'NOT_FOUND', `There is no ${req.path} on this page`);
  });
  app.use(replyWithError);
  return app;
}

function requireKind(name: string): RecordKind {
  const kind = findRecordKind(name);
  if (kind === undefined)
    throw new PageRequestError(404, 'UNKNOWN_TYPE', `This page shows no records of type ${name}`);
  return kind;
}

const kindOf = (req: Request) => requireKind(String(req.params.objectTypeId));

function objectIdOf(req: Request): string {
  const id = String(req.params.objectId);
  if (!/^\d{1,19}$/.test(id)) throw new PageRequestError(404, 'NOT_FOUND', `${id} is not a record id`);
  return id;
}

function parseBody<T>(schema: z.ZodType<T>, req: Request): T {
  const parsed = schema.safeParse(req.body);
  if (!parsed.success) throw new PageRequestError(400, 'BAD_REQUEST', z.prettifyError(parsed.error));
  return parsed.data;
}

function replyWithError(error: unknown, _req: Request, res: Response, _next: NextFunction): void {
  const reply = (status: number, body: PageError) => res.status(status).json(body);
  if (error instanceof PageRequestError) reply(error.status, { code: error.code, message: error.message });
  else if (error instanceof PortalError) reply(error.status, { code: 'PORTAL', message: error.message });
  else if (error instanceof z.ZodError) reply(400, { code: 'BAD_REQUEST', message: z.prettifyError(error) });
  else if (error instanceof Error && 'type' in error && error.type === 'entity.too.large') {
    reply(413, { code: 'TOO_LARGE', message: 'The request body is larger than 1 MB' });
  } else {
    reply(500, { code: 'FAILED', message: error instanceof Error ? error.message : String(error) });
  }
}
