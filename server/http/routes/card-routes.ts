import type { CardRoute } from '../card-route.ts';
import { previewRequest, readCard } from './card.ts';
import {
  endRequest,
  readRequestTrail,
  retryRequest,
  reviewRequest,
  submitRequest,
  withdrawRequest,
} from './requests.ts';

/** Every route the card can call. */
export const ALL_CARD_ROUTES: readonly CardRoute[] = [
  readCard,
  previewRequest,
  submitRequest,
  reviewRequest,
  withdrawRequest,
  endRequest,
  retryRequest,
  readRequestTrail,
];
