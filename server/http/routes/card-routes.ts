import type { CardRoute } from '../card-route.ts';
import { previewRequest, readCard } from './card.ts';
import { decideDisputeRequest, objectToRequest } from './disputes.ts';
import { decideInbox, readInbox } from './inbox.ts';
import {
  endRequest,
  readRequestTrail,
  retryRequest,
  reviewRequest,
  submitRequest,
  withdrawRequest,
} from './requests.ts';

/** Every route the card and the inbox can call. */
export const ALL_CARD_ROUTES: readonly CardRoute[] = [
  readCard,
  previewRequest,
  submitRequest,
  reviewRequest,
  withdrawRequest,
  endRequest,
  retryRequest,
  objectToRequest,
  decideDisputeRequest,
  readRequestTrail,
  readInbox,
  decideInbox,
];
