import { useState } from 'react';
import type { PropertyView, RecordColumns } from '../../wire.ts';
import { NoteHtml } from './note-html.tsx';
import { EditableValue, type SaveProperty } from './property-editor.tsx';
import { Moment } from './times.tsx';

function PropertyList({ properties, save }: { properties: readonly PropertyView[]; save: SaveProperty }) {
  return (
    <dl className="property-list">
      {properties.map((property) => (
        <div key={property.name} data-property={property.name}>
          <dt title={property.help || undefined}>{property.label}</dt>
          <dd>
            <EditableValue property={property} save={save} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface RecordSummaryProps {
  readonly record: RecordColumns;
  readonly save: SaveProperty;
  /** The list one came from. */
  readonly back: { readonly href: string; readonly label: string };
}

/** The left column: what the record is, who owns it, who gave it that owner, and its properties. */
export function RecordSummary({ record, save, back }: RecordSummaryProps) {
  const { owner, ownerChange } = record;
  // On a narrow screen the card stands below this column and must be near.
  const [startsOpen] = useState(() => !window.matchMedia('(max-width: 720px)').matches);
  return (
    <section className="record-summary" aria-label={`About this ${record.kind.toLowerCase()}`}>
      <a className="back" href={back.href}>
        ‹ {back.label}
      </a>
      <div className="record-head">
        <span className="record-icon" aria-hidden="true">
          {record.kind.slice(0, 1)}
        </span>
        <h1>{record.title}</h1>
      </div>
      <dl className="highlights">
        {record.highlights.map((property) => (
          <div key={property.name} data-property={property.name}>
            <dt>{property.label}:</dt>
            <dd>
              <EditableValue property={property} save={save} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="owner-box" data-testid="record-owner">
        <span className="avatar" aria-hidden="true">
          {owner?.initials ?? '?'}
        </span>
        <div>
          <div className="owner-label">{record.kind} owner</div>
          <div className="owner-name" data-testid="owner-name">
            <EditableValue property={record.ownerProperty} save={save} />
          </div>
          {ownerChange ? (
            <div className="quiet" data-testid="owner-source">
              Last changed by {ownerChange.source}
              {ownerChange.detail ? ` (${ownerChange.detail})` : ''}, <Moment at={ownerChange.at} />
            </div>
          ) : null}
        </div>
      </div>
      {record.sections.map((section) => (
        <details key={section.title} className="property-section" open={startsOpen}>
          <summary>
            <h2>{section.title}</h2>
          </summary>
          <PropertyList properties={section.properties} save={save} />
        </details>
      ))}
    </section>
  );
}

/** The middle column: notes, tasks and property changes, newest first. */
export function RecordTimeline({ record }: { record: RecordColumns }) {
  return (
    <section className="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Activity</h2>
      {record.timeline.length === 0 ? (
        <p className="quiet">Nothing has happened to this record yet.</p>
      ) : null}
      <ol>
        {record.timeline.map((entry) => (
          <li key={entry.id} className={`timeline-entry timeline-${entry.kind}`} data-kind={entry.kind}>
            <header>
              <h3>{entry.title}</h3>
              <Moment at={entry.at} />
            </header>
            {entry.kind === 'change' ? <Changes text={entry.body} /> : <NoteHtml html={entry.body} />}
            {entry.by ? <p className="quiet">{entry.by}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One change in full; several behind a line that opens, since the timeline is read for notes and owners. */
function Changes({ text }: { text: string }) {
  if (!text.includes('\n')) return <p className="change-lines">{text}</p>;
  return (
    <details>
      <summary>Show what changed</summary>
      <p className="change-lines">{text}</p>
    </details>
  );
}

/** The records near this one. */
export function RelatedRecords({ record }: { record: RecordColumns }) {
  return (
    <>
      {record.related.map((group) => (
        <section key={group.title} className="side-box" aria-label={group.title}>
          <h2>
            {group.title} ({group.records.length})
          </h2>
          {group.records.length === 0 ? <p className="quiet">None</p> : null}
          <ul>
            {group.records.map((related) => (
              <li key={related.href ?? related.title}>
                {related.href ? <a href={related.href}>{related.title}</a> : <div>{related.title}</div>}
                {related.detail ? <div className="quiet">{related.detail}</div> : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
