import type { Clock } from '../../core/clock.ts';
import { NearsideError, toNearsideError } from '../../core/errors.ts';
import type { RouteChoice } from '../../core/protocol/inference.ts';
import type { ModelConfig } from '../../core/repository/modelConfig.ts';
import { modeOf } from '../../core/routing/modeOf.ts';
import type { RemoteNetwork } from '../../core/routing/remotePort.ts';
import type { RoutingStatus } from '../../core/routing/routingStatus.ts';
import type { SettingsValue } from '../../core/settings/settingsValue.ts';
import type { RouteFigures } from '../../core/telemetry/formatRouteMetrics.ts';
import type { ModelRecorder } from '../../core/telemetry/modelRecorder.ts';
import type { ModelHost } from '../modelHost.ts';
import type { RequestTarget } from '../requestTarget.ts';
import { describeRouting } from './describeRouting.ts';
import { DescribedModels, readText } from './describedModels.ts';
import { describeEndpoint, Endpoint } from './endpoint.ts';
import { JourneyBoard } from './journeyBoard.ts';
import { ModelRoutes } from './modelRoutes.ts';
import type { LocalSpecs } from './remoteKnowledge.ts';
import { RoutedTarget } from './routedTarget.ts';

export interface RouterPorts {
  readonly clock: Clock;
  readonly random: () => number;
  /** Absent where nothing remote can be asked at all. */
  readonly network: RemoteNetwork | undefined;
  readonly getSettings: () => SettingsValue;
  /** Resolves once the stored settings hold. */
  readonly restored: () => Promise<unknown>;
  /** Rejects with `not-found` for a model the repository does not have. */
  readonly findHost: (model: string) => Promise<ModelHost>;
  readonly hosts: ReadonlyMap<string, ModelHost>;
  readonly recorderOf: (model: string) => ModelRecorder;
}

/** Where requests go: here, to the endpoint, or to whichever of them answers first. */
export class Router {
  readonly #ports: RouterPorts;
  readonly #board: JourneyBoard;
  readonly #routes = new Map<string, ModelRoutes>();
  readonly #specs = new Map<string, NonNullable<LocalSpecs>>();
  readonly #served = new DescribedModels();
  #endpoint: Endpoint | undefined;
  /** Every request is answered here: nothing has to be looked at. */
  #isIdle = true;
  #isConfigured = false;

  constructor(ports: RouterPorts) {
    this.#ports = ports;
    this.#board = new JourneyBoard({ ...ports, isOnline: () => ports.network?.isOnline() ?? false });
  }

  /** Settings changed: what may no longer go to the endpoint is called back. */
  configure(): void {
    const { getSettings, network } = this.#ports;
    const { mode, modes, remote, remoteConsent } = getSettings();
    this.#isConfigured = true;
    this.#isIdle = mode === 'local-only' && Object.keys(modes).length === 0;
    const mayCall = remote !== null && remoteConsent && network !== undefined;
    const { settings } = this.#endpoint ?? {};
    const isSame =
      mayCall &&
      settings?.url === remote.url &&
      settings.token === remote.token &&
      settings.timeoutMs === remote.timeoutMs;
    if (!isSame) {
      const left = this.#endpoint;
      this.#served.clear();
      this.#endpoint = mayCall ? this.#open(remote, network) : undefined;
      left?.close(new NearsideError('consent', 'The consent to send inputs was taken back.'));
    }
    this.#prepare();
  }

  /** A model's instances came or went: what waits for one that is gone is sent elsewhere. */
  noteHost(name: string): void {
    this.#board.noteHost(name);
  }

  /** As {@link ClientSessionPorts.findRoute} says. */
  findRoute(
    model: string,
    version: string | undefined,
    route: RouteChoice | undefined,
  ): Promise<RequestTarget> | undefined {
    if (!this.#isConfigured) return this.#findLater(model, version, route);
    if (route === 'local' || (this.#isIdle && route !== 'remote')) return undefined;
    const settings = this.#ports.getSettings();
    const mode = modeOf(model, settings);
    if (route !== 'remote') {
      if (mode === 'local-only') return undefined;
      if (mode === 'prefer-local' && this.#endpoint === undefined) return undefined;
    }
    return this.#findTarget(model, version, route, mode === 'remote-only' || route === 'remote');
  }

  status(): RoutingStatus {
    const { clock, network, getSettings, hosts, recorderOf } = this.#ports;
    const settings = getSettings();
    const names = new Set([...hosts.keys(), ...this.#routes.keys()]);
    const now = clock.now();
    return {
      at: now,
      mode: settings.mode,
      hasHedging: settings.hedging,
      isOnline: network?.isOnline() ?? false,
      endpoint:
        settings.remote === null
          ? null
          : describeEndpoint(settings.remote, settings.remoteConsent, this.#endpoint?.status()),
      models: Object.fromEntries(
        [...names].map((name) => [
          name,
          describeRouting(
            {
              mode: modeOf(name, settings),
              host: hosts.get(name),
              routes: this.#routesOf(name),
              remote: this.#endpoint?.serve(name),
              recorder: recorderOf(name),
              longestMs: settings.remote?.timeoutMs,
            },
            now,
          ),
        ]),
      ),
    };
  }

  /** Every model whose requests were routed, for the metrics. */
  figures(): readonly RouteFigures[] {
    const now = this.#ports.clock.now();
    return [...this.#routes].map(([model, { answers, hedges }]) => {
      const { breaker, limit } = this.#endpoint?.models.get(model) ?? {};
      const isOpen = breaker !== undefined && limit !== undefined;
      return {
        model,
        answers,
        hedges,
        ...(isOpen ? { remote: { breaker: breaker.state(now), concurrencyLimit: limit.value } } : {}),
      };
    });
  }

  /** What comes before the settings are known is not routed by others. */
  async #findLater(
    model: string,
    version: string | undefined,
    route: RouteChoice | undefined,
  ): Promise<RequestTarget> {
    const { restored, findHost } = this.#ports;
    await restored();
    const found = this.#isConfigured ? this.findRoute(model, version, route) : undefined;
    return await (found ?? (await findHost(model)).open(version));
  }

  #open(remote: NonNullable<SettingsValue['remote']>, network: RemoteNetwork): Endpoint {
    const { clock, random, hosts } = this.#ports;
    return new Endpoint(remote, {
      clock,
      random,
      network,
      isOnline: () => network.isOnline(),
      specsOf: (model) => hosts.get(model)?.deployment?.report ?? this.#specs.get(model),
      isBatchable: (model) => {
        const batching = hosts.get(model)?.deployment?.report.batching;
        const specs = this.#specs.get(model);
        const hasRows = [...(specs?.inputs ?? []), ...(specs?.outputs ?? [])].every(
          ({ shape }) => shape[0] === -1,
        );
        return batching === undefined ? hasRows : batching === 'independent';
      },
      onAnswer: (batch) => {
        this.#board.takeBatch(batch);
      },
    });
  }

  /** Asks the endpoint about the models that it may soon have to answer for, so that no request has to wait for that. */
  #prepare(): void {
    const { getSettings, hosts } = this.#ports;
    const settings = getSettings();
    if (this.#endpoint === undefined) return;
    for (const [name, host] of hosts) {
      if (host.deployment === undefined || modeOf(name, settings) === 'local-only') continue;
      void this.#endpoint.serve(name).learn();
    }
  }

  #routesOf(model: string): ModelRoutes {
    let routes = this.#routes.get(model);
    if (routes === undefined) this.#routes.set(model, (routes = new ModelRoutes()));
    return routes;
  }

  async #findTarget(
    model: string,
    version: string | undefined,
    route: RouteChoice | undefined,
    isRemoteOnly: boolean,
  ): Promise<RequestTarget> {
    const { getSettings, findHost } = this.#ports;
    const { remote } = getSettings();
    if (isRemoteOnly && this.#endpoint === undefined) {
      const where = remote === null ? 'a remote endpoint, and none is set' : remote.url;
      throw new NearsideError('consent', `Expected consent to send inputs to ${where}, got none.`);
    }
    let host: ModelHost | undefined;
    let config: ModelConfig = { name: model, versions: [] };
    try {
      host = await findHost(model);
      config = await host.source.read();
    } catch (error) {
      // What is not here may be there.
      if (this.#endpoint === undefined) throw error;
    }
    const specs = await this.#learnSpecs(model, config, host, isRemoteOnly);
    const text = await readText(config, host, { isRemoteOnly });
    const asked = version ?? config.versions[0]?.version ?? '';
    return new RoutedTarget({
      model,
      version,
      route,
      host,
      routes: this.#routesOf(model),
      getSettings,
      findRemote: () => this.#endpoint?.serve(model),
      remoteServed: this.#served.describe(
        config,
        { version: asked, specs, text },
        this.#endpoint?.settings.url ?? '',
      ),
      submit: (target, request) => {
        this.#board.add(target, request);
      },
    });
  }

  /** Inputs and outputs by which requests are prepared: those of the session, of `model.json`, or of the endpoint. */
  async #learnSpecs(
    model: string,
    config: ModelConfig,
    host: ModelHost | undefined,
    isRemoteOnly: boolean,
  ): Promise<NonNullable<LocalSpecs>> {
    const { inputs, outputs } = host?.deployment?.report ?? config;
    if (inputs !== undefined && outputs !== undefined) return this.#keepSpecs(model, { inputs, outputs });
    let failure: unknown;
    if (host !== undefined && !isRemoteOnly) {
      try {
        return this.#keepSpecs(model, (await host.open()).report);
      } catch (error) {
        failure = error;
      }
    }
    const remote = this.#endpoint?.serve(model);
    await remote?.learn();
    const described = remote?.knowledge.model;
    if (described !== undefined && described.inputs.length > 0) return this.#keepSpecs(model, described);
    if (failure !== undefined) throw toNearsideError(failure, 'model-load');
    throw remote?.knowledge.failure ?? undescribed(model);
  }

  #keepSpecs(model: string, { inputs, outputs }: NonNullable<LocalSpecs>): NonNullable<LocalSpecs> {
    const known = this.#specs.get(model);
    if (known?.inputs === inputs && known.outputs === outputs) return known;
    const specs = { inputs, outputs };
    this.#specs.set(model, specs);
    return specs;
  }
}

function undescribed(model: string): NearsideError {
  const message = `Expected the inputs of "${model}" from the endpoint, which does not describe them, nor are they known here.`;
  return new NearsideError('unsupported', message);
}
