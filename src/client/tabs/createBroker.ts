import type { BrokerNotice, HostingState, PageNotice } from '../../platform/tabs/brokerMessages.ts';
import type { Announcement, Broker, BrokerListener } from './tabPorts.ts';

const channelName = 'nearside-hosts';
const listeners = new Set<BrokerListener>();
let isListening = false;

/** Introduces tabs by the service worker; announcements go to all of them at once. */
export function createBroker(registered: Promise<ServiceWorkerRegistration | undefined>): Broker {
  let channel: BroadcastChannel | undefined;
  return {
    isThere: async () => (await registered) !== undefined,
    join: (hostName, letter) => {
      const notice: PageNotice = { kind: 'join', hostName, letter };
      void registered.then((registration) => registration?.active?.postMessage(notice, [letter.gate]));
    },
    announce: (announcement) => {
      channel?.postMessage(announcement);
    },
    open: (listener) => {
      listenOnce();
      listeners.add(listener);
      const opened = new BroadcastChannel(channelName);
      channel = opened;
      opened.onmessage = ({ data }: MessageEvent<Announcement>) => {
        listener.onAnnounced(data);
      };
      return () => {
        listeners.delete(listener);
        opened.close();
        channel = undefined;
      };
    },
  };
}

/** The page answers as one, however many engines it uses. */
function listenOnce(): void {
  // Absent where the context is not secure, whatever the types say.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (isListening || container === undefined) return;
  isListening = true;
  container.addEventListener('message', (event: MessageEvent<BrokerNotice>) => {
    receive(event.data, event.source as ServiceWorker | null);
  });
  container.startMessages();
}

function receive(notice: BrokerNotice, from: ServiceWorker | null): void {
  if (notice.kind === 'seek') {
    const states = [...listeners].map((listener) => listener.onSeek(notice.wanted));
    const state: HostingState =
      (['hosting', 'coming'] as const).find((wanted) => states.includes(wanted)) ?? 'elsewhere';
    const answer: PageNotice = { kind: 'found', ticket: notice.ticket, state };
    from?.postMessage(answer);
  } else if (notice.kind === 'join-later') {
    for (const listener of listeners) listener.onJoinLater(notice.hostName);
  } else {
    const host = [...listeners].find((listener) => listener.onSeek(notice.wanted) === 'hosting');
    if (host === undefined) notice.letter.gate.close();
    else host.onAdmit(notice.wanted, notice.letter);
  }
}
