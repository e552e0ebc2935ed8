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
  const notice = handoff.unavailable ?? handoff.notReady ?? ownersDiffer(handoff);
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

/** Two CRMs that name different owners of one record; undefined when they agree or there is only one. */
function ownersDiffer({ owner, linked }: CardData['handoff']): string | undefined {
  if (!linked || owner?.email === linked.owner?.email) return undefined;
  const here = owner?.name ?? 'nobody';
  const there = linked.owner?.name ?? 'nobody';
  return `The owner here is ${here}, and in ${linked.crm}, for the same record, ${there}. While an exception holds the record, let one of the two systems own this field.`;
}
