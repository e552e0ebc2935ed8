import { type BulkView, MAX_BULK_IDS } from '@handrail/contracts/bulk';
import type { ExceptionTypeView, FormView } from '@handrail/contracts/card-view';
import { OBJECT_TYPES, type ObjectType } from '@handrail/contracts/vocabulary';
import {
  Alert,
  Button,
  Flex,
  Form,
  Heading,
  Input,
  LoadingSpinner,
  Select,
  Text,
  TextArea,
} from '@hubspot/ui-extensions';
import {
  draftOf,
  emptyForm,
  type FieldErrors,
  type FormValues,
  fieldErrors,
  submissionOf,
  withType,
} from 'handrail-hubspot-cards/form/form-values.ts';
import { createKeyring } from 'handrail-hubspot-cards/form/idempotency-key.ts';
import {
  OwnerField,
  ReasonCodeField,
  ReasonField,
  StageField,
  TypeField,
  UntilField,
} from 'handrail-hubspot-cards/parts/form-fields.tsx';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { useCall } from 'handrail-hubspot-cards/use-call.ts';
import { useReading } from 'handrail-hubspot-cards/use-reading.ts';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { BulkApi, BulkResult } from '../api/bulk-api.ts';
import type { InboxEnv } from '../inbox-env.ts';
import { idsIn, records } from './bulk-words.ts';

export interface BulkFormProps {
  readonly api: BulkApi;
  readonly env: InboxEnv;
  readonly onClose: () => void;
  readonly onFiled: (bulk: BulkView) => void;
}

/** Which records, and then the same form as on a record. */
export function BulkForm({ api, env, onClose, onFiled }: BulkFormProps) {
  const [objectType, setObjectType] = useState<ObjectType>('deal');
  const read = useCallback(() => api.form(objectType), [api, objectType]);
  const { reply, problem, reload } = useReading(read, () => false);
  return (
    <Flex direction="column" gap="medium">
      <Heading>New bulk request</Heading>
      <Select
        name="object-type"
        label="Records"
        value={objectType}
        options={OBJECT_TYPES.map((type) => ({ value: type, label: PLURAL[type] }))}
        onChange={(value) => setObjectType(OBJECT_TYPES.find((type) => type === value) ?? 'deal')}
        testId="bulk-object-type"
      />
      {problem && <ErrorPanel problem={problem} onRetry={reload} />}
      {!reply && !problem && <LoadingSpinner label="Reading the form" showLabel layout="centered" />}
      {reply && <Fields key={objectType} form={reply.form} {...{ api, env, objectType, onClose, onFiled }} />}
    </Flex>
  );
}

const PLURAL: Readonly<Record<ObjectType, string>> = {
  deal: 'Deals',
  contact: 'Contacts',
  company: 'Companies',
  ticket: 'Tickets',
};

type Source = 'ids' | 'list';

interface FieldsProps extends BulkFormProps {
  readonly form: FormView;
  readonly objectType: ObjectType;
}

function Fields({ api, env, form, objectType, onClose, onFiled }: FieldsProps) {
  const [values, setValues] = useState<FormValues>(() => emptyForm(form, env.timeZone));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [source, setSource] = useState<Source>('ids');
  const [sourceError, setSourceError] = useState<string>();
  const [count, setCount] = useState(0);
  // HubSpot commits open fields and submits in one go, before React has rendered the last change.
  const latest = useRef(values);
  const given = useRef({ ids: '', list: '' });
  const keyFor = useMemo(() => createKeyring(), []);
  const call = useCall<Extract<BulkResult, { ok: true }>>(({ bulk }) => onFiled(bulk));
  const type = typeOf(values, form);

  const take = (next: FormValues) => {
    latest.current = next;
    setValues(next);
  };
  const change = (changed: Partial<FormValues>) => {
    take({ ...latest.current, ...changed });
    setErrors({});
  };
  const submit = () => {
    const filled = latest.current;
    const filledType = typeOf(filled, form);
    const found = fieldErrors(filled, filledType);
    const wrong = sourceProblem(source, given.current);
    setErrors(found);
    setSourceError(wrong);
    if (!filledType || wrong || Object.keys(found).length > 0) return;
    const record = { objectType, recordId: '' };
    const draft = draftOf(filled, filledType, form, record, env.timeZone);
    const { record: _, ...content } = submissionOf(filled, draft);
    const submission = {
      ...content,
      objectType,
      records:
        source === 'ids' ? { recordIds: [...idsIn(given.current.ids)] } : { list: given.current.list.trim() },
      asks: 'after_preview' as const,
    };
    void call.run(() => api.submit({ ...submission, idempotencyKey: keyFor(submission) }));
  };

  return (
    <Form onSubmit={submit} testId="bulk-form">
      <Flex direction="column" gap="small">
        <Select
          name="source"
          label="Which ones"
          value={source}
          options={[
            { value: 'ids', label: 'Record ids that I paste' },
            { value: 'list', label: 'A list in HubSpot' },
          ]}
          onChange={(value) => setSource(value === 'list' ? 'list' : 'ids')}
          testId="bulk-source"
        />
        {source === 'ids' ? (
          <IdsField
            error={sourceError}
            onInput={(text) => {
              given.current = { ...given.current, ids: text };
              setCount(idsIn(text).length);
            }}
            count={count}
          />
        ) : (
          <Input
            name="list"
            label="Id or name of the list"
            required
            onInput={(text) => {
              given.current = { ...given.current, list: text };
            }}
            onChange={(text) => {
              given.current = { ...given.current, list: text };
            }}
            {...(sourceError !== undefined && { error: true, validationMessage: sourceError })}
            testId="bulk-list"
          />
        )}
        <TypeField
          form={form}
          type={type}
          error={errors.typeId}
          onChoose={(chosen: ExceptionTypeView) => {
            take(withType(latest.current, chosen, form, env.timeZone));
            setErrors({});
          }}
        />
        {type && (
          <>
            <ReasonCodeField type={type} values={values} error={errors.reasonCode} onChange={change} />
            <ReasonField type={type} values={values} error={errors.reason} onChange={change} />
            {form.choicesMissing && (
              <Alert variant="warning" title="Owners and stages are missing">
                {form.choicesMissing}
              </Alert>
            )}
            <OwnerField form={form} type={type} values={values} error={errors.ownerId} onChange={change} />
            <StageField form={form} type={type} values={values} error={errors.stageId} onChange={change} />
            <UntilField form={form} type={type} values={values} timeZone={env.timeZone} onChange={change} />
          </>
        )}
        <Text variant="microcopy">
          Handrail looks at every record first and shows you who would be asked and what is left out. Nobody
          is asked before you say so.
        </Text>
        {call.problem && <ErrorPanel problem={call.problem} onRetry={submit} testId="bulk-form-problem" />}
        <Flex direction="row" gap="small">
          <Button type="submit" variant="primary" disabled={call.busy} testId="bulk-submit">
            {call.busy ? 'Filing…' : 'Look at the records'}
          </Button>
          <Button onClick={onClose} disabled={call.busy} testId="bulk-cancel">
            Cancel
          </Button>
        </Flex>
      </Flex>
    </Form>
  );
}

interface IdsFieldProps {
  readonly error: string | undefined;
  readonly count: number;
  readonly onInput: (text: string) => void;
}

function IdsField({ error, count, onInput }: IdsFieldProps) {
  return (
    <>
      <TextArea
        name="ids"
        label="Record ids"
        description="One a line, or separated by commas. An id that stands twice counts once."
        required
        rows={4}
        onInput={onInput}
        onChange={onInput}
        {...(error !== undefined && { error: true, validationMessage: error })}
        testId="bulk-ids"
      />
      <Text variant="microcopy" testId="bulk-ids-count">
        {records(count)}
      </Text>
    </>
  );
}

/** What keeps the records from being looked at. */
function sourceProblem(
  source: Source,
  given: { readonly ids: string; readonly list: string },
): string | undefined {
  if (source === 'list') return given.list.trim() === '' ? 'Name the list.' : undefined;
  const ids = idsIn(given.ids);
  if (ids.length === 0) return 'Paste at least one record id.';
  if (ids.length > MAX_BULK_IDS) {
    return `These are ${ids.length} ids; at most ${MAX_BULK_IDS} can be pasted. Put the records on a list and name it.`;
  }
  const odd = ids.find((id) => !/^[A-Za-z0-9]{1,32}$/.test(id));
  return odd === undefined ? undefined : `"${odd}" is no record id.`;
}

function typeOf(values: FormValues, form: FormView): ExceptionTypeView | undefined {
  return form.types.find((candidate) => candidate.id === values.typeId);
}
