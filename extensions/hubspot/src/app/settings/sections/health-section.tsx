import type { HealthView } from '@handrail/contracts/settings';
import {
  EmptyState,
  Flex,
  Link,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { sinceInWords } from 'handrail-hubspot-cards/words/portal-time.ts';
import { TaskLine } from '../parts/task-line.tsx';
import { HEALTH_WORDS } from '../words/settings-words.ts';
import type { SectionProps } from './section-props.ts';

/** What is wrong in plain words, and the next step. */
export function HealthSection({ view, session, env }: SectionProps) {
  const { health } = view;
  return (
    <Section title="Health">
      <Flex direction="column" gap="small">
        <TaskLine
          task={session.taskOf('check_health')}
          doing="Examining the account"
          busy={session.busy}
          onStart={() => session.start({ kind: 'check_health' })}
          testId="check-health"
        >
          {health ? 'Check again' : 'Check the account'}
        </TaskLine>
        {health ? (
          <>
            <Text variant="microcopy" testId="health-checked">
              {health.healthy ? 'The account is well.' : 'The account is not well.'} Checked{' '}
              {sinceInWords(health.checkedAt, env.timeZone, Date.parse(view.now))} by {health.checkedBy}.
            </Text>
            <Findings findings={health.findings} docsUrl={env.docsUrl} />
          </>
        ) : (
          <EmptyState title="Not checked yet" layout="vertical" testId="no-health">
            <Text>A check looks at connection, properties, policy, jobs and trail, and changes nothing.</Text>
          </EmptyState>
        )}
      </Flex>
    </Section>
  );
}

interface FindingsProps {
  readonly findings: HealthView['findings'];
  readonly docsUrl: string | undefined;
}

function Findings({ findings, docsUrl }: FindingsProps) {
  return (
    <Table bordered density="condensed" testId="findings">
      <TableHead>
        <TableRow>
          <TableHeader width="min">Status</TableHeader>
          <TableHeader>What was found</TableHeader>
          <TableHeader width="min">Code</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {findings.map(({ code, status, what, next, docs }) => (
          <TableRow key={code} testId={`finding-${code}`}>
            <TableCell width="min">
              <StatusTag variant={HEALTH_WORDS[status].variant}>{HEALTH_WORDS[status].label}</StatusTag>
            </TableCell>
            <TableCell>
              <Text>{what}</Text>
              {next !== undefined && <Text variant="microcopy">Next: {next}</Text>}
            </TableCell>
            <TableCell width="min">
              {docsUrl === undefined ? (
                <Text variant="microcopy">{docs}</Text>
              ) : (
                <Link href={{ url: `${docsUrl}/${docs}`, external: true }}>{code}</Link>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
