import { useEffect, useRef, useState } from 'react';
import type { ComponentsState } from '../wire.ts';

interface ComponentFrameProps {
  readonly components: ComponentsState | null;
  readonly title: string;
  /** What is shown, as the components' own page takes it in its address. */
  readonly shown: Readonly<Record<string, string>>;
}

/** A Handrail component, which lives in a document of its own with Salesforce's design system. */
export function ComponentFrame({ components, title, shown }: ComponentFrameProps) {
  if (components === null || components.state === 'building') {
    return (
      <p className="component-hint" role="status">
        The Handrail components are being built. This takes half a minute.
      </p>
    );
  }
  if (components.state === 'not_installed') {
    return (
      <div className="component-hint" data-testid="components-missing">
        <p>The Handrail components are built with Salesforce's own tools, which are not installed. Run</p>
        <code>{components.command}</code>
        <p>and start the demo again. Everything else on this page works without them.</p>
      </div>
    );
  }
  if (components.state === 'failed') {
    return (
      <p className="component-hint" role="alert">
        The Handrail components could not be built: {components.message}
      </p>
    );
  }
  const address = `${components.origin}/?${new URLSearchParams(shown)}`;
  return <Frame key={address} origin={components.origin} address={address} title={title} />;
}

/** As high as what it shows: its document says how high that is. */
function Frame({ origin, address, title }: { origin: string; address: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(160);
  useEffect(() => {
    const listen = ({ origin: from, source, data }: MessageEvent) => {
      if (from !== origin || source !== frame.current?.contentWindow) return;
      if (typeof data?.height === 'number') setHeight(Math.ceil(data.height));
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, [origin]);
  useEffect(() => {
    // Not as a style attribute: the page's policy allows none.
    if (frame.current) frame.current.height = String(height);
  }, [height]);
  return <iframe ref={frame} className="component-frame" src={address} title={title} />;
}
