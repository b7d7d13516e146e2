import type { connect } from '../../client/index.ts';
import { entryKindOf } from '../protocol/entryKindOf.ts';
import { makeError } from '../widgetError.ts';
import type { OpenEngine, WidgetEngine } from './widgetEngine.ts';

interface ClientModule {
  readonly connect: typeof connect;
}

/** Runs the app's client in this very page. Rejects with `unsupported` where the app has another origin. */
export const openInline: OpenEngine = async (appUrl) => {
  const { origin, href } = new URL('client.js', appUrl);
  if (origin !== window.origin) {
    const message = `Expected an app at ${window.origin} for mode "inline", got one at ${origin}.`;
    throw makeError({ code: 'unsupported', message, retryable: false });
  }
  const listeners = new Map<(share: number) => void, string>();
  const client = (await import(/* @vite-ignore */ /* webpackIgnore: true */ href)) as ClientModule;
  const nearside = await client.connect({
    repository: new URL('models/', appUrl).href,
    onProgress: ({ model, loadedBytes, totalBytes }) => {
      for (const [listener, name] of listeners) {
        if (name === model && totalBytes > 0) listener(Math.min(loadedBytes / totalBytes, 1));
      }
    },
  });
  return {
    load: async (model, onProgress) => {
      listeners.set(onProgress, model);
      try {
        return { name: model, entry: entryKindOf(await nearside.models.load(model)) };
      } finally {
        listeners.delete(onProgress);
      }
    },
    predict: (model, value, signal) => nearside.predict(model, value, signal && { signal }),
    close: () => void nearside.close(),
  } satisfies WidgetEngine;
};
