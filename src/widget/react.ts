import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { Prediction } from '../client/index.ts';
import type { NearsideWidget } from './nearsideWidget.ts';
import type { WidgetError } from './widgetError.ts';

/** `<nearside-widget>` in JSX. React 19 listens to events by these names. */
export interface NearsideWidgetProps extends DetailedHTMLProps<
  HTMLAttributes<NearsideWidget>,
  NearsideWidget
> {
  readonly model: string;
  readonly src?: string;
  readonly theme?: 'light' | 'dark';
  readonly placeholder?: string;
  readonly mode?: 'frame' | 'inline';
  readonly 'onnearside-ready'?: (event: CustomEvent<{ readonly model: string }>) => void;
  readonly 'onnearside-result'?: (event: CustomEvent<Prediction>) => void;
  readonly 'onnearside-error'?: (event: CustomEvent<WidgetError>) => void;
}

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'nearside-widget': NearsideWidgetProps;
    }
  }
}

export { NearsideWidget } from './widget.ts';
