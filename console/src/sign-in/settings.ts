import type { ConsoleSettings } from '../../../functions/admin/console-routes.ts';

/** Where operators sign in; served beside the console. */
export const loadSettings = async (): Promise<ConsoleSettings> => {
  const response = await fetch('/console/settings.json');
  if (!response.ok) {
    throw new Error('The console cannot read its settings (/console/settings.json).');
  }
  return response.json();
};
