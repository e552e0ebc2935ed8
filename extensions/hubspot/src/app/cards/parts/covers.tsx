import type { CardView } from '@handrail/contracts/card-view';
import { Alert, Link } from '@hubspot/ui-extensions';
import type { CardEnv } from '../card-env.ts';
import { inWords } from '../words/portal-time.ts';
import { recordUrl } from '../words/record-url.ts';

/** Says through which company's exception the record is held, or would be, and what that means. */
export function Covers({ card, env }: { readonly card: CardView; readonly env: CardEnv }) {
  return (
    <>
      {(card.coveredBy ?? []).map((cover) => (
        <Alert
          key={cover.requestId}
          variant={cover.governs ? 'success' : 'info'}
          title={
            cover.governs
              ? `Held through the exception of ${cover.companyTitle}`
              : `Also belongs to the exception of ${cover.companyTitle}`
          }
          testId="covered-by"
        >
          {cover.typeLabel}, ends {inWords(cover.expiresAt, env.timeZone)}. {cover.words}{' '}
          <Link href={recordUrl(env.portalId, cover.company)} testId="covering-company">
            Open {cover.companyTitle}
          </Link>
        </Alert>
      ))}
    </>
  );
}

/** The company whose exception holds the record now. */
export function holderOf(card: CardView): string | undefined {
  return card.coveredBy?.find(({ governs }) => governs)?.companyTitle;
}
