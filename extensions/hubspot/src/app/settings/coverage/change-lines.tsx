import type { ChangeLineView } from '@handrail/contracts/mending';
import { Accordion, Flex, StatusTag, Text } from '@hubspot/ui-extensions';
import type { TagWords } from '../words/settings-words.ts';

const KIND_WORDS: Readonly<Record<ChangeLineView['kind'], TagWords>> = {
  added: { label: 'Added', variant: 'success' },
  removed: { label: 'Removed', variant: 'danger' },
  changed: { label: 'Changed', variant: 'warning' },
};

export interface ChangeLinesProps {
  readonly lines: readonly ChangeLineView[];
  readonly testId: string;
}

/** What changes of a workflow, each place in words and, opened, in JSON. */
export function ChangeLines({ lines, testId }: ChangeLinesProps) {
  return (
    <Flex direction="column" gap="small" testId={testId}>
      {lines.map(({ kind, path, sentence, before, after }) => (
        <Flex key={`${kind} ${path}`} direction="column" gap="extra-small">
          <Flex direction="row" gap="small" align="center">
            <StatusTag variant={KIND_WORDS[kind].variant}>{KIND_WORDS[kind].label}</StatusTag>
            <Text>{sentence}</Text>
          </Flex>
          <Accordion
            title={path === '' ? 'The definition' : path}
            size="small"
            defaultOpen={lines.length === 1}
          >
            <Flex direction="column" gap="extra-small">
              {before !== undefined && <Json marked="-" text={before} />}
              {after !== undefined && <Json marked="+" text={after} />}
            </Flex>
          </Accordion>
        </Flex>
      ))}
    </Flex>
  );
}

/** A no-break space: HubSpot's text draws ordinary ones together, and JSON without its indents is hard to read. */
const BLANK = '\u00a0';

function Json({ marked, text }: { readonly marked: '-' | '+'; readonly text: string }) {
  return (
    <Flex direction="column" gap="flush">
      {text.split('\n').map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines may read alike, and their order never changes
        <Text key={at} variant="microcopy">
          {marked}
          {BLANK}
          {line.replaceAll(' ', BLANK)}
        </Text>
      ))}
    </Flex>
  );
}
