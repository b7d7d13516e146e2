import type { SettingsValue } from '../core/settings/settingsValue.ts';

/** Whether what pages were told of express lanes still holds: who answers, until when, and what of it is kept. */
export function keepsLanes(previous: SettingsValue, next: SettingsValue): boolean {
  return (
    previous.mode === next.mode &&
    previous.modes === next.modes &&
    previous.deadlineMs === next.deadlineMs &&
    previous.cache === next.cache &&
    previous.batches === next.batches
  );
}
