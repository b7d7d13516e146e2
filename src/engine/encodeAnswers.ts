import type { AnswerLead, ExecutionTrace } from './clientMessages.ts';
import { encodeAnswer, type PackedMessage } from './encodeAnswer.ts';
import type { EngineAnswer } from './engineRequest.ts';
import { leadFrom } from './leadFrom.ts';
import { packAnswers } from './packedAnswers.ts';
import type { ServedModel } from './servedModel.ts';

interface EncodedAnswers {
  /** What the page has to know before the messages. */
  readonly lead?: AnswerLead;
  readonly messages: readonly PackedMessage[];
}

/** Answers of one execution, or of one source, as they leave for a page: classifications together, others one by one. */
export function encodeAnswers(
  answers: readonly EngineAnswer[],
  trace: ExecutionTrace,
  source: ServedModel,
): EncodedAnswers {
  const outputs = source.report.outputs;
  const encodeAll = (own: readonly EngineAnswer[]): readonly PackedMessage[] =>
    own.map((answer) => encodeAnswer(answer, outputs, trace, source.text));
  const classified = source.isClassifier ? answers.filter(({ request }) => request.answer === 'predict') : [];
  if (classified.length === 0) return { messages: encodeAll(answers) };
  const lead = leadFrom(source.lead, trace.source, trace);
  const packed = packAnswers(classified, trace);
  const first: PackedMessage = {
    message: { kind: 'classified', key: lead.key, packed },
    transfer: [packed],
  };
  if (classified.length === answers.length) return { lead, messages: [first] };
  const others = answers.filter((answer) => !classified.includes(answer));
  return { lead, messages: [first, ...encodeAll(others)] };
}
