import type { FormView } from '@handrail/contracts/card-view';
import { Alert, Checkbox, Flex } from '@hubspot/ui-extensions';
import type { FormValues } from '../form/form-values.ts';

export interface RetroactiveFieldProps {
  readonly form: FormView;
  readonly values: FormValues;
  readonly onChange: (changed: Partial<FormValues>) => void;
}

/** A change that was made without leave, and the choice to file this request for it. */
export function RetroactiveField({ form, values, onChange }: RetroactiveFieldProps) {
  const { retroactive } = form;
  if (!retroactive) return null;
  return (
    <Flex direction="column" gap="small">
      <Alert variant="warning" title="A change of this record waits for a request" testId="retroactive">
        {retroactive.words}
      </Alert>
      <Checkbox
        checked={values.explains}
        description="Filed afterwards: approvers see what was changed and when. What stands on the record already is not written again."
        onChange={(explains) => onChange({ explains })}
        testId="explains"
      >
        This request is for that change
      </Checkbox>
    </Flex>
  );
}
