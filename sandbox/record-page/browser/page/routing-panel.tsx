import type { RoutingRun } from '../../wire.ts';

const KIND_WORDS = {
  changed: 'Changed',
  suppressed: 'On hold, skipped',
  enrolled: 'Enrolled',
  failed: 'Failed',
} as const;

const SHOWN_LINES = 60;

/** What the portal's workflows did in the last run, in words; what happened to the record at hand comes first. */
export function RoutingPanel(props: { run: RoutingRun; currentHref: string | null; onClose: () => void }) {
  const { run, currentHref } = props;
  const own = run.lines.filter((line) => line.href === currentHref);
  const others = run.lines.filter((line) => line.href !== currentHref);
  const lines = [...own, ...others];
  return (
    <section className="routing-panel" aria-label="What routing did" data-testid="routing-run">
      <header>
        <h2>Routing ran</h2>
        <button type="button" className="hs-plain" aria-label="Close routing result" onClick={props.onClose}>
          ✕
        </button>
      </header>
      <p role="status">{run.summary}</p>
      <ul>
        {lines.slice(0, SHOWN_LINES).map((line, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is never reordered
            key={index}
            className={line.href === currentHref ? 'routing-own' : undefined}
          >
            <span className={`routing-kind routing-${line.kind}`}>{KIND_WORDS[line.kind]}</span>
            <span>
              <a href={line.href}>{line.recordName}</a>: {line.text}{' '}
              <span className="quiet">({line.workflow})</span>
            </span>
          </li>
        ))}
      </ul>
      {lines.length > SHOWN_LINES ? <p className="quiet">and {lines.length - SHOWN_LINES} more</p> : null}
    </section>
  );
}
