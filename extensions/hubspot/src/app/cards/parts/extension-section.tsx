import type { ExtensionView } from '@handrail/contracts/card-view';
import { Alert, Divider, Flex, Text } from '@hubspot/ui-extensions';
import { ErrorPanel } from '../screens/error-panel.tsx';
import { useAction } from '../use-action.ts';
import { fromNow, inWords, sinceInWords } from '../words/portal-time.ts';
import { Asked } from './asked.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { ExtendForm } from './extend-form.tsx';
import type { RequestScreenProps } from './request-frame.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { Section } from './section.tsx';

/** A later end: the one that waits for a decision, what became of earlier ones, and the way to ask. */
export function ExtensionSection({ request, env }: Omit<RequestScreenProps, 'card'>) {
  const { extensions, extend } = request;
  const open = extensions.find(({ outcome }) => outcome === 'open');
  const withdraw = useAction(env.perform, () => env.announce('Extension withdrawn.'));
  const decided = extensions.filter((extension) => extension !== open);
  if (extensions.length === 0 && !extend) return null;
  return (
    <Section title="Extension">
      <Flex direction="column" gap="small" testId="extension">
        {open && (
          <>
            <OpenExtension extension={open} timeZone={env.timeZone} />
            {request.can.review && request.matter === 'extension' && (
              <ReviewPanel request={request} env={env} />
            )}
            <Asked decision={open.decision} prefix="extension-" />
            {open.canWithdraw && (
              <ConfirmButton
                testId="withdraw-extension"
                busy={withdraw.busy}
                consequence="Nobody is asked any more, and the exception ends as it was granted."
                onConfirm={() => void withdraw.run(() => env.api.withdrawExtension(request.requestId))}
              >
                Withdraw the extension
              </ConfirmButton>
            )}
          </>
        )}
        <DecidedExtensions extensions={decided} timeZone={env.timeZone} />
        {extend && <ExtendForm request={request} extend={extend} env={env} />}
        {withdraw.problem && <ErrorPanel problem={withdraw.problem} onReload={env.reload} />}
      </Flex>
      <Divider size="extra-small" />
    </Section>
  );
}

interface ExtensionProps {
  readonly extension: ExtensionView;
  readonly timeZone: string;
}

/** What is asked for. */
export function OpenExtension({ extension, timeZone }: ExtensionProps) {
  const { by, from, until, reason, askedAt } = extension;
  return (
    <Alert
      variant="info"
      title={`${by.name} asks for an extension until ${inWords(until, timeZone)}`}
      testId="extension-open"
    >
      “{reason}” Asked {fromNow(askedAt, Date.now())}. Undecided, the exception ends {inWords(from, timeZone)}
      .
    </Alert>
  );
}

function DecidedExtensions({
  extensions,
  timeZone,
}: {
  readonly extensions: readonly ExtensionView[];
  readonly timeZone: string;
}) {
  return (
    <>
      {extensions.map((extension) => (
        <Text key={extension.number} variant="microcopy" testId={`extension-${extension.number}`}>
          {outcomeInWords(extension, timeZone)}
        </Text>
      ))}
    </>
  );
}

/** What became of an extension, in one or two sentences. */
export function outcomeInWords(extension: ExtensionView, timeZone: string): string {
  const { outcome, until, from, decidedAt, askedAt, rejectedBecause } = extension;
  const when = sinceInWords(decidedAt ?? askedAt, timeZone, Date.now());
  switch (outcome) {
    case 'approved':
      return `Extended until ${inWords(until, timeZone)}, approved ${when}.`;
    case 'rejected':
      return `An extension until ${inWords(until, timeZone)} was rejected ${when}. ${rejectedBecause ?? ''} It ends ${inWords(from, timeZone)}, as granted.`;
    case 'withdrawn':
      return `An extension until ${inWords(until, timeZone)} was withdrawn ${when}.`;
    case 'lapsed':
      return `An extension until ${inWords(until, timeZone)} was not decided before the end.`;
    case 'open':
      return `An extension until ${inWords(until, timeZone)} waits for its decision.`;
  }
}
