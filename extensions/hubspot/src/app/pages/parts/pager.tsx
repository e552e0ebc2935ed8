import { Button, Flex, Text } from '@hubspot/ui-extensions';
import { type InboxSession, PAGE_SIZE } from '../use-inbox.ts';
import { requests } from '../words/inbox-words.ts';

/**
 * Where in the list the page stands. There are no numbered buttons: pages follow a cursor, so that nobody misses or
 * repeats a request while others file and decide.
 */
export function Pager({ page, pageNumber, loading, older, newer, reload }: InboxSession) {
  if (!page) return null;
  const first = pageNumber * PAGE_SIZE;
  const shown =
    page.items.length === 0
      ? requests(page.matching)
      : `${first + 1} to ${first + page.items.length} of ${requests(page.matching)}`;
  return (
    <Flex direction="row" gap="small" align="center" testId="pager">
      <Text testId="range">{shown}</Text>
      {(pageNumber > 0 || page.next !== undefined) && (
        <>
          <Button size="small" onClick={newer} disabled={loading || pageNumber === 0} testId="previous-page">
            Previous
          </Button>
          <Button
            size="small"
            onClick={older}
            disabled={loading || page.next === undefined}
            testId="next-page"
          >
            Next
          </Button>
        </>
      )}
      <Button size="small" variant="transparent" onClick={reload} disabled={loading} testId="refresh">
        Refresh
      </Button>
    </Flex>
  );
}
