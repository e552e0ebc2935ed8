import type { RequestView } from '@handrail/contracts/card-view';
import { StatusTag, StepIndicator } from '@hubspot/ui-extensions';

interface StatusWords {
  readonly label: string;
  readonly variant: 'danger' | 'warning' | 'info' | 'success' | 'default';
  /** How far along `STAGES`; left out when the request left that road. */
  readonly stage?: number;
}

const STAGES = ['Requested', 'Decision', 'Changes', 'Active', 'Ended'];

const WORDS: Readonly<Record<RequestView['status'], StatusWords>> = {
  pending: { label: 'Waiting for a decision', variant: 'warning', stage: 1 },
  info_requested: { label: 'Waiting for an answer', variant: 'warning', stage: 1 },
  approved: { label: 'Approved, changes under way', variant: 'info', stage: 2 },
  active: { label: 'Exception active', variant: 'success', stage: 3 },
  needs_attention: { label: 'Needs attention', variant: 'danger', stage: 2 },
  ending: { label: 'Ending', variant: 'info', stage: 4 },
  ended: { label: 'Ended', variant: 'default' },
  reverting: { label: 'Being taken back', variant: 'warning', stage: 4 },
  reverted: { label: 'Taken back', variant: 'warning' },
  rejected: { label: 'Rejected', variant: 'danger' },
  withdrawn: { label: 'Withdrawn', variant: 'default' },
  lapsed: { label: 'Lapsed', variant: 'warning' },
};

/** What is known of a request that says how its status reads. */
type Standing = Pick<RequestView, 'status' | 'breakGlass'>;

/** In effect, or about to be, and approved by nobody: a status that says "approved" or "active" alone would mislead. */
const NOT_REVIEWED: Readonly<Partial<Record<RequestView['status'], string>>> = {
  approved: 'Taking effect, not approved',
  active: 'Active, review owed',
};

/** What a status is called, and its colour. */
export function statusInWords({ status, breakGlass }: Standing): Pick<StatusWords, 'label' | 'variant'> {
  const label = breakGlass?.outcome === 'owed' ? NOT_REVIEWED[status] : undefined;
  return label === undefined ? WORDS[status] : { label, variant: 'warning' };
}

/** The status in words and colour. */
export function RequestStatus({ request }: { readonly request: Standing }) {
  const { label, variant } = statusInWords(request);
  return (
    <StatusTag variant={variant} testId="status">
      {label}
    </StatusTag>
  );
}

/** Where a live request stands on its way. */
export function RequestProgress({
  status,
  narrow,
}: {
  readonly status: RequestView['status'];
  readonly narrow: boolean;
}) {
  const { stage } = WORDS[status];
  if (stage === undefined) return null;
  return (
    <StepIndicator
      stepNames={STAGES}
      currentStep={stage}
      variant={narrow ? 'compact' : 'default'}
      testId="progress"
    />
  );
}
