import { parseWindowMessage } from '../protocol/parseWindowMessage.ts';
import { protocolVersion, type WindowMessage } from '../protocol/widgetMessages.ts';

/** The part of the frame's window that meeting its host needs. */
export interface FrameWindow {
  readonly parent: HostWindow;
  readonly origin: string;
  addEventListener(type: 'message', listener: (event: WindowEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: WindowEvent) => void): void;
}

interface HostWindow {
  postMessage(message: WindowMessage, targetOrigin: string): void;
}

/** The part of a message event that meeting a host needs. */
export interface WindowEvent {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
  readonly ports: readonly MessagePort[];
}

/** Whose pages may talk to the frame: those of any origin, or of these and its own. */
export type AllowedOrigins = '*' | readonly string[];

const greeting: WindowMessage = { nearside: protocolVersion, kind: 'hello' };

/**
 * Greets the embedding page and waits for its port. Takes one port, from the embedding page alone, and only where its origin is
 * allowed; everything else that is posted here is ignored.
 */
export function acceptHost(
  frame: FrameWindow,
  allowed: AllowedOrigins,
  serve: (port: MessagePort, hostOrigin: string) => void,
): void {
  const listen = ({ data, origin, source, ports }: WindowEvent): void => {
    const [port] = ports;
    if (source !== frame.parent || ports.length !== 1 || port === undefined) return;
    if (parseWindowMessage(data)?.kind !== 'open') return;
    if (allowed !== '*' && origin !== frame.origin && !allowed.includes(origin)) {
      if (origin !== 'null') frame.parent.postMessage({ ...greeting, kind: 'refused' }, origin);
      return;
    }
    frame.removeEventListener('message', listen);
    serve(port, origin);
  };
  frame.addEventListener('message', listen);
  // The host's origin is not known yet, and the greeting says nothing.
  frame.parent.postMessage(greeting, '*');
}
