import type { RoutingMode, SettingsValue } from '../settings/settingsValue.ts';

/** What holds for a model: its own mode, or the general one. */
export function modeOf(model: string, { mode, modes }: Pick<SettingsValue, 'mode' | 'modes'>): RoutingMode {
  return Object.hasOwn(modes, model) ? (modes[model] as RoutingMode) : mode;
}
