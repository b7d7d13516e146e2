import { parseFrameMessage } from '../protocol/parseFrameMessage.ts';
import { parseWindowMessage } from '../protocol/parseWindowMessage.ts';
import { protocolVersion } from '../protocol/widgetMessages.ts';
import { makeError } from '../widgetError.ts';
import { PortEngine } from './portEngine.ts';
import type { OpenEngine } from './widgetEngine.ts';

/** A frame that was blocked or is not there fires `load` as well; its script would have spoken before that. */
const silenceAfterLoadMs = 3000;
const openLimitMs = 20_000;

/** Opens the app's engine in a hidden frame of this page. Rejects with `not-found` when no frame of this app answers. */
export const openFrame: OpenEngine = async (appUrl, onLost) => {
  const frameUrl = new URL('embed.html', appUrl);
  const frame = makeFrame(frameUrl.href);
  let port: MessagePort;
  try {
    port = await shakeHands(frame, frameUrl);
  } catch (error) {
    frame.remove();
    throw error;
  }
  return new PortEngine(port, (wasLost) => {
    frame.remove();
    if (wasLost) onLost();
  });
};

function makeFrame(url: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.src = url;
  frame.allow = 'cross-origin-isolated';
  frame.title = 'Nearside engine';
  frame.tabIndex = -1;
  frame.style.setProperty('display', 'none', 'important');
  return frame;
}

async function shakeHands(frame: HTMLIFrameElement, { href, origin }: URL): Promise<MessagePort> {
  const { promise, resolve, reject } = Promise.withResolvers<MessagePort>();
  const ended = new AbortController();
  const fail = (code: string, message: string): void => {
    reject(makeError({ code, message, retryable: true }));
  };
  const giveUp = (): void => {
    const reasons = 'it is not there, the policy of this page blocks it, or it does not admit this page';
    fail('not-found', `Nothing answered at ${href}: ${reasons}.`);
  };
  const timers = [setTimeout(giveUp, openLimitMs)];
  const listen = (event: MessageEvent): void => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    const kind = parseWindowMessage(event.data)?.kind;
    if (kind === 'refused') fail('not-found', `${href} does not admit pages of ${window.origin}.`);
    if (kind !== 'hello') return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (parseFrameMessage(data)?.kind === 'welcome') resolve(port1);
    };
    frame.contentWindow?.postMessage({ nearside: protocolVersion, kind: 'open' }, origin, [port2]);
  };
  window.addEventListener('message', listen, { signal: ended.signal });
  frame.addEventListener(
    'load',
    () => {
      timers.push(setTimeout(giveUp, silenceAfterLoadMs));
    },
    { signal: ended.signal },
  );
  document.documentElement.append(frame);
  try {
    return await promise;
  } finally {
    ended.abort();
    for (const timer of timers) clearTimeout(timer);
  }
}
