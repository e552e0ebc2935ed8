import type { Failed, Failure } from 'handrail-hubspot-cards/api/failure.ts';
import { useRef, useState } from 'react';
import type { Absences } from '../api/delegations-api.ts';

export interface AbsenceSession {
  /** The newest answer; it stays while another is on its way. */
  readonly absences: Absences | undefined;
  readonly busy: boolean;
  /** Why the last call did not work. */
  readonly problem: Failure | undefined;
  /** Makes one call at a time; a second one while one is under way does nothing. True when it worked. */
  run(call: () => Promise<Absences | Failed>): Promise<boolean>;
}

/** What the server said last of a person's absences. */
export function useAbsences(): AbsenceSession {
  const [absences, setAbsences] = useState<Absences>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Failure>();
  // State is too slow for a double press: both presses would still see the old one.
  const underWay = useRef(false);

  const run = async (call: () => Promise<Absences | Failed>) => {
    if (underWay.current) return false;
    underWay.current = true;
    setBusy(true);
    setProblem(undefined);
    const reply = await call();
    underWay.current = false;
    setBusy(false);
    if (reply.ok) setAbsences(reply);
    else setProblem(reply.problem);
    return reply.ok;
  };
  return { absences, busy, problem, run };
}
