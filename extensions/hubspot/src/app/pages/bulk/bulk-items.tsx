import type { BulkItemView, BulkView } from '@handrail/contracts/bulk';
import type { BulkItemOutcome } from '@handrail/contracts/vocabulary';
import {
  Button,
  Flex,
  Link,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
  TextArea,
} from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { useReading } from 'handrail-hubspot-cards/use-reading.ts';
import { recordUrl } from 'handrail-hubspot-cards/words/record-url.ts';
import { useCallback, useState } from 'react';
import type { BulkApi } from '../api/bulk-api.ts';
import type { InboxEnv } from '../inbox-env.ts';
import { asCsv, OUTCOME_WORDS, records } from './bulk-words.ts';

const PAGE = 25;
/** Records asked for at a time when all are wanted. */
const EXPORT_PAGE = 250;
/** Those a person has to do something about. */
const TOLD: readonly BulkItemOutcome[] = ['failed', 'left_out'];

export interface BulkItemsProps {
  readonly api: BulkApi;
  readonly bulk: BulkView;
  readonly env: InboxEnv;
}

/** Records that were left out or failed, each with the reason and what to do; all of them as CSV on demand. */
export function BulkItems({ api, bulk, env }: BulkItemsProps) {
  const count = bulk.counts.failed + bulk.counts.left_out;
  if (count === 0) return null;
  // Counted anew when more records fail or are mended.
  return <ToldItems key={count} {...{ api, bulk, env, count }} />;
}

function ToldItems({ api, bulk, env, count }: BulkItemsProps & { readonly count: number }) {
  const { bulkId, objectType } = bulk;
  const [starts, setStarts] = useState<readonly number[]>([0]);
  const after = starts.at(-1) ?? 0;
  const read = useCallback(
    () => api.items(bulkId, { outcomes: [...TOLD], after, limit: PAGE }),
    [api, bulkId, after],
  );
  const { reply, problem, reload } = useReading(read, () => false);
  const next = reply?.next;
  return (
    <Section title={`${records(count)} left out or failed`}>
      {problem && <ErrorPanel problem={problem} onRetry={reload} testId="items-problem" />}
      {reply && (
        <Table bordered density="condensed" testId="bulk-items">
          <TableHead>
            <TableRow>
              <TableHeader>Record</TableHeader>
              <TableHeader>What became of it</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {reply.items.map((item) => (
              <TableRow key={item.recordId} testId={`item-${item.recordId}`}>
                <TableCell>
                  <Link href={recordUrl(env.portalId, { objectType, recordId: item.recordId })}>
                    {item.title}
                  </Link>
                </TableCell>
                <TableCell>
                  <Text format={{ fontWeight: 'demibold' }}>{OUTCOME_WORDS[item.outcome]}</Text>
                  <Text variant="microcopy">{item.words}</Text>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Flex direction="row" gap="small">
        {starts.length > 1 && (
          <Button size="small" onClick={() => setStarts(starts.slice(0, -1))} testId="items-previous">
            Previous
          </Button>
        )}
        {next !== undefined && (
          <Button size="small" onClick={() => setStarts([...starts, next])} testId="items-next">
            Next
          </Button>
        )}
        <CopyAll api={api} bulkId={bulkId} env={env} />
      </Flex>
    </Section>
  );
}

function CopyAll({
  api,
  bulkId,
  env,
}: {
  readonly api: BulkApi;
  readonly bulkId: string;
  readonly env: InboxEnv;
}) {
  const [busy, setBusy] = useState(false);
  const [text, setText] = useState<string>();
  const copy = async () => {
    setBusy(true);
    const csv = await everyItem(api, bulkId);
    setBusy(false);
    if (csv === undefined) return setText('The list could not be read. Try again in a moment.');
    try {
      await env.copy(csv);
      env.announce('The list is on your clipboard as CSV.');
    } catch {
      // Browsers may forbid it: the text can then be copied by hand.
      setText(csv);
    }
  };
  return (
    <>
      <Button
        size="small"
        variant="transparent"
        onClick={() => void copy()}
        disabled={busy}
        testId="items-copy"
      >
        Copy all as CSV
      </Button>
      {text !== undefined && (
        <TextArea name="csv" label="The list as CSV" value={text} readOnly rows={6} testId="items-csv" />
      )}
    </>
  );
}

async function everyItem(api: BulkApi, bulkId: string): Promise<string | undefined> {
  const items: BulkItemView[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Awaited<ReturnType<BulkApi['items']>> = await api.items(bulkId, {
      outcomes: [...TOLD],
      after,
      limit: EXPORT_PAGE,
    });
    if (!page.ok) return undefined;
    items.push(...page.items);
    after = page.next;
  }
  return asCsv(items);
}
