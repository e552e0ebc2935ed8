import { type Request, type Response, Router } from 'express';
import { readBody } from '../http/read-call.ts';
import { BayeuxBody, type BayeuxReply } from '../streaming/bayeux-message.ts';
import { type BayeuxServer, POLL_MS } from '../streaming/bayeux-server.ts';

const COOKIE = 'BAYEUX_BROWSER';

/** Polls that wait, for tests that break them. */
export type OpenPolls = Set<Response>;

/**
 * `/cometd/N`: the streaming API. A session that is over is told in the protocol's own words, so this stands before
 * the check of sessions; polls do not count as API calls.
 */
export function streamingRoutes(bayeux: BayeuxServer, polls: OpenPolls): Router {
  const router = Router();

  router.post('/cometd/:version', async (req, res) => {
    const token = /^(?:Bearer|OAuth) (.+)$/.exec(req.get('authorization') ?? '')?.[1] ?? '';
    const caller = { token, cookie: cookieOf(req) };
    const replies: BayeuxReply[] = [];
    for (const message of readBody(req, BayeuxBody)) {
      if (message.channel === '/meta/handshake') {
        const [reply, cookie] = bayeux.handshake(message, caller);
        if (cookie !== undefined) res.cookie(COOKIE, cookie, { path: '/' });
        replies.push(reply);
      } else if (message.channel === '/meta/connect') {
        const told = await bayeux.connect(message, caller, (onWake) => hold(res, polls, onWake));
        if (told === null) return;
        replies.push(...told);
      } else replies.push(bayeux.answer(message, caller));
    }
    res.json(replies);
  });

  return router;
}

/** Waits for the poll's end. @returns false when the caller went away before */
function hold(res: Response, polls: OpenPolls, onWake: (wake: () => void) => void): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(true), POLL_MS);
  timer.unref();
  polls.add(res);
  res.once('close', () => resolve(false));
  onWake(() => resolve(true));
  return promise.finally(() => {
    clearTimeout(timer);
    polls.delete(res);
  });
}

function cookieOf(req: Request): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(req.get('cookie') ?? '')?.[1];
}
