import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { SlackState } from './slack-state.ts';

/**
 * The calls of Slack's Web API that Handrail makes. As with Slack, a refusal is status 200 with `ok: false` and a
 * code; what is not known here is `unknown_method`.
 */
export function slackApp(state: SlackState): Router {
  const router = Router();
  router.use(express.urlencoded({ extended: false }), express.json());
  router.use(weather(state), tokenCheck(state));
  router.post('/auth.test', (_req, res) => {
    res.json({ ok: true, team: 'Northwind', user: 'handrail', user_id: 'U0BOT', bot_id: 'B0BOT' });
  });
  router.post('/users.lookupByEmail', (req, res) => {
    const email = field(req, 'email').toLowerCase();
    const user = state.users.find((one) => one.email === email);
    if (!user) return refuse(res, 'users_not_found');
    const { id, name, deleted = false } = user;
    res.json({ ok: true, user: { id, name, deleted, is_bot: false, profile: { email } } });
  });
  router.post('/chat.postMessage', (req, res) => {
    const [channel, text] = [field(req, 'channel'), field(req, 'text')];
    if (!state.users.some(({ id }) => id === channel)) return refuse(res, 'channel_not_found');
    const blocks: unknown = JSON.parse(field(req, 'blocks') || 'null');
    if (text === '' && blocks === null) return refuse(res, 'no_text');
    const ts = `${1_700_000_000 + state.messages.length}.000100`;
    state.messages.push({ channel, text, blocks, ts });
    if (state.weather === 'loses_replies') {
      req.socket.destroy();
      return;
    }
    res.json({ ok: true, channel: `D${channel.slice(1)}`, ts, message: { text } });
  });
  router.use((_req, res) => refuse(res, 'unknown_method'));
  return router;
}

function weather(state: SlackState): RequestHandler {
  return (_req, res, next) => {
    state.calls += 1;
    if (state.weather === 'down') {
      res.status(503).send('Service Unavailable');
    } else if (typeof state.weather === 'object') {
      res.status(429).set('Retry-After', String(state.weather.limited));
      refuse(res, 'ratelimited');
    } else next();
  };
}

function tokenCheck({ token }: SlackState): RequestHandler {
  return (req, res, next) => {
    const given = /^Bearer (.+)$/.exec(req.get('authorization') ?? '')?.[1];
    if (given === undefined) refuse(res, 'not_authed');
    else if (given !== token) refuse(res, 'invalid_auth');
    else next();
  };
}

/** One argument as text; the client sends objects as JSON. */
function field(req: Request, name: string): string {
  const body: unknown = req.body;
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : '';
}

function refuse(res: Response, error: string): void {
  res.json({ ok: false, error });
}
