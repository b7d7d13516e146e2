import type { Clock } from '../../core/clock.ts';
import { NearsideError } from '../../core/errors.ts';
import { hostOf } from '../../core/routing/hostOf.ts';
import { modeOf } from '../../core/routing/modeOf.ts';
import type { KnownModel, RemoteNetwork } from '../../core/routing/remotePort.ts';
import type { RemoteVerdict } from '../../core/routing/remoteVerdict.ts';
import type { EndpointStatus, ModelRouting, RoutingStatus } from '../../core/routing/routingStatus.ts';
import type { SettingsValue } from '../../core/settings/settingsValue.ts';
import { readRemoteSettings } from '../../core/settings/validateSettings.ts';

export interface RouterPorts {
  readonly clock: Clock;
  /** Absent where nothing remote can be asked at all. */
  readonly network: RemoteNetwork | undefined;
  readonly pageUrl: string;
  readonly getSettings: () => SettingsValue;
  readonly modelNames: () => readonly string[];
  /** Inputs and outputs as they are here; rejects with `not-found`. */
  readonly describeModel: (name: string) => Promise<KnownModel>;
}

export const defaultTimeoutMs = 10_000;

/** Where requests go, and what becomes of them there. */
export class Router {
  readonly #ports: RouterPorts;

  constructor(ports: RouterPorts) {
    this.#ports = ports;
  }

  status(): RoutingStatus {
    const { clock, network, getSettings, modelNames } = this.#ports;
    const settings = getSettings();
    return {
      at: clock.now(),
      mode: settings.mode,
      hasHedging: settings.hedging,
      isOnline: network?.isOnline() ?? false,
      endpoint: describeEndpoint(settings),
      models: Object.fromEntries(modelNames().map((name) => [name, blankRouting(name, settings)])),
    };
  }

  async test(remote: unknown, model: string | undefined): Promise<RemoteVerdict> {
    const { network, pageUrl, modelNames, describeModel } = this.#ports;
    if (network === undefined) throw new NearsideError('unsupported', 'Expected a realm with a network.');
    const settings = readRemoteSettings(remote, pageUrl);
    if (settings === 'mixed-content') {
      const message =
        'A page that came over https may not call an address with http: give the server a certificate, or put a proxy with one before it.';
      return { kind: 'mixed-content', message };
    }
    const names = model === undefined ? modelNames() : [model];
    return await network.test(settings, await Promise.all(names.map(describeModel)));
  }
}

function describeEndpoint({ remote, remoteConsent }: SettingsValue): EndpointStatus | null {
  if (remote === null) return null;
  const { url, token, timeoutMs = defaultTimeoutMs } = remote;
  return {
    url,
    host: hostOf(url),
    hasToken: token !== undefined,
    hasConsent: remoteConsent,
    timeoutMs,
    state: 'unknown',
    form: 'unknown',
    inFlight: 0,
    sentBytes: 0,
    receivedBytes: 0,
  };
}

function blankRouting(model: string, settings: SettingsValue): ModelRouting {
  const none = { local: 0, remote: 0, cache: 0 };
  const message = 'Expected consent to send inputs, got none.';
  return {
    mode: modeOf(model, settings),
    remote: settings.remoteConsent ? { kind: 'open' } : { kind: 'closed', reason: 'no-consent', message },
    localMs: null,
    remoteMs: null,
    rtt: [],
    timeoutMs: settings.remote?.timeoutMs ?? defaultTimeoutMs,
    concurrencyLimit: 4,
    inFlight: 0,
    waiting: 0,
    breaker: { state: 'closed', opensUntil: null, calls: 0, failures: 0, slow: 0, history: [] },
    split: none,
    splitTotal: none,
    fallbacks: { local: {}, remote: {} },
    hedges: { started: 0, won: 0, lost: 0, budget: 0 },
    retries: { made: 0, budget: 0 },
    calls: 0,
    requests: 0,
    sentBytes: 0,
    receivedBytes: 0,
  };
}
