import type { SourceAttributes } from '../../lib/claims/subject-attributes.ts';
import type { AttributeSource } from '../../lib/sources/attribute-source.ts';

/** The same sources, asked once for the same request: both sides of a comparison get one answer. Not for longer. */
export const shareAnswers = (sources: readonly AttributeSource[]): readonly AttributeSource[] =>
  sources.map((source) => {
    const answers = new Map<string, Promise<SourceAttributes>>();
    return {
      name: source.name,
      load: (request, options) => {
        const question = JSON.stringify(request);
        const answer = answers.get(question) ?? source.load(request, options);
        answers.set(question, answer);
        return answer;
      },
    };
  });
