import type { InboxItem } from '@handrail/contracts/inbox';
import { Divider, Flex, Link, Panel, PanelBody, PanelSection, StatusTag, Text } from '@hubspot/ui-extensions';
import { AnswerPanel } from 'handrail-hubspot-cards/parts/answer-panel.tsx';
import { Asked } from 'handrail-hubspot-cards/parts/asked.tsx';
import { BreakGlass } from 'handrail-hubspot-cards/parts/break-glass.tsx';
import { Conversation } from 'handrail-hubspot-cards/parts/conversation.tsx';
import type { ConversationEnv } from 'handrail-hubspot-cards/parts/conversation-env.ts';
import { OpenDispute, SettledDisputes } from 'handrail-hubspot-cards/parts/disputes.tsx';
import { OpenExtension } from 'handrail-hubspot-cards/parts/extension-section.tsx';
import { OtherWays } from 'handrail-hubspot-cards/parts/other-ways.tsx';
import { Changes, RequestFacts } from 'handrail-hubspot-cards/parts/request-facts.tsx';
import { statusInWords } from 'handrail-hubspot-cards/parts/request-status.tsx';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { StandIns } from 'handrail-hubspot-cards/parts/stand-ins.tsx';
import { StandardPath } from 'handrail-hubspot-cards/parts/standard-path.tsx';
import { recordUrl } from 'handrail-hubspot-cards/words/record-url.ts';
import type { InboxEnv } from '../inbox-env.ts';
import type { Decision } from '../use-decision.ts';
import { DecideForm } from './decide-form.tsx';

/** The panel's id: a row opens it, a decision closes it. */
export const REQUEST_PANEL = 'request-panel';

export interface RequestPanelProps {
  readonly item: InboxItem | undefined;
  readonly decision: Decision;
  readonly onReload: () => void;
  readonly env: InboxEnv;
  /** By which a request is talked about; it closes the panel when something was said. */
  readonly talk: ConversationEnv;
}

/** One request in full: what, why, who is asked and by which rule, what routing would do, and the decision. */
export function RequestPanel({ item, decision, onReload, env, talk }: RequestPanelProps) {
  return (
    <Panel id={REQUEST_PANEL} title={item?.recordTitle ?? 'Request'} width="medium" testId="request-panel">
      <PanelBody>
        {item && <Content key={item.requestId} {...{ item, decision, onReload, env, talk }} />}
      </PanelBody>
    </Panel>
  );
}

function Content({ item, decision, onReload, env, talk }: RequestPanelProps & { readonly item: InboxItem }) {
  const { label, variant } = statusInWords(item);
  const extension = item.extensions.find(({ outcome }) => outcome === 'open');
  return (
    <PanelSection>
      <Flex direction="column" gap="medium">
        <Flex direction="row" gap="small" align="center">
          <StatusTag variant={variant} testId="panel-status">
            {label}
          </StatusTag>
          <Link href={recordUrl(env.portalId, item.record)} testId="record-link">
            Open the record
          </Link>
        </Flex>
        <Text>{item.next}</Text>
        <OpenDispute request={item} timeZone={env.timeZone} />
        {item.disputes?.canDecide && (
          <Text testId="decide-dispute">
            Open the record to decide on the objection in its Handrail card.
          </Text>
        )}
        <StandIns standIns={item.standIns} timeZone={env.timeZone} />
        <BreakGlass request={item} timeZone={env.timeZone} />
        {extension && <OpenExtension extension={extension} timeZone={env.timeZone} />}
        {item.canReview && (
          <DecideForm items={[item]} decision={decision} onReload={onReload} testId="decide-one" />
        )}
        {item.canReview && <OtherWays request={item} can={item.can} env={talk} />}
        {item.can.answer && !item.canReview && <AnswerPanel request={item} env={talk} />}
        <Conversation request={item} timeZone={env.timeZone} />
        <Section title="What would change">
          <Changes changes={item.changes} />
        </Section>
        <StandardPath path={item.standardPath} />
        <RequestFacts request={item} timeZone={env.timeZone} />
        <SettledDisputes request={item} timeZone={env.timeZone} />
        <Divider />
        <Section title="Who is asked, and why">
          {item.whyMe && <Text testId="why-me">You are asked: {item.whyMe}</Text>}
          <Asked decision={extension?.decision ?? item.decision} />
        </Section>
        <Text variant="microcopy">
          Request {item.requestId}, version {item.version}
        </Text>
      </Flex>
    </PanelSection>
  );
}
