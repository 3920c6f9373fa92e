import { lambdaQuery, stackAlarms, type Watch } from './alarm.ts';
import { functionName } from './names.ts';
import type { Settings } from './settings.ts';

const watches = (name: string, settings: Settings): readonly Watch[] => {
  const lambda = (metric: string) => [lambdaQuery('total', metric, 'Sum', functionName(settings, name), true)];
  return [
    {
      name: `${name}-errors`,
      meaning: 'The administration crashed or timed out; APIs ask it for epochs.',
      threshold: 1,
      queries: lambda('Errors'),
    },
    {
      name: `${name}-throttles`,
      meaning: 'Lambda refused calls of the administration: its reserved concurrency is used up.',
      threshold: 1,
      queries: lambda('Throttles'),
    },
  ];
};

/** The alarms of an administrative function, by logical id. */
export const adminAlarms = (name: string, settings: Settings) => stackAlarms(watches(name, settings), settings);
