import type { ConversationApi } from '../api/conversation-api.ts';
import type { CardSession } from '../use-card.ts';

/** What talking about a request needs, in the card and in the inbox. */
export interface ConversationEnv {
  readonly api: ConversationApi;
  readonly perform: CardSession['perform'];
  readonly reload: () => void;
  /** Tells the person something worked. */
  announce(message: string): void;
}
