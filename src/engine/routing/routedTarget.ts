import type { RouteChoice } from '../../core/protocol/inference.ts';
import { modeOf } from '../../core/routing/modeOf.ts';
import type { RoutingMode, SettingsValue } from '../../core/settings/settingsValue.ts';
import type { Deployment } from '../deployment.ts';
import type { EngineRequest } from '../engineRequest.ts';
import type { ModelHost } from '../modelHost.ts';
import type { RequestTarget } from '../requestTarget.ts';
import type { ServedModel } from '../servedModel.ts';
import type { ModelRoutes } from './modelRoutes.ts';
import type { RemoteDeployment } from './remoteDeployment.ts';

export interface RoutedTargetParts {
  readonly model: string;
  /** As the request names it. */
  readonly version: string | undefined;
  readonly route: RouteChoice | undefined;
  /** Absent for a model that the repository does not have. */
  readonly host: ModelHost | undefined;
  readonly routes: ModelRoutes;
  readonly getSettings: () => SettingsValue;
  /** What the endpoint does for the model; undefined while nothing may go there. */
  readonly findRemote: () => RemoteDeployment | undefined;
  /** What the endpoint's answers say of themselves. */
  readonly remoteServed: ServedModel;
  readonly submit: (target: RoutedTarget, request: EngineRequest) => void;
}

/** What is not loaded need not be kept. */
const openGate: RequestTarget['gate'] = { retain: () => () => undefined };

/** A model that may be answered here or by the endpoint: takes prepared requests in the place of a deployment. */
export class RoutedTarget implements RequestTarget {
  readonly #parts: RoutedTargetParts;

  constructor(parts: RoutedTargetParts) {
    this.#parts = parts;
  }

  get model(): string {
    return this.#parts.model;
  }

  get asked(): string | undefined {
    return this.#parts.version;
  }

  get route(): RouteChoice | undefined {
    return this.#parts.route;
  }

  get mode(): RoutingMode {
    return modeOf(this.#parts.model, this.#parts.getSettings());
  }

  get hasHedging(): boolean {
    return this.#parts.getSettings().hedging;
  }

  get host(): ModelHost | undefined {
    return this.#parts.host;
  }

  get routes(): ModelRoutes {
    return this.#parts.routes;
  }

  get remote(): RemoteDeployment | undefined {
    return this.#parts.findRemote();
  }

  /** Where the endpoint is. */
  get remoteUrl(): string {
    return this.#parts.getSettings().remote?.url ?? '';
  }

  get remoteServed(): ServedModel {
    return this.#parts.remoteServed;
  }

  /** What serves the version here, if it is loaded. */
  get deployment(): Deployment | undefined {
    const { host, version } = this.#parts;
    return host?.find(version);
  }

  get gate(): RequestTarget['gate'] {
    return this.deployment?.gate ?? openGate;
  }

  get isRemoteOnly(): boolean {
    return this.route === 'remote' || (this.route !== 'local' && this.mode === 'remote-only');
  }

  get primary(): ServedModel {
    return this.isRemoteOnly ? this.remoteServed : (this.deployment ?? this.remoteServed);
  }

  get others(): readonly ServedModel[] {
    const isBoth = !this.isRemoteOnly && this.remote !== undefined && this.deployment !== undefined;
    return isBoth ? [this.remoteServed] : [];
  }

  get scope(): string {
    return this.isRemoteOnly ? 'remote' : 'auto';
  }

  get config(): ServedModel['config'] {
    return this.primary.config;
  }

  get version(): ServedModel['version'] {
    return this.primary.version;
  }

  get spec(): ServedModel['spec'] {
    return this.primary.spec;
  }

  get report(): ServedModel['report'] {
    return this.primary.report;
  }

  get lead(): ServedModel['lead'] {
    return this.primary.lead;
  }

  get isClassifier(): boolean {
    return this.primary.isClassifier;
  }

  get text(): ServedModel['text'] {
    return this.primary.text;
  }

  /** Nothing is refused before it is known what it takes. */
  refusalOf(): undefined {
    return undefined;
  }

  submit(request: EngineRequest): void {
    this.#parts.submit(this, request);
  }

  pump(): void {
    this.deployment?.pump();
  }

  pumpSoon(): void {
    this.deployment?.pumpSoon();
  }
}
