import { type Response, Router } from 'express';
import { z } from 'zod';
import type { FaultQueue } from '../../hubspot/http/faults.ts';
import { FaultBody } from '../../hubspot/routes/control.ts';
import { dumpOrg } from '../dump-org.ts';
import type { ApiLimits } from '../http/api-limits.ts';
import type { UnknownCall } from '../http/org-reply.ts';
import { pathParam, queryText, readBody } from '../http/read-call.ts';
import type { OrgSessions } from '../oauth/org-sessions.ts';
import { notFound } from '../salesforce-error.ts';
import { userIdOf } from '../seed/people.ts';
import type { OrgFace } from './org-face.ts';

/** What the control plane steers. */
export interface ControlledOrg {
  readonly face: OrgFace;
  readonly orgId: string;
  readonly sessions: OrgSessions;
  readonly faults: FaultQueue;
  readonly limits: ApiLimits;
  readonly unknownCalls: UnknownCall[];
}

const AdvanceBody = z.object({ milliseconds: z.number().min(0) });
const PersonBody = z.object({ username: z.string() });
const CreateBody = z.object({
  username: z.string(),
  objectName: z.string(),
  values: z.record(z.string(), z.unknown()),
});
const EditBody = z.object({
  username: z.string(),
  id: z.string(),
  values: z.record(z.string(), z.unknown()),
});

/** The control plane under `/_sandbox`, for other processes: it is not part of Salesforce and needs no session. */
export function controlRoutes({
  face,
  orgId,
  sessions,
  faults,
  limits,
  unknownCalls,
}: ControlledOrg): Router {
  const { org } = face;
  const router = Router();

  router.get('/info', (_req, res) => {
    res.json({ orgId, now: new Date(org.clock.now()).toISOString(), apiUsed: limits.used });
  });

  router.post('/clock/advance', (req, res) => {
    org.advance(readBody(req, AdvanceBody).milliseconds);
    res.json({ now: new Date(org.clock.now()).toISOString() });
  });

  /** Begins a person's session past OAuth, as a browser that is logged in has one. */
  router.post('/sessions', (req, res) => {
    const userId = userIdOf(org.core, readBody(req, PersonBody).username);
    res.status(201).json({ accessToken: sessions.begin(userId), userId });
  });
  router.post('/sessions/end', (_req, res) => {
    sessions.endAll();
    res.status(204).end();
  });

  /** Makes or changes a record as a person does at its page. */
  router.post('/ui/create', (req, res) => {
    const { username, objectName, values } = readBody(req, CreateBody);
    res.status(201).json({ id: org.create(objectName, values, { as: username }) });
  });
  router.post('/ui/edit', (req, res) => {
    const { username, id, values } = readBody(req, EditBody);
    org.update(id, values, { as: username });
    res.status(204).end();
  });

  router.post('/people/:username/deactivate', (req, res) => {
    deactivate(face, pathParam(req, 'username'));
    res.status(204).end();
  });

  router.get('/records/:id', (req, res) => {
    const found = org.core.store.findAny(pathParam(req, 'id'));
    if (!found) throw notFound();
    res.json(found);
  });

  router.get('/dump', (_req, res) => {
    res.json(dumpOrg(org.core));
  });

  router.get('/writes', (req, res) => list(res, 'writes', org.writes, queryText(req, 'since')));
  router.get('/events', (req, res) => list(res, 'events', org.events, queryText(req, 'since')));
  router.get('/unknown-calls', (_req, res) => {
    res.json({ calls: unknownCalls });
  });

  router.post('/faults', (req, res) => {
    faults.inject(readBody(req, FaultBody));
    res.status(201).json({ pending: faults.pending });
  });
  router.delete('/faults', (_req, res) => {
    faults.clear();
    res.status(204).end();
  });

  return router;
}

/** Takes a user's login away; what they own stays theirs. @throws Error when the org does not have them */
export function deactivate({ org }: OrgFace, username: string): void {
  const { store } = org.core;
  const user = store.find(userIdOf(org.core, username));
  if (user) store.put({ ...user, values: { ...user.values, IsActive: false } });
  store.commit();
}

function list<T extends { readonly seq: number }>(
  res: Response,
  name: string,
  all: readonly T[],
  since: string | undefined,
): void {
  res.json({ [name]: all.filter(({ seq }) => seq > Number(since ?? 0)) });
}
