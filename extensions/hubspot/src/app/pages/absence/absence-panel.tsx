import { Button, Flex, LoadingSpinner, Panel, PanelBody, PanelSection, Text } from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { useState } from 'react';
import type { DelegationsApi } from '../api/delegations-api.ts';
import type { InboxEnv } from '../inbox-env.ts';
import { AbsenceForm } from './absence-form.tsx';
import { AbsenceList } from './absence-list.tsx';
import { useAbsences } from './use-absences.ts';

const ABSENCE_PANEL = 'absence-panel';

export interface AbsencePanelProps {
  readonly api: DelegationsApi;
  readonly env: InboxEnv;
}

/** "I am away": who decides in the meantime, until when; and for whom the person stands in themselves. */
export function AbsencePanel({ api, env }: AbsencePanelProps) {
  const session = useAbsences();
  // A new form, with empty fields, after each absence that was set.
  const [form, setForm] = useState(0);
  const { absences, busy, problem } = session;
  const read = () => void session.run(api.read);
  return (
    <>
      <Flex direction="row" justify="end">
        <Button
          size="small"
          onClick={(_event, reactions) => {
            read();
            reactions.openPanel(ABSENCE_PANEL);
          }}
          testId="absence-open"
        >
          I am away
        </Button>
      </Flex>
      <Panel id={ABSENCE_PANEL} title="I am away" width="small" testId="absence-panel">
        <PanelBody>
          <PanelSection>
            <Flex direction="column" gap="medium">
              {problem && <ErrorPanel problem={problem} onRetry={read} testId="absence-problem" />}
              {!absences && busy && <LoadingSpinner label="Reading your absences" showLabel />}
              {absences && absences.away.length > 0 && (
                <Section title="Your absences">
                  <AbsenceList
                    delegations={absences.away}
                    timeZone={env.timeZone}
                    busy={busy}
                    onEnd={({ delegationId }) =>
                      void session
                        .run(() => api.end(delegationId))
                        .then((done) => done && env.announce('Your absence is ended.'))
                    }
                  />
                </Section>
              )}
              {absences && (
                <Section title="Set an absence">
                  <Text>
                    While you are away, a colleague decides on what waits for you. You can still decide
                    yourself. Roles that the policy does not let you pass on wait for you.
                  </Text>
                  <AbsenceForm
                    key={form}
                    now={absences.now}
                    timeZone={env.timeZone}
                    busy={busy}
                    onSet={(wish) =>
                      void session
                        .run(() => api.set(wish))
                        .then((done) => {
                          if (!done) return;
                          setForm(form + 1);
                          env.announce('Your absence is set.');
                        })
                    }
                  />
                </Section>
              )}
              {absences && absences.standingIn.length > 0 && (
                <Section title="You stand in for">
                  <AbsenceList delegations={absences.standingIn} timeZone={env.timeZone} busy={busy} />
                </Section>
              )}
            </Flex>
          </PanelSection>
        </PanelBody>
      </Panel>
    </>
  );
}
