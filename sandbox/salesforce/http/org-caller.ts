import type { Request, RequestHandler, Response } from 'express';
import type { AssignMode, WriteOptions } from '../engine/transaction.ts';
import type { OrgSessions } from '../oauth/org-sessions.ts';
import { SalesforceError } from '../salesforce-error.ts';

/** Lets only calls of a session that lives pass. jsforce sends `Bearer`, its streaming client `OAuth`. */
export function authenticate(sessions: OrgSessions): RequestHandler {
  return (req, res, next) => {
    const token = /^(?:Bearer|OAuth) (.+)$/.exec(req.get('authorization') ?? '')?.[1];
    const userId = token === undefined ? undefined : sessions.userOf(token);
    if (userId === undefined) {
      throw new SalesforceError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    }
    res.locals.userId = userId;
    next();
  };
}

/** Who calls. */
export function callerOf(res: Response): string {
  const userId: unknown = res.locals.userId;
  if (typeof userId !== 'string') throw new Error('the call was not authenticated (this is a bug)');
  return userId;
}

/**
 * How an API call writes. Assignment rules run unless the header says `FALSE`, which is the trap of every integration
 * that only means to set a field.
 */
export function apiWrite(req: Request, res: Response): WriteOptions {
  return {
    userId: callerOf(res),
    source: { kind: 'api', name: req.path, method: req.method },
    assign: assignMode(req.get('sforce-auto-assign')),
  };
}

function assignMode(header: string | undefined): AssignMode {
  const value = header?.toUpperCase();
  if (value === 'FALSE') return { kind: 'none' };
  return header === undefined || value === 'TRUE' ? { kind: 'active' } : { kind: 'rule', name: header };
}
