import { NearsideError } from '../../core/errors.ts';
import type { KnownModel, RemoteNetwork } from '../../core/routing/remotePort.ts';
import type { RemoteVerdict } from '../../core/routing/remoteVerdict.ts';
import { readRemoteSettings } from '../../core/settings/validateSettings.ts';

export interface EndpointTestPorts {
  readonly network: RemoteNetwork | undefined;
  readonly pageUrl: string;
  /** Inputs and outputs as they are here, of one model or of all; rejects with `not-found`. */
  readonly describeModels: (name: string | undefined) => Promise<readonly KnownModel[]>;
}

/** Asks an endpoint, at the person's own wish, whether it can be called and serves these models. Rejects with `bad-input` or `not-found`. */
export async function testEndpoint(
  remote: unknown,
  model: string | undefined,
  { network, pageUrl, describeModels }: EndpointTestPorts,
): Promise<RemoteVerdict> {
  if (network === undefined) throw new NearsideError('unsupported', 'Expected a realm with a network.');
  const settings = readRemoteSettings(remote, pageUrl);
  if (settings === 'mixed-content') {
    const message =
      'A page that came over https may not call an address with http: give the server a certificate, or put a proxy with one before it.';
    return { kind: 'mixed-content', message };
  }
  return await network.test(settings, await describeModels(model));
}
