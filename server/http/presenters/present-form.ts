import type { ExceptionTypeView, FormView } from '@handrail/contracts/card-view';
import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { CardData } from '../../../src/application/load-card.ts';
import type { WaitingOverride } from '../../../src/application/watch/explain-change.ts';
import { mayBreakGlass } from '../../../src/domain/policy/may-break-glass.ts';
import type { ExceptionType, PolicyVersion } from '../../../src/domain/policy/policy.ts';
import type { RecordChoices } from '../../../src/ports/crm.ts';

/** All that the form needs; null while the record is occupied by a live request. */
export function presentForm({
  choices,
  handoff,
  policy,
  directory,
  viewer,
  now,
  override,
}: CardData): FormView | null {
  if (choices === null) return null;
  const { record, owner, stage } = handoff;
  const mayActAtOnce = (type: ExceptionType) =>
    mayBreakGlass(type, viewer.email, { policy: policy.policy, facts: handoff.facts, directory });
  return {
    ...presentChoices({ objectType: record.objectType, policy, choices, now, mayActAtOnce }),
    ...(owner?.ownerId !== undefined && { currentOwner: owner.ownerId }),
    ...(stage && { currentStage: stage.stageId }),
    ...(override && { retroactive: presentOverride(override) }),
  };
}

/** A change without leave that the form can be filed for, with what it wrote as the proposal. */
function presentOverride({ judged, words }: WaitingOverride): NonNullable<FormView['retroactive']> {
  const { changeId, change } = judged;
  const { field, to } = change;
  return {
    changeId,
    words,
    ...(field === 'owner' && to !== null && { ownerId: to }),
    ...(field === 'stage' && to !== null && { stageId: to }),
  };
}

/** What can be chosen for records of one type, whichever they are. */
export function presentChoices({
  objectType,
  policy,
  choices,
  now,
  mayActAtOnce,
}: {
  readonly objectType: ObjectType;
  readonly policy: PolicyVersion;
  readonly choices: RecordChoices | 'unavailable';
  readonly now: Date;
  readonly mayActAtOnce: (type: ExceptionType) => boolean;
}): Omit<FormView, 'currentOwner' | 'currentStage' | 'retroactive'> {
  const { owners, stages } = choices === 'unavailable' ? { owners: [], stages: [] } : choices;
  return {
    now: now.toISOString(),
    types: policy.policy.exceptionTypes
      .filter(({ appliesTo }) => appliesTo.includes(objectType))
      .map((type) => presentType(type, mayActAtOnce(type))),
    owners: owners.flatMap(({ ownerId, name, team }) =>
      ownerId === undefined
        ? []
        : [{ value: ownerId, label: team === undefined ? name : `${name} (${team})` }],
    ),
    stages: stages.map(({ stageId, label, pipelineLabel }) => ({
      value: stageId,
      label: `${pipelineLabel}: ${label}`,
    })),
    ...(choices === 'unavailable' && {
      choicesMissing:
        'Owners and stages cannot be read from the CRM now. You can file a request that does not need them.',
    }),
  };
}

/** What a form shows of a type. @param atOnce whether the viewer may have it take effect at once */
export function presentType(type: ExceptionType, atOnce: boolean): ExceptionTypeView {
  const { reasons, validity, proposes, breakGlass } = type;
  const [counterExample] = type.counterExamples;
  return {
    id: type.id,
    label: type.label,
    definition: type.definition,
    criteria: type.criteria.words,
    example: type.examples[0] ?? '',
    ...(counterExample !== undefined && { counterExample }),
    reasonCodes: reasons.codes.map(({ id, label }) => ({ value: id, label })),
    reasonPrompt: reasons.prompt,
    reasonMinLength: reasons.minLength,
    evidence: [...type.evidence],
    owner: proposes.owner,
    stage: proposes.stage,
    defaultDays: validity.defaultDays,
    maxDays: validity.maxDays,
    ...(breakGlass &&
      atOnce && {
        breakGlass: {
          reviewHours: breakGlass.reviewWithin,
          prompt: breakGlass.prompt,
          minLength: breakGlass.minLength,
        },
      }),
  };
}
