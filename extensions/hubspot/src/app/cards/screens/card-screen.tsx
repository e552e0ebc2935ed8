import { useState } from 'react';
import type { CardEnv } from '../card-env.ts';
import type { CardState } from '../use-card.ts';
import { ActiveScreen } from './active-screen.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { FinishedScreen } from './finished-screen.tsx';
import { FormScreen } from './form-screen.tsx';
import { InProgressScreen } from './in-progress-screen.tsx';
import { LoadingScreen } from './loading-screen.tsx';
import { NeedsAttentionScreen } from './needs-attention-screen.tsx';
import { PendingScreen } from './pending-screen.tsx';
import { screenOf } from './screen.ts';
import { StandardPathScreen } from './standard-path-screen.tsx';

/** Shows the one screen that fits the card's state. */
export function CardScreen({ state, env }: { readonly state: CardState; readonly env: CardEnv }) {
  const [filling, setFilling] = useState(false);
  const screen = screenOf(state, filling);
  const openForm = () => setFilling(true);
  const closeForm = () => setFilling(false);

  switch (screen.name) {
    case 'loading':
      return <LoadingScreen />;
    case 'error':
      return <ErrorPanel problem={screen.problem} onRetry={env.reload} />;
    case 'standard':
      return <StandardPathScreen card={screen.card} onRequest={openForm} env={env} />;
    case 'form':
      return <FormScreen card={screen.card} form={screen.form} onClose={closeForm} env={env} />;
    case 'finished':
      return <FinishedScreen card={screen.card} request={screen.request} onRequest={openForm} env={env} />;
    case 'pending':
      return (
        <PendingScreen key={keyOf(screen.request)} card={screen.card} request={screen.request} env={env} />
      );
    case 'in_progress':
      return <InProgressScreen card={screen.card} request={screen.request} env={env} />;
    case 'active':
      return (
        <ActiveScreen key={keyOf(screen.request)} card={screen.card} request={screen.request} env={env} />
      );
    case 'needs_attention':
      return (
        <NeedsAttentionScreen
          key={keyOf(screen.request)}
          card={screen.card}
          request={screen.request}
          env={env}
        />
      );
    default:
      return impossible(screen);
  }
}

/** A request that changed is shown afresh: what was typed about an older version no longer fits. */
function keyOf(request: { readonly requestId: string; readonly version: number }): string {
  return `${request.requestId}@${request.version}`;
}

function impossible(screen: never): never {
  throw new Error(`No screen for ${JSON.stringify(screen)} (this is a bug)`);
}
