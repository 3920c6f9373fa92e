import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend';

// secretlint keeps every mark of its profiler for ever and searches them all at the next one: after some thousand values
// a scan takes milliseconds and the process hundreds of megabytes. Nobody reads them here.
secretLintProfiler.mark = () => undefined;

const config = {
  rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: recommended, options: {} }],
};

/**
 * What secretlint finds in a text: names of rules (`slack`, `github`, `privatekey`), never what it found.
 * About 0.5 ms per KB, so it belongs to writes and not to the login path.
 * @see https://github.com/secretlint/secretlint
 */
export const scanForSecrets = async (text: string): Promise<readonly string[]> => {
  const { messages } = await lintSource({
    source: { filePath: 'attribute.txt', content: text, contentType: 'text', ext: '.txt' },
    options: { config, noPhysicFilePath: true, maskSecrets: true },
  });
  return [...new Set(messages.map(({ ruleId }) => ruleId.replace('@secretlint/secretlint-rule-', '')))];
};
