import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import { onlyOwnPage } from '../record-page/only-own-page.ts';
import type { PageError } from '../record-page/wire.ts';
import type { ComponentsHost } from './components-host.ts';
import { writtenValue } from './field-view.ts';
import { listOpportunities } from './list-opportunities.ts';
import { type OrgClient, OrgError } from './org-client.ts';
import { findOrgKind, type OrgKind, objectOfId } from './org-kinds.ts';
import { readOrgRecord, readPeople } from './read-org-record.ts';
import { endOfLogs, whatRanSince } from './what-ran.ts';
import type { EditReply, OrgSession } from './wire.ts';

/** What the page's server is made of. */
export interface OrgPageParts {
  readonly client: OrgClient;
  /** Who looks at first, and in whose session the list of people is read. */
  readonly firstUser: string;
  readonly components: () => ComponentsHost;
  readonly script: string;
  readonly styles: string;
  /** `host:port` the page is reached by. */
  readonly host: () => string;
}

const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox org</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/main.css">
</head>
<body>
<div id="root"></div>
<script src="/assets/page.js"></script>
</body>
</html>
`;

const RecordId = z.string().regex(/^[a-zA-Z0-9]{18}$/);
const Username = z.email();
const EditBody = z.object({ property: z.string(), value: z.string().max(32_000), username: Username });
const RunBody = z.object({ username: Username });

/** The org page's server: the page, and its own small API. */
export function createOrgPageApp(parts: OrgPageParts): Express {
  const { client } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.use(onlyOwnPage(parts.host, () => new OrgError(403, 'This page answers only itself')));
  app.use((req, res, next) => pagePolicy(parts)(req, res, next));
  app.use(express.json({ limit: '100kb' }));

  const page = (_req: Request, res: Response) => res.type('html').send(SHELL);
  app.get('/', (_req, res) => res.redirect('/opportunities'));
  app.get('/opportunities', page);
  app.get('/inbox', page);
  app.get('/r/:object/:recordId', (req, res) => {
    kindOf(req);
    page(req, res);
  });
  app.get('/assets/page.js', (_req, res) => res.type('js').send(parts.script));
  app.get('/assets/main.css', (_req, res) => res.type('css').send(parts.styles));

  app.get('/api/session', async (_req, res) => {
    const { firstUser } = parts;
    const session: OrgSession = { people: await readPeople(client, firstUser), firstUser };
    res.json(session);
  });
  app.get('/api/components', (_req, res) => {
    res.json(parts.components().state());
  });
  app.get('/api/opportunities', async (req, res) => {
    const search = z.string().max(200).catch('').parse(req.query.query);
    res.json(await listOpportunities(client, viewerOf(req), search.trim()));
  });
  app.get('/api/records/:object/:recordId', async (req, res) => {
    res.json(await readOrgRecord(client, viewerOf(req), kindOf(req), recordIdOf(req)));
  });
  app.post('/api/records/:object/:recordId/edit', async (req, res) => {
    const { property, value, username } = parseBody(EditBody, req);
    const { fields } = await client.describe(username, kindOf(req).object);
    const field = fields.find(({ name }) => name === property);
    if (!field) throw new OrgError(400, `There is no field ${property}`);
    const before = await endOfLogs(client);
    const values = { [property]: writtenValue(field, value) };
    await client.control('/ui/edit', { username, id: recordIdOf(req), values });
    const reply: EditReply = { automation: await whatRanSince(client, username, before) };
    res.json(reply);
  });
  // Flows run in the save that triggers them; what can wait is a scheduled path whose time has come.
  app.post('/api/run-routing', async (req, res) => {
    const { username } = parseBody(RunBody, req);
    const before = await endOfLogs(client);
    await client.control('/clock/advance', { milliseconds: 0 });
    res.json(await whatRanSince(client, username, before));
  });
  // Where links of the components lead, as in Salesforce.
  app.get('/lightning/r/:object/:recordId/view', (req, res) => {
    res.redirect(`/r/${kindOf(req).object}/${recordIdOf(req)}`);
  });
  app.get('/:recordId', (req, res, next) => {
    const object = objectOfId(String(req.params.recordId));
    if (object === undefined) next();
    else res.redirect(`/r/${object}/${recordIdOf(req)}`);
  });
  app.use((req: Request) => {
    throw new OrgError(404, `There is no ${req.path} on this page`);
  });
  app.use(replyWithError);
  return app;
}

/** The components are framed from their own server, whose address is known once they are built. */
function pagePolicy({ components }: OrgPageParts) {
  const state = components().state();
  return helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameSrc: state.state === 'ready' ? [state.origin] : ['http://127.0.0.1:*'],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  });
}

function kindOf(req: Request): OrgKind {
  const name = String(req.params.object);
  const kind = findOrgKind(name);
  if (!kind) throw new OrgError(404, `This page shows no records of ${name}`);
  return kind;
}

function recordIdOf(req: Request): string {
  const parsed = RecordId.safeParse(req.params.recordId);
  if (!parsed.success) throw new OrgError(404, `${String(req.params.recordId)} is not a record id`);
  return parsed.data;
}

function viewerOf(req: Request): string {
  const parsed = Username.safeParse(req.query.as);
  if (!parsed.success) throw new OrgError(400, 'The page must say who looks');
  return parsed.data;
}

function parseBody<T>(schema: z.ZodType<T>, req: Request): T {
  const parsed = schema.safeParse(req.body);
  if (!parsed.success) throw new OrgError(400, z.prettifyError(parsed.error));
  return parsed.data;
}

function replyWithError(error: unknown, _req: Request, res: Response, _next: NextFunction): void {
  const message = error instanceof Error ? error.message : String(error);
  const body: PageError = { code: error instanceof OrgError ? 'ORG' : 'FAILED', message };
  res.status(error instanceof OrgError ? error.status : 500).json(body);
}
