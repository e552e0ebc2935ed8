import type { CardView } from '@handrail/contracts/card-view';
import type { CardData } from '../../../src/application/load-card.ts';
import { isLive } from '../../../src/domain/exception-request/state.ts';
import { presentCovers, presentGroup } from './present-coverage.ts';
import { presentForm } from './present-form.ts';
import { presentPerson } from './present-person.ts';
import { presentRequest } from './present-request.ts';
import { presentStandardPath } from './present-standard-path.ts';

/** Everything a card shows, for the person who looks at it. */
export function presentCard(data: CardData): CardView {
  const { handoff, viewer, latest } = data;
  const form = presentForm(data);
  const group = latest && presentGroup(data.coverage, latest.state);
  const coveredBy = presentCovers(data.coverage, latest?.state ?? null);
  const notice = handoff.unavailable ?? handoff.notReady;
  return {
    record: handoff.record,
    recordTitle: handoff.title,
    viewer: presentPerson(viewer),
    standardPath: presentStandardPath(data.standardPath),
    ...(latest && {
      [isLive(latest.state) ? 'live' : 'previous']: presentRequest(latest, viewer, data.now, handoff.owner),
    }),
    ...(form && { form }),
    ...(group && { group }),
    ...(coveredBy.length > 0 && { coveredBy }),
    ...(notice !== undefined && { notice }),
  };
}
