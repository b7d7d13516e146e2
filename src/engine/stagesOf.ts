import type { ExecutionMarks } from '../core/ports.ts';
import type { ExecutionTrace } from './clientMessages.ts';

/** The stages of an execution, each the difference of two marks. */
export function stagesOf(marks: ExecutionMarks): Pick<ExecutionTrace, 'inputMs' | 'computeMs' | 'outputMs'> {
  return {
    inputMs: marks.computeInputEndAt - marks.computeStartAt,
    computeMs: marks.computeOutputStartAt - marks.computeInputEndAt,
    outputMs: marks.computeEndAt - marks.computeOutputStartAt,
  };
}
