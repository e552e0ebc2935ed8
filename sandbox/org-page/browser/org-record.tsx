import { useCallback, useEffect } from 'react';
import { Alert, LoadingSpinner } from '../../record-page/browser/components/feedback.tsx';
import { useLoaded } from '../../record-page/browser/page/load-state.ts';
import {
  RecordSummary,
  RecordTimeline,
  RelatedRecords,
} from '../../record-page/browser/page/record-columns.tsx';
import type { RoutingRun } from '../../record-page/wire.ts';
import type { ComponentsState } from '../wire.ts';
import { ComponentFrame } from './component-frame.tsx';
import { orgApi } from './org-api.ts';

interface OrgRecordProps {
  readonly username: string;
  readonly object: string;
  readonly recordId: string;
  readonly components: ComponentsState | null;
  /** Changes when something outside may have changed the record. */
  readonly reading: number;
  readonly onAutomation: (run: RoutingRun) => void;
}

/** One record: its fields, its activity and history, the Handrail component, and the rows behind it. */
export function OrgRecord(props: OrgRecordProps) {
  const { username, object, recordId, components, reading, onAutomation } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `reading` says when to read again
  const load = useCallback(
    () => orgApi.record(username, object, recordId),
    [username, object, recordId, reading],
  );
  const { data: record, error, reload } = useLoaded(load);
  useEffect(() => {
    if (record) document.title = `${record.title} | Sandbox org`;
  }, [record]);

  const save = async (property: string, value: string) => {
    const { automation } = await orgApi.edit(object, recordId, { property, value, username });
    onAutomation(automation);
    await reload();
  };

  if (record === null) {
    return (
      <main className="record-failed">
        {error ? (
          <Alert title="The record could not be read" variant="error">
            {error}
          </Alert>
        ) : (
          <LoadingSpinner label="Reading the record" showLabel layout="centered" />
        )}
      </main>
    );
  }
  return (
    <main className="record-page">
      <div className="record-left">
        {error ? (
          <Alert title="Shown values may be old" variant="warning">
            {error}
          </Alert>
        ) : null}
        <RecordSummary
          record={record}
          save={save}
          back={{ href: '/opportunities', label: 'Opportunities' }}
        />
      </div>
      <div className="record-middle">
        <RecordTimeline record={record} />
      </div>
      <aside className="record-right" aria-label="Components">
        <section className="side-box component-box" aria-label="Handrail" data-testid="component">
          <ComponentFrame
            components={components}
            title="Handoff exception"
            shown={{ as: username, component: 'card', object, record: recordId }}
          />
        </section>
        <RelatedRecords record={record} />
      </aside>
    </main>
  );
}
