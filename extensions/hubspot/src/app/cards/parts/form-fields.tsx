import type { ExceptionTypeView, FormView } from '@handrail/contracts/card-view';
import { MAX_TEXT } from '@handrail/contracts/field-formats';
import {
  Accordion,
  DateInput,
  DescriptionList,
  DescriptionListItem,
  Flex,
  List,
  Select,
  Text,
  TextArea,
  Tile,
} from '@hubspot/ui-extensions';
import { type FormValues, missingCharacters, UNCHANGED } from '../form/form-values.ts';
import { dayAt } from '../words/portal-time.ts';

interface FieldProps {
  readonly type: ExceptionTypeView;
  readonly values: FormValues;
  readonly error?: string | undefined;
  readonly onChange: (changed: Partial<FormValues>) => void;
}

interface ChoiceProps extends FieldProps {
  readonly form: FormView;
}

interface TypeFieldProps {
  readonly form: FormView;
  readonly type: ExceptionTypeView | undefined;
  readonly error: string | undefined;
  readonly onChoose: (type: ExceptionTypeView) => void;
}

/** What kind of exception, with what it is and is not once chosen. */
export function TypeField({ form, type, error, onChoose }: TypeFieldProps) {
  return (
    <>
      <Select
        name="type"
        label="Exception type"
        required
        options={form.types.map(({ id, label }) => ({ value: id, label }))}
        {...(type && { value: type.id })}
        onChange={(id) => {
          const chosen = form.types.find((candidate) => candidate.id === id);
          if (chosen) onChoose(chosen);
        }}
        {...invalid(error)}
        testId="type"
      />
      {type && <TypeHelp type={type} />}
    </>
  );
}

function TypeHelp({ type }: { readonly type: ExceptionTypeView }) {
  return (
    <Tile compact testId="type-help">
      <Flex direction="column" gap="small">
        <Text>{type.definition}</Text>
        <DescriptionList direction="column">
          <DescriptionListItem label="Counts when">{type.criteria}</DescriptionListItem>
          <DescriptionListItem label="Example">{type.example}</DescriptionListItem>
        </DescriptionList>
        {(type.counterExample || type.evidence.length > 0) && (
          <Accordion title="What does not count, what to have ready" testId="type-more">
            <DescriptionList direction="column">
              {type.counterExample && (
                <DescriptionListItem label="Not an example">{type.counterExample}</DescriptionListItem>
              )}
              {type.evidence.length > 0 && (
                <DescriptionListItem label="Have ready">
                  <List>
                    {type.evidence.map((piece) => (
                      <Text key={piece}>{piece}</Text>
                    ))}
                  </List>
                </DescriptionListItem>
              )}
            </DescriptionList>
          </Accordion>
        )}
      </Flex>
    </Tile>
  );
}

/** The reason in one of the type's codes. */
export function ReasonCodeField({ type, values, error, onChange }: FieldProps) {
  return (
    <Select
      name="reason-code"
      label="Reason"
      required
      options={type.reasonCodes}
      {...(values.reasonCode && { value: values.reasonCode })}
      onChange={(code) => onChange({ reasonCode: String(code) })}
      {...invalid(error)}
      testId="reason-code"
    />
  );
}

/**
 * The reason in words. HubSpot commits a text field when it loses focus; every keystroke is taken here, so that the
 * counter is right and nothing is lost. The field keeps its own text: sending it back while somebody types would move
 * their cursor.
 */
export function ReasonField({ type, values, error, onChange }: FieldProps) {
  const missing = missingCharacters(values.reason, type);
  const take = (reason: string) => onChange({ reason });
  return (
    <>
      <TextArea
        name="reason"
        label="In your words"
        description={type.reasonPrompt}
        required={type.reasonMinLength > 0}
        rows={3}
        maxLength={MAX_TEXT}
        onInput={take}
        onChange={take}
        {...invalid(error)}
        testId="reason"
      />
      {type.reasonMinLength > 0 && (
        <Text variant="microcopy" testId="reason-count">
          {missing > 0
            ? `${values.reason.trim().length} of at least ${type.reasonMinLength} characters`
            : 'Long enough'}
        </Text>
      )}
    </>
  );
}

/** Who should own the record instead. */
export function OwnerField({ form, type, values, error, onChange }: ChoiceProps) {
  if (type.owner === 'none') return null;
  return (
    <ChoiceField
      name="proposed-owner"
      label="New owner"
      required={type.owner === 'required'}
      choices={form.owners}
      current={form.currentOwner}
      value={values.ownerId}
      error={error}
      onChange={(ownerId) => onChange({ ownerId })}
    />
  );
}

/** Which stage the record should be in instead. */
export function StageField({ form, type, values, error, onChange }: ChoiceProps) {
  if (type.stage === 'none') return null;
  return (
    <ChoiceField
      name="proposed-stage"
      label="New stage"
      required={type.stage === 'required'}
      choices={form.stages}
      current={form.currentStage}
      value={values.stageId}
      error={error}
      onChange={(stageId) => onChange({ stageId })}
    />
  );
}

interface ChoiceFieldProps {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly choices: FormView['owners'];
  readonly current: string | undefined;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

/** A choice of owner or stage; where the type leaves it open, it starts with "leave as it is". */
function ChoiceField({ name, label, required, choices, current, value, error, onChange }: ChoiceFieldProps) {
  const now = choices.find((choice) => choice.value === current)?.label ?? current;
  const unchanged = { value: UNCHANGED, label: now ? `Leave as it is (${now})` : 'Leave as it is' };
  return (
    <Select
      name={name}
      label={label}
      required={required}
      options={required ? choices : [unchanged, ...choices]}
      {...(value && { value })}
      onChange={(chosen) => onChange(String(chosen))}
      {...(required && now && { description: `Now: ${now}` })}
      {...invalid(error)}
      testId={name}
    />
  );
}

/** Until when, in the portal's days; the type bounds it. */
export function UntilField({
  form,
  type,
  values,
  timeZone,
  onChange,
}: ChoiceProps & { readonly timeZone: string }) {
  const latest = dayAt(form.now, timeZone, type.maxDays);
  return (
    <DateInput
      name="expires"
      label="Until the end of"
      description={`At most ${type.maxDays} days, in the portal's time zone.`}
      required
      format="medium"
      timezone="portalTz"
      min={dayAt(form.now, timeZone)}
      max={latest}
      minValidationMessage="This day is over."
      maxValidationMessage={`The policy allows at most ${type.maxDays} days.`}
      value={values.until}
      onChange={({ year, month, date }) => onChange({ until: { year, month, date } })}
      testId="expires"
    />
  );
}

function invalid(error: string | undefined) {
  return error === undefined ? {} : { error: true, validationMessage: error };
}
