import type { CoverageItem } from '@handrail/contracts/settings';
import {
  Button,
  EmptyState,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { MECHANISM_WORDS, reviewInWords, VERDICT_WORDS } from '../words/settings-words.ts';
import { WORKFLOW_PANEL } from './workflow-panel.tsx';

export interface CoverageTableProps {
  readonly items: readonly CoverageItem[];
  readonly onOpen: (item: CoverageItem) => void;
}

/** Workflows with what is said of each and the evidence, worst first. */
export function CoverageTable({ items, onOpen }: CoverageTableProps) {
  if (items.length === 0) {
    return (
      <EmptyState title="No such workflow" layout="vertical" testId="none-match">
        <Text>Choose another verdict.</Text>
      </EmptyState>
    );
  }
  return (
    <Table bordered density="condensed" testId="coverage">
      <TableHead>
        <TableRow>
          <TableHeader>Workflow</TableHeader>
          <TableHeader width="min">Verdict</TableHeader>
          <TableHeader>Evidence</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <TableRow key={item.automationId} testId={`workflow-${item.automationId}`}>
            <TableCell>
              <Button
                variant="transparent"
                size="small"
                onClick={(_event, reactions) => {
                  onOpen(item);
                  reactions.openPanel(WORKFLOW_PANEL);
                }}
                testId={`open-${item.automationId}`}
              >
                {item.name}
              </Button>
              <Text variant="microcopy">
                {item.enabled ? 'On' : 'Off'}, workflow {item.automationId}
              </Text>
            </TableCell>
            <TableCell width="min">
              <StatusTag
                variant={VERDICT_WORDS[item.verdict].variant}
                testId={`verdict-${item.automationId}`}
              >
                {VERDICT_WORDS[item.verdict].label}
              </StatusTag>
              {item.mechanism !== null && <Text variant="microcopy">{MECHANISM_WORDS[item.mechanism]}</Text>}
            </TableCell>
            <TableCell>
              <Text>{item.evidence}</Text>
              {item.mend && <Text variant="microcopy">{item.mend.words}</Text>}
              {item.review && <Text variant="microcopy">{reviewInWords(item.review)}</Text>}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
