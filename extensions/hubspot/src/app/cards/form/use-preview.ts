import type { ExceptionDraft } from '@handrail/contracts/submission';
import { useDebounce } from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';
import type { Failure } from '../api/failure.ts';
import type { HandoffApi, PreviewResult } from '../api/handoff-api.ts';

/** How long the form must rest before the policy is asked, in milliseconds. */
const REST_MS = 350;

type Preview = Extract<PreviewResult, { ok: true }>;

/** Who would be asked. While `waiting`, `shown` answers an older draft. */
export type PreviewState =
  | { readonly status: 'idle' }
  | { readonly status: 'waiting'; readonly shown?: Preview }
  | { readonly status: 'ready'; readonly shown: Preview }
  | { readonly status: 'failed'; readonly problem: Failure };

/** Asks the policy about the draft as it changes. An answer to an older draft is dropped, whenever it comes. */
export function usePreview(api: HandoffApi, draft: ExceptionDraft | undefined): PreviewState {
  const wanted = draft === undefined ? '' : JSON.stringify(draft);
  const settled = useDebounce(wanted, REST_MS);
  const [answer, setAnswer] = useState<{ to: string; result: PreviewResult }>();

  useEffect(() => {
    if (settled === '') return undefined;
    let current = true;
    void api.preview(JSON.parse(settled)).then((result) => {
      if (current) setAnswer({ to: settled, result });
    });
    return () => {
      current = false;
    };
  }, [api, settled]);

  if (wanted === '') return { status: 'idle' };
  if (answer?.to === wanted) {
    return answer.result.ok
      ? { status: 'ready', shown: answer.result }
      : { status: 'failed', problem: answer.result.problem };
  }
  return { status: 'waiting', ...(answer?.result.ok && { shown: answer.result }) };
}
