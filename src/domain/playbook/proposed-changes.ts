import type { ExceptionRequest } from '../exception-request/state.ts';

/** A governed field a request wants changed, in words. */
export interface ProposedChange {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** What a request changes on the record once approved. */
export function proposedChanges({ proposed, former }: ExceptionRequest): readonly ProposedChange[] {
  const changes: ProposedChange[] = [];
  if (proposed.owner) {
    changes.push({ label: 'Owner', from: former.owner?.name ?? 'nobody', to: proposed.owner.name });
  }
  if (proposed.stage) {
    changes.push({ label: 'Stage', from: former.stage?.label ?? 'none', to: proposed.stage.label });
  }
  return changes;
}
