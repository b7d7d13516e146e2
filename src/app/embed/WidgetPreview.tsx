import { createElement, useEffect, useRef, useState } from 'react';
import { Notice } from '../components/Notice.tsx';
import { describeFailure, type Failure } from '../failure.ts';
import { appUrl } from './appUrl.ts';
import { embedAttributes, type EmbedSettings } from './embedSnippet.ts';

interface WidgetPreviewProps {
  readonly settings: EmbedSettings;
  readonly onEvent: (event: CustomEvent) => void;
}

const eventTypes = ['nearside-ready', 'nearside-result', 'nearside-error'];

/** The widget as another page gets it: by its script, from its address. */
export function WidgetPreview({ settings, onEvent }: WidgetPreviewProps) {
  const place = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<Failure>();

  useEffect(() => {
    import(/* @vite-ignore */ new URL('widget.js', appUrl).href).catch((error: unknown) => {
      setFailure(describeFailure(error));
    });
  }, []);

  useEffect(() => {
    const element = place.current;
    const listen = (event: Event): void => {
      onEvent(event as CustomEvent);
    };
    for (const type of eventTypes) element?.addEventListener(type, listen);
    return () => {
      for (const type of eventTypes) element?.removeEventListener(type, listen);
    };
  }, [onEvent]);

  return (
    <div ref={place}>
      {failure === undefined ? (
        createElement('nearside-widget', embedAttributes(settings))
      ) : (
        <Notice kind="error" title="The widget could not be fetched">
          {failure.message}
        </Notice>
      )}
    </div>
  );
}
