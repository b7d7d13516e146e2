import { createRequest, type EngineRequest, type RequestOwner } from './engineRequest.ts';

/** A request of `owner`'s own that asks a deployment the same as `caller`. */
export function copyForRun(caller: EngineRequest, owner: RequestOwner): EngineRequest {
  const { id, answer, model, options, requestStartAt, deadlineAt, screener } = caller;
  const times = { requestStartAt, deadlineAt };
  const run = createRequest({ id, owner, answer, model, options, screener, ...times });
  run.input = caller.input;
  run.rows = caller.rows;
  run.outputs = caller.outputs;
  run.preparationMs = caller.preparationMs;
  run.parameters = caller.parameters;
  run.isAwaited = caller.isAwaited;
  run.isSpeculative = caller.isSpeculative;
  return run;
}
