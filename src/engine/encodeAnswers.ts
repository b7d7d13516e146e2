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
  const classified = source.isClassifier ? takePredictions(answers) : [];
  if (classified.length === 0) return { messages: encodeEach(answers, trace, source) };
  const lead = leadFrom(source.lead, trace.source, trace);
  const packed = packAnswers(classified, trace);
  const first: PackedMessage = {
    message: { kind: 'classified', key: lead.key, packed },
    transfer: [packed],
  };
  if (classified.length === answers.length) return { lead, messages: [first] };
  const others = answers.filter((answer) => !classified.includes(answer));
  return { lead, messages: [first, ...encodeEach(others, trace, source)] };
}

function takePredictions(answers: readonly EngineAnswer[]): readonly EngineAnswer[] {
  return answers.every(isPrediction) ? answers : answers.filter(isPrediction);
}

function isPrediction({ request }: EngineAnswer): boolean {
  return request.answer === 'predict';
}

function encodeEach(
  answers: readonly EngineAnswer[],
  trace: ExecutionTrace,
  { report, text }: ServedModel,
): readonly PackedMessage[] {
  return answers.map((answer) => encodeAnswer(answer, report.outputs, trace, text));
}
