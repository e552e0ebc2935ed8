import type { ProblemCode } from '@handrail/contracts/vocabulary';
import type { CrmPort } from '../../ports/crm.ts';
import { CrmError } from '../../ports/crm.ts';
import type {
  DecisionRow,
  ExceptionRow,
  RequestRows,
  RowAuthor,
  WrittenRow,
} from '../../ports/request-rows.ts';
import { RowSettledBefore, type RowVerdict } from '../../ports/row-inbox.ts';
import type { AppContext, Caller, Settlement } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { submitException } from '../submit-exception.ts';
import { carryOutWish } from './carry-out-wish.ts';
import { callerOf } from './check-author.ts';
import { ownOverride } from './own-override.ts';
import { mustAnswer, RowMustWait } from './row-must-wait.ts';

/** What became of a row for now; `settled_before`: somebody else was first. */
export type WorkedRow = 'accepted' | 'refused' | 'waits' | 'settled_before';

/** Tries in which the CRM must answer before a row is worked as a card's request would be while the CRM is down. */
const PATIENT_TRIES = 5;
/** Tries after which a row that nothing can be made of is refused, so that nobody waits for ever. */
const MOST_TRIES = 10;
/** Runs of one row while others change the same request. */
const MOST_RUNS = 3;

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 60 * 60_000;

/**
 * Makes of a row what its author wants, by the use cases of the card, and gives it its one verdict in the transaction in
 * which that is done. A row that has a verdict already has no effect a second time. What cannot be done now waits; a
 * row that could not be worked in ten tries is refused and says so.
 *
 * @param author who wrote it; undefined for a user whom the CRM does not show
 * @param tries how often it was tried before
 * @throws what the store throws; nothing of the row was done then
 */
export async function workRow(
  context: AppContext,
  rows: RequestRows,
  tenantId: string,
  {
    row,
    author,
    tries,
  }: { readonly row: WrittenRow; readonly author: RowAuthor | undefined; readonly tries: number },
): Promise<WorkedRow> {
  const crmOf = (tenant: string): CrmPort =>
    tries < PATIENT_TRIES ? mustAnswer(context.crmOf(tenant)) : context.crmOf(tenant);
  const rowContext = { ...context, crmOf, settlement: settlementOf(context, row) };
  for (let run = 1; ; run += 1) {
    try {
      const caller = callerOf(tenantId, author);
      if (row.kind === 'exception') await fileRow(rowContext, caller, row);
      else await decideByRow(rowContext, rows, caller, row);
      // A form that was filed before leaves nothing to settle in its own transaction.
      return await settled(context, tenantId, row);
    } catch (error) {
      if (error instanceof RowSettledBefore) return 'settled_before';
      if (error instanceof Refusal && error.code !== 'crm_unavailable') {
        // Somebody saved at the same moment: on a second look it is told what it comes too late for.
        if (
          error.code === 'changed_meanwhile' &&
          run < MOST_RUNS &&
          !(await isSettled(context, tenantId, row))
        )
          continue;
        return refuse(context, tenantId, row, error);
      }
      return await letWait(context, tenantId, row, error, tries);
    }
  }
}

/** The verdict is written beside whatever the use case writes. */
function settlementOf({ clock }: AppContext, row: WrittenRow): Settlement {
  return {
    async done(tx, { state }) {
      const { requestId } = state.request;
      await tx.rowInbox.settle(row, { outcome: 'accepted', requestId }, clock.now());
      if (row.kind === 'exception') await tx.requestRows.link(requestId, row.rowId);
    },
    refused: (tx, refusal) => tx.rowInbox.settle(row, verdictOf(refusal), clock.now()),
  };
}

async function fileRow(context: AppContext, caller: Caller, { rowId, form }: ExceptionRow): Promise<void> {
  if ('fault' in form) throw notValid(form.fault);
  // Keys that cards send have no colon: none of them can take a row's.
  const retroactive = await ownOverride(context, caller, form.record);
  await submitException(context, caller, {
    ...form,
    idempotencyKey: `row:${rowId}`,
    ...(retroactive && { retroactive }),
  });
}

async function decideByRow(
  context: AppContext,
  rows: RequestRows,
  caller: Caller,
  { wish, aboutRowId }: DecisionRow,
): Promise<void> {
  const { tenantId } = caller;
  const link = await context.unitOfWork.transact(tenantId, (tx) => tx.requestRows.findByRow(aboutRowId));
  if (!link) {
    const about = (await rows.read('exception', [aboutRowId])).get(aboutRowId);
    const nothing = new Refusal({
      code: 'request_not_found',
      message:
        'The request that this is about was not filed with Handrail here: it was refused, or it was copied from another org. Reload the page to see what is there now.',
    });
    throw about?.waits ? new RowMustWait('request_not_found', nothing) : nothing;
  }
  if ('fault' in wish) throw notValid(wish.fault);
  await carryOutWish(context, rows, caller, link.requestId, wish);
}

function notValid(fault: string): Refusal {
  return new Refusal({ code: 'body_invalid', message: `${fault} Mend it and write it again.` });
}

async function refuse(
  { unitOfWork, clock }: AppContext,
  tenantId: string,
  row: WrittenRow,
  refusal: Refusal,
): Promise<WorkedRow> {
  return unitOfWork.transact(tenantId, async (tx) => {
    const known = (await tx.rowInbox.find([row.rowId])).get(row.rowId);
    if (known?.verdict) return known.verdict.outcome;
    const now = clock.now();
    await tx.rowInbox.settle(row, verdictOf(refusal), now);
    if (refusal.code === 'author_not_accepted') {
      const link = row.kind === 'decision' ? await tx.requestRows.findByRow(row.aboutRowId) : null;
      await tx.appendAudit([
        {
          at: now.toISOString(),
          type: 'command_refused',
          ...(link && { requestId: link.requestId }),
          actor: { kind: 'user', userId: row.authorId },
          data: { command: commandOf(row), code: refusal.code, rowId: row.rowId },
        },
      ]);
    }
    return 'refused';
  });
}

function commandOf(row: WrittenRow): string {
  if (row.kind === 'exception') return 'submit';
  return 'fault' in row.wish ? 'review' : row.wish.type;
}

async function letWait(
  context: AppContext,
  tenantId: string,
  row: WrittenRow,
  error: unknown,
  tries: number,
): Promise<WorkedRow> {
  const code = codeOf(error);
  if (tries + 1 >= MOST_TRIES) return refuse(context, tenantId, row, lastWord(error));
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  const until = new Date(context.clock.now().getTime() + wait);
  await context.unitOfWork.transact(tenantId, (tx) => tx.rowInbox.postpone(row, until, code));
  return 'waits';
}

/** What is kept of an error: a code, since its words may quote a person. */
function codeOf(error: unknown): ProblemCode {
  if (error instanceof RowMustWait || error instanceof Refusal) return error.code;
  return error instanceof CrmError && error.retryable ? 'crm_unavailable' : 'internal_error';
}

function lastWord(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof RowMustWait && error.refusal) return error.refusal;
  return new Refusal({
    code: codeOf(error),
    message: `Handrail could not work this in ${MOST_TRIES} tries and gave up. Tell your administrator, then write it again.`,
  });
}

async function isSettled(
  { unitOfWork }: AppContext,
  tenantId: string,
  { rowId }: WrittenRow,
): Promise<boolean> {
  const known = await unitOfWork.transact(tenantId, (tx) => tx.rowInbox.find([rowId]));
  return known.get(rowId)?.verdict != null;
}

async function settled(
  { unitOfWork }: AppContext,
  tenantId: string,
  { rowId }: WrittenRow,
): Promise<WorkedRow> {
  const known = await unitOfWork.transact(tenantId, (tx) => tx.rowInbox.find([rowId]));
  const outcome = known.get(rowId)?.verdict?.outcome;
  if (outcome === undefined) throw new Error('a row was worked without a verdict (this is a bug)');
  return outcome;
}

/** The longest text a row's answer takes. */
const MOST_WORDS = 4000;

function verdictOf({ code, message }: Refusal): RowVerdict {
  return { outcome: 'refused', code, message: message.slice(0, MOST_WORDS) };
}
