import { z } from 'zod';
import { type RetryTiming, SYSTEM_TIMING } from '../../system/retry.ts';
import type { SalesforceClient } from '../client.ts';
import { type CallSubject, malformedReply, noReply, refusedCall } from '../errors.ts';
import type { SalesforceSession } from '../jwt-sessions.ts';
import { METADATA_VERSION } from '../package/manifest.ts';
import { type DeployContent, zipPackage } from '../package/zip-package.ts';
import { sessionOver } from './admin-session.ts';

/** What Salesforce says of one component of a deployment. */
export interface DeployMessage {
  readonly type: string;
  readonly fullName: string;
  /** In the archive. */
  readonly file: string;
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'removed' | 'failed' | 'warning';
  readonly problem?: string;
  /** Counted from 1. */
  readonly line?: number;
}

/** How a deployment ended. */
export interface DeployReport {
  readonly succeeded: boolean;
  readonly messages: readonly DeployMessage[];
  /** Why it failed, where no component is to blame. */
  readonly problem?: string;
}

/** The Metadata API's deployments, by REST. */
export interface MetadataDeploys {
  /**
   * Deploys all of an archive or nothing, and waits for the end, an hour at most. Repeating it is harmless: what stands
   * already is told as unchanged.
   *
   * @param checkOnly says what would become of it and changes nothing
   * @param show how many components are done
   * @throws CrmError when Salesforce cannot be reached or refuses the call; a deployment that began goes on there
   */
  deploy(content: DeployContent, options: DeployOptions): Promise<DeployReport>;
}

export interface DeployOptions {
  readonly checkOnly: boolean;
  readonly show?: (done: number, of: number) => void;
}

const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .default(false);
const messageSchema = z.object({
  componentType: z.string().nullish(),
  fullName: z.string(),
  fileName: z.string().nullish(),
  created: flag,
  changed: flag,
  deleted: flag,
  problem: z.string().nullish(),
  problemType: z.string().nullish(),
  lineNumber: z.coerce.number().nullish(),
});
/** One element comes alone, as everywhere in the Metadata API. */
const messages = z
  .union([z.array(messageSchema), messageSchema.transform((one) => [one])])
  .nullish()
  .transform((list) => list ?? []);
const statusSchema = z.object({
  deployResult: z.object({
    status: z.string(),
    done: flag,
    success: flag,
    numberComponentsDeployed: z.coerce.number().default(0),
    numberComponentsTotal: z.coerce.number().default(0),
    errorMessage: z.string().nullish(),
    details: z
      .object({ componentFailures: messages, componentSuccesses: messages })
      .nullish()
      .transform((details) => details ?? { componentFailures: [], componentSuccesses: [] }),
  }),
});
const acceptedSchema = z.object({ id: z.string() });
const refusalSchema = z.array(z.object({ errorCode: z.string(), message: z.string() })).min(1);

const SEND_TIMEOUT_MS = 120_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const LONGEST_WAIT_MS = 60 * 60_000;

const SENDING: CallSubject = {
  method: 'POST',
  template: '/metadata/deployRequest',
  purpose: 'deploy the package',
};

/**
 * Deployments with an administrator's session.
 *
 * @param session the archive goes to its address as a form, which the client of the records cannot send
 * @param client of the same session
 */
export function createMetadataDeploys(
  session: SalesforceSession,
  client: SalesforceClient,
  timing: RetryTiming = SYSTEM_TIMING,
): MetadataDeploys {
  return {
    async deploy(content, { checkOnly, show }) {
      const id = await send(session, zipPackage(content), checkOnly, timing);
      const giveUpAt = timing.now() + LONGEST_WAIT_MS;
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
        await timing.sleep(pause);
        const { deployResult } = await client.send({
          method: 'GET',
          path: `/metadata/deployRequest/${id}`,
          template: '/metadata/deployRequest/{id}',
          query: { includeDetails: 'true' },
          schema: statusSchema,
          purpose: 'follow the deployment',
          patience: 'job',
        });
        show?.(deployResult.numberComponentsDeployed, deployResult.numberComponentsTotal);
        if (deployResult.done) return reportOf(deployResult);
        if (timing.now() > giveUpAt) {
          const what = `deployment ${id} takes more than an hour`;
          throw noReply(SENDING, { what, mayHaveHappened: true, retry: { kind: 'never' } });
        }
      }
    },
  };
}

async function send(
  { accessToken, instanceUrl }: SalesforceSession,
  archive: Uint8Array<ArrayBuffer>,
  checkOnly: boolean,
  timing: RetryTiming,
): Promise<string> {
  const form = new FormData();
  const options = { deployOptions: { checkOnly, rollbackOnError: true, singlePackage: true } };
  form.append('entity_content', new Blob([JSON.stringify(options)], { type: 'application/json' }));
  form.append('file', new Blob([archive], { type: 'application/zip' }), 'package.zip');
  const address = new URL(`/services/data/v${METADATA_VERSION}/metadata/deployRequest`, instanceUrl);
  const init = {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}` },
    body: form,
    signal: timing.timeout(SEND_TIMEOUT_MS),
  };
  const reply = await fetch(address, init).catch((cause: unknown) => {
    throw noReply(SENDING, { what: 'no reply', mayHaveHappened: true, retry: { kind: 'never' }, cause });
  });
  const body: unknown = await reply.json().catch(() => undefined);
  if (reply.status === 401) throw sessionOver();
  const accepted = acceptedSchema.safeParse(body);
  if (reply.ok && accepted.success) return accepted.data.id;
  const refusal = refusalSchema.safeParse(body);
  if (!refusal.success) throw malformedReply(SENDING, `status ${reply.status}`);
  const [first] = refusal.data;
  throw refusedCall(SENDING, { errorCode: first?.errorCode ?? '', said: first?.message ?? '' });
}

function reportOf({
  success,
  details,
  errorMessage,
}: z.infer<typeof statusSchema>['deployResult']): DeployReport {
  const { componentFailures, componentSuccesses } = details;
  // The manifests are told like components, and are none.
  const all = [...componentFailures, ...componentSuccesses].filter(
    ({ fullName, problem }) => problem || !/^(package|destructiveChanges\w*)\.xml$/.test(fullName),
  );
  return {
    succeeded: success,
    messages: all.map((one) => ({
      type: one.componentType ?? '',
      fullName: one.fullName,
      file: one.fileName ?? '',
      outcome: outcomeOf(one),
      ...(one.problem && { problem: one.problem }),
      ...(one.lineNumber && { line: one.lineNumber }),
    })),
    ...(errorMessage && { problem: errorMessage }),
  };
}

function outcomeOf(one: z.infer<typeof messageSchema>): DeployMessage['outcome'] {
  if (one.problem) return one.problemType === 'Warning' ? 'warning' : 'failed';
  if (one.deleted) return 'removed';
  if (one.created) return 'created';
  return one.changed ? 'changed' : 'unchanged';
}
