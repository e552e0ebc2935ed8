import type { RequestView } from '@handrail/contracts/card-view';
import { Alert } from '@hubspot/ui-extensions';
import { fromNow, inWords, sinceInWords } from '../words/portal-time.ts';

export interface BreakGlassProps {
  readonly request: Pick<RequestView, 'breakGlass' | 'reverted' | 'requester'>;
  readonly timeZone: string;
}

/** The badge of an exception that took effect before anybody approved it. It stays when the review is given. */
export function BreakGlass({ request, timeZone }: BreakGlassProps) {
  const { breakGlass, reverted, requester } = request;
  if (!breakGlass) return null;
  const { reason, dueAt, outcome, decidedAt } = breakGlass;
  const why = `${requester.name} had it take effect at once: “${reason}”`;
  const when = decidedAt === undefined ? '' : ` ${sinceInWords(decidedAt, timeZone, Date.now())}`;
  switch (outcome) {
    case 'owed':
      return (
        <Alert variant="warning" title="Break-glass: a review is owed" testId="break-glass">
          {why} Unless it is confirmed {fromNow(dueAt, Date.now())} ({inWords(dueAt, timeZone)}), its changes
          are taken back.
        </Alert>
      );
    case 'confirmed':
      return (
        <Alert variant="info" title="Break-glass, confirmed by a review" testId="break-glass">
          {why} Confirmed{when}.
        </Alert>
      );
    case 'reverted':
      return (
        <Alert variant="warning" title="Break-glass, taken back" testId="break-glass">
          {why} {reverted?.because ?? `Taken back${when}.`} {leftInWords(reverted?.left ?? [])}
        </Alert>
      );
  }
}

function leftInWords(left: readonly string[]): string {
  return left.length === 0 ? '' : `Left as it is, because somebody changed it since: ${left.join(', ')}.`;
}
