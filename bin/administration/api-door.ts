import type { AdministrationDoor } from '../frame/administration-options.ts';
import { UsageError } from '../frame/command-error.ts';

export const createApiDoor = (url: string, token: string | undefined): AdministrationDoor => {
  throw new UsageError(`${url} ${token}`);
};
