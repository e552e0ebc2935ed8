import type { ExceptionTypeView } from '@handrail/contracts/card-view';
import { MAX_TEXT } from '@handrail/contracts/field-formats';
import { Alert, Checkbox, Flex, Text, TextArea } from '@hubspot/ui-extensions';
import type { FormValues } from '../form/form-values.ts';

export interface BreakGlassFieldProps {
  readonly type: ExceptionTypeView;
  readonly values: FormValues;
  readonly error: string | undefined;
  readonly onChange: (changed: Partial<FormValues>) => void;
}

/** The choice to act first and be reviewed after, for those whom the policy lets: marked, with a reason of its own. */
export function BreakGlassField({ type, values, error, onChange }: BreakGlassFieldProps) {
  const { breakGlass } = type;
  if (!breakGlass) return null;
  const take = (atOnceReason: string) => onChange({ atOnceReason });
  return (
    <Flex direction="column" gap="small">
      <Checkbox
        checked={values.atOnce}
        description="Break-glass: before anybody has approved it."
        onChange={(atOnce) => onChange({ atOnce })}
        testId="at-once"
      >
        Take effect at once
      </Checkbox>
      {values.atOnce && (
        <>
          <Alert variant="warning" title="You act before anybody has approved it" testId="at-once-warning">
            Everybody who would have decided is told. They owe a review within {breakGlass.reviewHours}{' '}
            business hours; unless it confirms what you did, your changes are taken back.
          </Alert>
          <TextArea
            name="at-once-reason"
            label="Why it cannot wait"
            description={breakGlass.prompt}
            required
            rows={2}
            maxLength={MAX_TEXT}
            onInput={take}
            onChange={take}
            {...(error !== undefined && { error: true, validationMessage: error })}
            testId="at-once-reason"
          />
          <Text variant="microcopy" testId="at-once-count">
            {values.atOnceReason.trim().length} of at least {breakGlass.minLength} characters
          </Text>
        </>
      )}
    </Flex>
  );
}
