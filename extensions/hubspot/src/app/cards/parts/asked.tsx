import type { AskedView, DecisionView } from '@handrail/contracts/card-view';
import { Accordion, Alert, Divider, Flex, List, StatusTag, Text } from '@hubspot/ui-extensions';

const TRUTH = {
  true: { label: 'applies', variant: 'success' },
  false: { label: 'does not apply', variant: 'default' },
  unknown: { label: 'cannot tell', variant: 'warning' },
} as const;

export interface AskedProps {
  readonly decision: DecisionView;
  /** Keeps the test ids of two decisions on one screen apart. */
  readonly prefix?: string;
}

/** Who is asked, with the sentence that says why; the rules behind it open on demand. */
export function Asked({ decision, prefix = '' }: AskedProps) {
  return (
    <Flex direction="column" gap="small" testId={`${prefix}asked`}>
      <Flex direction="column" gap="small">
        {decision.asked.map((asked) => (
          <Flex key={`${asked.role} ${asked.because}`} direction="column" gap="flush">
            <Text testId={`${prefix}asked-${asked.role}`} format={{ fontWeight: 'demibold' }}>
              {asked.label}: {namesOf(asked) || 'nobody found'}
              {asked.people.length > 1 && ` (${asked.approve} of ${asked.people.length})`}
            </Text>
            {termsOf(asked).map((term) => (
              <Text key={term} variant="microcopy">
                {term}
              </Text>
            ))}
            <Text variant="microcopy">{asked.because}</Text>
          </Flex>
        ))}
        {decision.asked.length === 0 && <Text>Nobody has to be asked.</Text>}
      </Flex>
      <AvoidedBy rows={decision.rows} prefix={prefix} />
      {decision.unknownFacts.length > 0 && (
        <Alert variant="warning" title="Some facts are missing" testId={`${prefix}unknown-facts`}>
          To be safe, everybody who might have to decide is asked. Missing: {decision.unknownFacts.join(', ')}
          .
        </Alert>
      )}
      <Accordion
        title={`Why, rule by rule (policy version ${decision.policyVersion})`}
        testId={`${prefix}rules`}
      >
        <Flex direction="column" gap="small">
          <Text format={{ fontWeight: 'demibold' }}>What the type asks for</Text>
          <Truth truth={decision.criteria.truth} />
          <Conditions conditions={decision.criteria.conditions} />
          {decision.rows.map((row) => (
            <Flex key={row.id} direction="column" gap="flush">
              <Divider size="extra-small" />
              <Text format={{ fontWeight: 'demibold' }}>{row.label}</Text>
              <Truth truth={row.truth} />
              <Text>{row.because}</Text>
              <Conditions conditions={row.conditions} />
            </Flex>
          ))}
        </Flex>
      </Accordion>
    </Flex>
  );
}

/** Those who are asked, and in brackets who may decide in whose place. */
function namesOf({ people, delegates = [] }: AskedView): string {
  return people
    .map(({ name }) => {
      const standIns = delegates.filter(({ inPlaceOf }) => inPlaceOf === name).map((one) => one.name);
      return standIns.length > 0 ? `${name} (or ${standIns.join(' or ')} in their place)` : name;
    })
    .join(', ');
}

/** For each rule that asks somebody, the nearest change that would have avoided it. */
function AvoidedBy({ rows, prefix }: { readonly rows: DecisionView['rows']; readonly prefix: string }) {
  const avoidable = rows.filter((row) => row.avoidedBy !== undefined);
  if (avoidable.length === 0) return null;
  return (
    <Flex direction="column" gap="flush" testId={`${prefix}avoided-by`}>
      <Text format={{ fontWeight: 'demibold' }}>What would spare an approval</Text>
      <List>
        {avoidable.map((row) => (
          <Text key={row.id} variant="microcopy" testId={`${prefix}avoided-${row.id}`}>
            {row.avoidedBy}
          </Text>
        ))}
      </List>
    </Flex>
  );
}

/** The thresholds, where they are not plain, and how far they are reached. */
function termsOf({ approve, deny, distinctFrom, approved, rejected }: AskedView): readonly string[] {
  return [
    ...(deny > 1 ? [`A rejection by ${deny} rejects the request.`] : []),
    ...(distinctFrom.length > 0 ? [`Not the same person as for: ${distinctFrom.join(', ')}.`] : []),
    ...(approved + rejected > 0 ? [`So far ${approved} of ${approve} approved, ${rejected} rejected.`] : []),
  ];
}

function Truth({ truth }: { readonly truth: DecisionView['criteria']['truth'] }) {
  return <StatusTag variant={TRUTH[truth].variant}>{TRUTH[truth].label}</StatusTag>;
}

function Conditions({ conditions }: { readonly conditions: DecisionView['criteria']['conditions'] }) {
  if (conditions.length === 0) return null;
  return (
    <List>
      {conditions.map((condition) => (
        <Text key={condition.wanted} variant="microcopy">
          {TRUTH[condition.truth].label}: wanted {condition.wanted}, saw {condition.saw}
        </Text>
      ))}
    </List>
  );
}
