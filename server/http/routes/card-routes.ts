import type { CardRoute } from '../card-route.ts';
import { BULK_ROUTES } from './bulk.ts';
import { previewRequest, readCard } from './card.ts';
import { answerRequest, askRequest, handOverRequest, readTakers } from './conversation.ts';
import { endOwnDelegation, readDelegations, setOwnDelegation } from './delegations.ts';
import { decideDisputeRequest, objectToRequest } from './disputes.ts';
import { askForExtension, takeBackExtension } from './extension.ts';
import { decideInbox, readInbox } from './inbox.ts';
import {
  endRequest,
  readRequestTrail,
  retryRequest,
  reviewRequest,
  submitRequest,
  withdrawRequest,
} from './requests.ts';
import { SETTINGS_ROUTES } from './settings.ts';

/** Every route the card, the inbox and the settings page can call. */
export const ALL_CARD_ROUTES: readonly CardRoute[] = [
  readCard,
  previewRequest,
  submitRequest,
  reviewRequest,
  askRequest,
  answerRequest,
  handOverRequest,
  readTakers,
  withdrawRequest,
  endRequest,
  retryRequest,
  objectToRequest,
  decideDisputeRequest,
  askForExtension,
  takeBackExtension,
  readRequestTrail,
  readInbox,
  decideInbox,
  readDelegations,
  setOwnDelegation,
  endOwnDelegation,
  ...BULK_ROUTES,
  ...SETTINGS_ROUTES,
];
