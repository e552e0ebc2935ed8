import { withAdded } from '../policy/changed-facts.ts';
import { impossible, type RequestEvent } from './events.ts';
import type { Extension } from './extension.ts';
import type { FiledState } from './state.ts';

type ExtensionEvent = Extract<
  RequestEvent,
  {
    type:
      | 'extension_asked'
      | 'extension_reviewed'
      | 'extension_approved'
      | 'extension_rejected'
      | 'extension_withdrawn'
      | 'extension_lapsed'
      | 'approvers_added';
  }
>;

/** Applies what happens to an extension. The request, its reviews and its status stay as they are. */
export function evolveExtension(state: FiledState, event: ExtensionEvent): FiledState {
  const { extensions } = state;
  if (event.type === 'extension_asked') {
    if (state.status !== 'active') throw impossible(state, event);
    return { ...state, extensions: [...extensions, event.extension] };
  }
  const open = extensions.at(-1);
  if (open?.outcome !== 'open') throw impossible(state, event);
  return { ...state, extensions: [...extensions.slice(0, -1), changed(open, event)] };
}

function changed(
  extension: Extension,
  event: Exclude<ExtensionEvent, { type: 'extension_asked' }>,
): Extension {
  switch (event.type) {
    case 'approvers_added':
      return { ...extension, requirement: withAdded(extension.requirement, event.added.parts) };
    case 'extension_reviewed':
      return { ...extension, reviews: [...extension.reviews, event.review] };
    case 'extension_approved':
      return { ...extension, outcome: 'approved', decidedAt: event.at };
    case 'extension_rejected': {
      const { reason, roles, at } = event;
      return { ...extension, outcome: 'rejected', decidedAt: at, rejection: { reason, roles } };
    }
    case 'extension_withdrawn':
      return { ...extension, outcome: 'withdrawn', decidedAt: event.at };
    case 'extension_lapsed':
      return { ...extension, outcome: 'lapsed', decidedAt: event.at };
  }
}

/** The extensions of an exception that ends: none stays open, whichever way it ends. */
export function closedExtensions({ extensions }: FiledState, at: string): readonly Extension[] {
  return extensions.map((extension) =>
    extension.outcome === 'open' ? { ...extension, outcome: 'lapsed', decidedAt: at } : extension,
  );
}
