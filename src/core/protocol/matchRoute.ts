export interface ModelTarget {
  readonly model: string;
  readonly version?: string;
}

/** What an address of the protocol asks for. */
export type ProtocolRoute =
  | { readonly kind: 'server' | 'live' | 'ready' | 'repository-index' }
  | { readonly kind: 'model' | 'model-ready' | 'model-config' | 'infer'; readonly target: ModelTarget }
  | { readonly kind: 'statistics'; readonly target?: ModelTarget };

/** A route and the one method that it is asked by. */
export interface MatchedRoute {
  readonly method: 'GET' | 'POST';
  readonly route: ProtocolRoute;
}

const plainRoutes: Readonly<Record<string, MatchedRoute>> = {
  '/v2': { method: 'GET', route: { kind: 'server' } },
  '/v2/health/live': { method: 'GET', route: { kind: 'live' } },
  '/v2/health/ready': { method: 'GET', route: { kind: 'ready' } },
  '/v2/models/stats': { method: 'GET', route: { kind: 'statistics' } },
  '/v2/repository/index': { method: 'POST', route: { kind: 'repository-index' } },
};

const modelPath = /^\/v2\/models\/([^/]+)(?:\/versions\/([^/]+))?(?:\/(ready|config|stats|infer))?$/;

/** The route of a path that begins with `/v2`; undefined where the protocol has none. */
export function matchRoute(path: string): MatchedRoute | undefined {
  if (Object.hasOwn(plainRoutes, path)) return plainRoutes[path];
  const [, encodedModel, encodedVersion, action] = modelPath.exec(path) ?? [];
  const model = decodeSegment(encodedModel);
  const version = decodeSegment(encodedVersion);
  if (model === undefined || (encodedVersion !== undefined && version === undefined)) return undefined;
  const target = { model, ...(version === undefined ? {} : { version }) };
  if (action === 'infer') return { method: 'POST', route: { kind: 'infer', target } };
  if (action === 'stats') return { method: 'GET', route: { kind: 'statistics', target } };
  if (action === 'config') return { method: 'GET', route: { kind: 'model-config', target } };
  return { method: 'GET', route: { kind: action === 'ready' ? 'model-ready' : 'model', target } };
}

function decodeSegment(segment: string | undefined): string | undefined {
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
