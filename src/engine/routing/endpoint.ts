import type { NearsideError } from '../../core/errors.ts';
import type { RemoteEndpoint, RemoteNetwork } from '../../core/routing/remotePort.ts';
import { hostOf } from '../../core/routing/hostOf.ts';
import type { EndpointStatus } from '../../core/routing/routingStatus.ts';
import type { RemoteSettings } from '../../core/settings/settingsValue.ts';
import { RemoteDeployment, type RemoteDeploymentPorts } from './remoteDeployment.ts';

export const defaultTimeoutMs = 10_000;

export type EndpointPorts = Pick<RemoteDeploymentPorts, 'clock' | 'random' | 'isOnline' | 'onAnswer'> & {
  readonly network: RemoteNetwork;
  readonly specsOf: (model: string) => ReturnType<RemoteDeploymentPorts['specs']>;
  readonly isBatchable: (model: string) => boolean;
};

/** The endpoint that the person has agreed to, with what it does for each model. */
export class Endpoint {
  readonly settings: RemoteSettings;
  readonly #ports: EndpointPorts;
  readonly #client: RemoteEndpoint;
  readonly #models = new Map<string, RemoteDeployment>();
  readonly #ended = new AbortController();
  #state: EndpointStatus['state'] = 'unknown';
  #failure: string | undefined;

  constructor(settings: RemoteSettings, ports: EndpointPorts) {
    this.settings = settings;
    this.#ports = ports;
    this.#client = ports.network.open(settings);
  }

  get models(): ReadonlyMap<string, RemoteDeployment> {
    return this.#models;
  }

  /** What it does for one model. */
  serve(model: string): RemoteDeployment {
    let deployment = this.#models.get(model);
    if (deployment !== undefined) return deployment;
    const { clock, random, isOnline, onAnswer, specsOf, isBatchable } = this.#ports;
    deployment = new RemoteDeployment(model, {
      clock,
      random,
      isOnline,
      onAnswer,
      endpoint: this.#client,
      longestMs: this.settings.timeoutMs ?? defaultTimeoutMs,
      specs: () => specsOf(model),
      isBatchable: () => isBatchable(model),
      signal: this.#ended.signal,
      onFailure: (error) => {
        this.#state = error === undefined ? 'answering' : 'failing';
        this.#failure = error?.message;
      },
    });
    this.#models.set(model, deployment);
    return deployment;
  }

  /** Nothing goes there any more; what is under way is aborted. */
  close(error: NearsideError): void {
    this.#ended.abort(error);
    for (const deployment of this.#models.values()) deployment.close(error);
  }

  status(): Pick<EndpointStatus, 'state' | 'failure' | 'form' | 'inFlight' | 'sentBytes' | 'receivedBytes'> {
    const sum = { inFlight: 0, sentBytes: 0, receivedBytes: 0 };
    for (const { inFlight, counts } of this.#models.values()) {
      sum.inFlight += inFlight;
      sum.sentBytes += counts.sentBytes;
      sum.receivedBytes += counts.receivedBytes;
    }
    const failure = this.#failure === undefined ? {} : { failure: this.#failure };
    return { state: this.#state, form: this.#client.form, ...failure, ...sum };
  }
}

/** The endpoint as it is before anything was sent there. */
export function describeEndpoint(
  { url, token, timeoutMs = defaultTimeoutMs }: RemoteSettings,
  hasConsent: boolean,
  seen: Partial<EndpointStatus> = {},
): EndpointStatus {
  return {
    url,
    host: hostOf(url),
    hasToken: token !== undefined,
    hasConsent,
    timeoutMs,
    state: 'unknown',
    form: 'unknown',
    inFlight: 0,
    sentBytes: 0,
    receivedBytes: 0,
    ...seen,
  };
}
