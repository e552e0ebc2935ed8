import { type DelegationInput, MAX_DELEGATION_REASON } from '@handrail/contracts/delegations';
import { Alert, Button, DateInput, Flex, Input, Text, TextArea } from '@hubspot/ui-extensions';
import { type Day, dayAt, endOfDay } from 'handrail-hubspot-cards/words/portal-time.ts';
import { useRef, useState } from 'react';

export interface AbsenceFormProps {
  /** The server's clock. */
  readonly now: string;
  /** The portal's IANA time zone. */
  readonly timeZone: string;
  readonly busy: boolean;
  readonly onSet: (wish: DelegationInput) => void;
}

interface Typed {
  delegate: string;
  reason: string;
}

const NEVER = '9999-12-31T00:00:00.000Z';
const SECOND = 1_000;

/** Who decides in the meantime, from which day to which, and why. */
export function AbsenceForm({ now, timeZone, busy, onSet }: AbsenceFormProps) {
  const [from, setFrom] = useState<Day>(dayAt(now, timeZone));
  const [until, setUntil] = useState<Day | null>(null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  // Fields keep their own text; a ref is up to date even when typing and pressing come in one moment.
  const typed = useRef<Typed>({ delegate: '', reason: '' });
  const take = (field: keyof Typed) => (text: string) => {
    typed.current[field] = text;
  };

  const set = () => {
    const delegate = typed.current.delegate.trim().toLowerCase();
    const reason = typed.current.reason.trim();
    const lacks = [
      ...(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(delegate) ? [] : ['the e-mail address of a colleague']),
      ...(until ? [] : ['your last day away']),
      ...(reason === '' ? ['a reason'] : []),
    ];
    setMissing(lacks);
    if (!until || lacks.length > 0) return;
    onSet({
      delegate,
      from: startOfDay(from, timeZone),
      until: endOfDay(until, timeZone, NEVER),
      reason,
    });
  };

  return (
    <Flex direction="column" gap="small" testId="absence-form">
      <Input
        name="delegate"
        label="Who decides for you"
        description="A colleague's e-mail address, as HubSpot knows it."
        placeholder="name@company.com"
        required
        onInput={take('delegate')}
        onChange={take('delegate')}
        testId="absence-delegate"
      />
      <DateInput
        name="absence-from"
        label="First day away"
        format="medium"
        timezone="portalTz"
        required
        value={from}
        onChange={(day) => setFrom(day ?? dayAt(now, timeZone))}
        testId="absence-from"
      />
      <DateInput
        name="absence-until"
        label="Last day away"
        format="medium"
        timezone="portalTz"
        min={from}
        minValidationMessage="This is before your first day away."
        required
        {...(until && { value: until })}
        onChange={(day) => setUntil(day ?? null)}
        testId="absence-until"
      />
      <TextArea
        name="absence-reason"
        label="Reason"
        description="Everybody who works on a request that waits for you reads this."
        required
        rows={2}
        maxLength={MAX_DELEGATION_REASON}
        onInput={take('reason')}
        onChange={take('reason')}
        testId="absence-reason"
      />
      {missing.length > 0 && (
        <Alert variant="warning" title="The absence is not set">
          <Text testId="absence-missing">Still missing: {missing.join(', ')}.</Text>
        </Alert>
      )}
      <Flex direction="row">
        <Button variant="primary" onClick={set} disabled={busy} testId="absence-set">
          Set my absence
        </Button>
      </Flex>
    </Flex>
  );
}

/** The first moment of a day in `timeZone`. */
function startOfDay(day: Day, timeZone: string): string {
  const dayBefore = endOfDay({ ...day, date: day.date - 1 }, timeZone, NEVER);
  return new Date(Date.parse(dayBefore) + SECOND).toISOString();
}
