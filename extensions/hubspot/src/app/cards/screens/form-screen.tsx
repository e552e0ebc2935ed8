import type { CardView, ExceptionTypeView, FormView } from '@handrail/contracts/card-view';
import { Alert, Button, Flex, Form, Heading } from '@hubspot/ui-extensions';
import { useMemo, useRef, useState } from 'react';
import type { CardEnv } from '../card-env.ts';
import {
  draftOf,
  emptyForm,
  type FieldErrors,
  type FormValues,
  fieldErrors,
  submissionOf,
  withType,
} from '../form/form-values.ts';
import { createKeyring } from '../form/idempotency-key.ts';
import { usePreview } from '../form/use-preview.ts';
import { BreakGlassField } from '../parts/break-glass-field.tsx';
import { Covers } from '../parts/covers.tsx';
import {
  OwnerField,
  ReasonCodeField,
  ReasonField,
  StageField,
  TypeField,
  UntilField,
} from '../parts/form-fields.tsx';
import { PreviewPanel } from '../parts/preview-panel.tsx';
import { Notice } from '../parts/request-frame.tsx';
import { RetroactiveField } from '../parts/retroactive-field.tsx';
import { StandardPath } from '../parts/standard-path.tsx';
import { useAction } from '../use-action.ts';
import { ErrorPanel } from './error-panel.tsx';

export interface FormScreenProps {
  readonly card: CardView;
  readonly form: FormView;
  readonly onClose: () => void;
  readonly env: CardEnv;
}

/** The request as it is filled: type first, since it decides every other field, and who will be asked, live. */
export function FormScreen({ card, form, onClose, env }: FormScreenProps) {
  const [values, setValues] = useState<FormValues>(() => emptyForm(form, env.timeZone));
  const [errors, setErrors] = useState<FieldErrors>({});
  // HubSpot commits open fields and submits in one go, before React has rendered the last change.
  const latest = useRef(values);
  const keyFor = useMemo(() => createKeyring(), []);
  const action = useAction(env.perform, () => {
    onClose();
    env.announce(latest.current.atOnce ? 'The exception takes effect now.' : 'Exception requested.');
  });

  const type = typeOf(values, form);
  const draft = type && draftOf(values, type, form, env.record, env.timeZone);
  const preview = usePreview(env.api, draft);

  const take = (next: FormValues) => {
    latest.current = next;
    setValues(next);
  };
  const change = (changed: Partial<FormValues>) => {
    take({ ...latest.current, ...changed });
    // A field that was wrong is judged again at the next submit, not while it is being mended.
    const mended = Object.keys(changed);
    setErrors((before) =>
      Object.fromEntries(Object.entries(before).filter(([field]) => !mended.includes(field))),
    );
  };
  const chooseType = (chosen: ExceptionTypeView) => {
    take(withType(latest.current, chosen, form, env.timeZone));
    setErrors({});
  };
  const submit = () => {
    const filled = latest.current;
    const filledType = typeOf(filled, form);
    const found = fieldErrors(filled, filledType);
    setErrors(found);
    if (!filledType || Object.keys(found).length > 0) return;
    const submission = submissionOf(
      filled,
      draftOf(filled, filledType, form, env.record, env.timeZone),
      form.retroactive,
    );
    void action.run(() => env.api.submit({ ...submission, idempotencyKey: keyFor(submission) }));
  };

  return (
    <Form onSubmit={submit} testId="form">
      <Flex direction="column" gap="small">
        <Heading>Request an exception</Heading>
        <Notice notice={card.notice} />
        <Covers card={card} env={env} />
        <RetroactiveField form={form} values={values} onChange={change} />
        <TypeField form={form} type={type} error={errors.typeId} onChoose={chooseType} />
        {type && (
          <>
            <ReasonCodeField type={type} values={values} error={errors.reasonCode} onChange={change} />
            <ReasonField type={type} values={values} error={errors.reason} onChange={change} />
            {form.choicesMissing && (
              <Alert variant="warning" title="Owners and stages are missing" testId="choices-missing">
                {form.choicesMissing}
              </Alert>
            )}
            <OwnerField form={form} type={type} values={values} error={errors.ownerId} onChange={change} />
            <StageField form={form} type={type} values={values} error={errors.stageId} onChange={change} />
            <UntilField form={form} type={type} values={values} timeZone={env.timeZone} onChange={change} />
            <BreakGlassField type={type} values={values} error={errors.atOnceReason} onChange={change} />
            <PreviewPanel preview={preview} />
          </>
        )}
        {!type && <StandardPath path={card.standardPath} />}
        {action.problem && <ErrorPanel problem={action.problem} onRetry={submit} onReload={env.reload} />}
        <Flex direction="row" gap="small">
          <Button type="submit" variant="primary" disabled={action.busy} testId="submit">
            {action.busy ? 'Submitting…' : values.atOnce ? 'Submit and take effect at once' : 'Submit'}
          </Button>
          <Button onClick={onClose} disabled={action.busy} testId="cancel">
            Cancel
          </Button>
        </Flex>
      </Flex>
    </Form>
  );
}

function typeOf(values: FormValues, form: FormView): ExceptionTypeView | undefined {
  return form.types.find((candidate) => candidate.id === values.typeId);
}
