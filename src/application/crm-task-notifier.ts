import type { NoticeMessage } from '../domain/notice/message-of.ts';
import type { StepAction } from '../domain/playbook/step.ts';
import { CrmError, type CrmPort } from '../ports/crm.ts';
import { type Notifier, NotifierError } from '../ports/notifier.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Tells people by a task on the record. The notice's key is the idempotency key of the task: it is created once, also
 * when the reply of the first try was lost.
 */
export function crmTaskNotifier(crm: CrmPort): Notifier {
  return {
    async deliver({ notice, message, record, at }) {
      const { noticeKey, requestId, to, dueAt } = notice;
      const action: StepAction = {
        kind: 'create_task',
        subject: message.subject,
        body: bodyOf(to.name, message),
        dueAt: dueAt ?? new Date(Date.parse(at) + DAY).toISOString(),
        ...(to.ownerId !== undefined && { ownerId: to.ownerId }),
      };
      try {
        const written = await crm.applyStep({
          stepKey: noticeKey,
          requestId,
          phase: 'notify',
          position: 0,
          record,
          action,
        });
        if (written.outcome !== 'written' && written.outcome !== 'already_there') return {};
        const { reference, outcome } = written;
        return {
          ...(reference !== undefined && { reference }),
          ...(outcome === 'already_there' && { before: true }),
        };
      } catch (error) {
        if (!(error instanceof CrmError)) throw error;
        throw new NotifierError(error.retryable ? 'unavailable' : 'refused', error.message, { cause: error });
      }
    },
  };
}

/** The record is where the task stands, so it needs neither its name nor a link. */
function bodyOf(name: string, { why, lines }: NoticeMessage): string {
  const texts = lines.filter(({ label }) => !KNOWN_THERE.has(label));
  return [
    `${name}, ${why.charAt(0).toLowerCase()}${why.slice(1)}`,
    ...texts.map(({ label, value }) => sentence(`${label}: ${value}`)),
    'The Handrail card on this record has everything.',
  ].join(' ');
}

/** The lines of a task run on, so each ends as a sentence does. */
function sentence(line: string): string {
  return /[.!?…]$/.test(line) ? line : `${line}.`;
}

const KNOWN_THERE: ReadonlySet<string> = new Set(['Record', 'Exception', 'Filed by']);
