import type { Page } from '@playwright/test';
import type { NearsideError, Prediction } from '../../src/client/index.ts';
import { servers } from './servers.ts';

/** The widget as a host page sees it. */
export interface WidgetElement extends HTMLElement {
  model: string;
  src: string;
  theme: string;
  placeholder: string;
  mode: string;
  predict(value: unknown): Promise<Prediction>;
}

/** An event of a widget as plain data. */
export interface SeenEvent {
  readonly type: string;
  readonly detail: Partial<Prediction> & Partial<NearsideError> & { readonly model?: string };
}

declare global {
  interface Window {
    seen: SeenEvent[];
  }
}

/** Keeps what bubbles up to the document, out of shadow roots too. */
const recordEvents = `
  window.seen = [];
  for (const type of ['nearside-ready', 'nearside-result', 'nearside-error']) {
    document.addEventListener(type, ({ detail }) => {
      const { code, message } = detail;
      window.seen.push({ type, detail: { code, message, ...JSON.parse(JSON.stringify(detail)) } });
    });
  }`;

/** A host page with the widget's script from the app and `body` in it. */
export function widgetPage(body: string, script = `${servers.isolated.url}widget.js`): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>
<script>${recordEvents}</script>
<script type="module" src="${script}"></script></head><body>${body}</body></html>`;
}

/** Resolves with the first event of a type among those seen so far and to come. */
export async function nextEvent(page: Page, type: string, count = 1): Promise<SeenEvent> {
  const handle = await page.waitForFunction(
    ([wanted, number]) => window.seen.filter((event) => event.type === wanted)[number - 1],
    [type, count] as const,
  );
  return (await handle.jsonValue()) as SeenEvent;
}
