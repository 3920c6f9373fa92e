/** How to get at lines that are in CloudWatch Logs. */
export type LogQuery = {
  readonly logGroups: readonly string[];
  /** For CloudWatch Logs Insights. */
  readonly query: string;
  /** Fetches the lines for this command, one command per log group. */
  readonly commands: readonly string[];
};

/** A text in a query of Logs Insights. */
export const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** `pattern` filters by members of the line, in CloudWatch's filter syntax. */
export const fetchCommands = (
  logGroups: readonly string[],
  {
    pattern,
    since,
    command,
  }: { readonly pattern: string; readonly since?: number | undefined; readonly command: string },
): readonly string[] =>
  logGroups.map(
    (group) =>
      `aws logs filter-log-events --log-group-name ${group}${since === undefined ? '' : ` --start-time ${since}`} --filter-pattern ${shellQuoted(pattern)} --output json | npm run --silent claims -- ${command} --file -`,
  );

export const logQueryText = ({ logGroups, query, commands }: LogQuery): string =>
  [
    'CloudWatch Logs Insights, on:',
    ...logGroups.map((group) => `  ${group}`),
    '',
    query,
    '',
    'Or fetch the lines and have them counted here:',
    ...commands.map((line) => `  ${line}`),
  ].join('\n');
