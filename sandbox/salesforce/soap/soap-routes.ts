import express, { type Request, Router } from 'express';
import type { DeployJobs } from '../deploy/deploy-jobs.ts';
import { type ApiLimits, countCall } from '../http/api-limits.ts';
import type { UnknownCall } from '../http/org-reply.ts';
import type { OrgSessions } from '../oauth/org-sessions.ts';
import { hasPermission, type OrgFace } from '../routes/org-face.ts';
import { SalesforceError } from '../salesforce-error.ts';
import { faultEnvelope, readEnvelope, replyEnvelope } from './envelope.ts';
import { noMetadataAccess } from './no-metadata-access.ts';
import { SOAP_OPERATIONS } from './operations.ts';

/** What the SOAP face of an org works with. */
export interface SoapParts {
  readonly face: OrgFace;
  readonly deploys: DeployJobs;
  readonly sessions: OrgSessions;
  readonly limits: ApiLimits;
  /** Operations that the org does not know are noted here. */
  readonly unknownCalls: UnknownCall[];
}

/** `/services/Soap/m/N`: the Metadata API. The session stands in the message, and every refusal is a fault. */
export function soapRoutes(parts: SoapParts): Router {
  const router = Router();
  const retrievals = new Map<string, string>();
  router.post(
    '/services/Soap/m/:version',
    express.text({ type: ['text/xml', 'application/soap+xml'], limit: '60mb' }),
    (req, res) => {
      res.type('text/xml');
      try {
        res.send(answer(parts, retrievals, req));
      } catch (error) {
        if (!(error instanceof SalesforceError)) throw error;
        res.status(500).send(faultEnvelope(error));
      }
    },
  );
  return router;
}

function answer(
  { face, deploys, sessions, limits, unknownCalls }: SoapParts,
  retrievals: Map<string, string>,
  req: Request,
): string {
  const { sessionId, operation, body } = readEnvelope(typeof req.body === 'string' ? req.body : '');
  const userId = sessions.userOf(sessionId);
  if (userId === undefined) {
    throw new SalesforceError(
      500,
      'INVALID_SESSION_ID',
      'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key',
    );
  }
  countCall(limits);
  if (face.locked.has(userId) || !hasPermission(face, userId, 'ModifyMetadata')) {
    throw noMetadataAccess();
  }
  // What was asked for goes on with every call, whoever makes it.
  deploys.work();
  const run = Object.hasOwn(SOAP_OPERATIONS, operation) ? SOAP_OPERATIONS[operation] : undefined;
  if (!run) {
    unknownCalls.push({ method: 'POST', path: `${req.path} ${operation}` });
    throw new SalesforceError(
      500,
      'soapenv:Client',
      `The sandbox org does not know the operation ${operation}`,
    );
  }
  return replyEnvelope(operation, run({ face, deploys, retrievals, userId, body }));
}
