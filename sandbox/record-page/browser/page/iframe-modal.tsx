import { useEffect, useRef } from 'react';
import type { IframeModalRequest } from '../card-bridge.ts';

/** A page of the app in a dialog. */
export function IframeModal({ request, onClose }: { request: IframeModalRequest; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="hs-modal iframe-modal"
      aria-label={request.title ?? 'App page'}
      onClose={onClose}
    >
      <header className="hs-dialog-header">
        <h2>{request.title ?? 'App page'}</h2>
        <button
          type="button"
          className="hs-dialog-close"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        >
          ✕
        </button>
      </header>
      <iframe
        title={request.title ?? 'App page'}
        src={request.uri}
        sandbox="allow-scripts allow-forms allow-same-origin"
        style={{ width: request.width, height: request.height }}
      />
    </dialog>
  );
}
