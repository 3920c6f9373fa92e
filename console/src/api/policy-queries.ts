import { useQuery } from '@tanstack/react-query';
import type { CatalogueDocument, ReviewDocument } from '../../../functions/admin/schemas/policy.ts';
import type { PreviewDocument } from '../../../functions/admin/schemas/preview.ts';
import { bodyOf } from './api-problem.ts';
import { api } from './client.ts';

export type CatalogueClaim = CatalogueDocument['claims'][number];

/** The policy and the hook instances change with a deployment only. */
const untilDeployment = { staleTime: Number.POSITIVE_INFINITY };

export const useRealms = () =>
  useQuery({ queryKey: ['realms'], queryFn: () => bodyOf(api.realms.$get()), ...untilDeployment });

export const useHooks = () =>
  useQuery({ queryKey: ['hooks'], queryFn: () => bodyOf(api.hooks.$get()), ...untilDeployment });

export type HookEntry = NonNullable<ReturnType<typeof useHooks>['data']>['entries'][number];

export const useCatalogue = () =>
  useQuery({
    queryKey: ['catalogue'],
    queryFn: (): Promise<CatalogueDocument> => bodyOf(api.catalogue.$get()),
    ...untilDeployment,
  });

export const useReview = (realm: string) =>
  useQuery({
    queryKey: ['review', realm],
    queryFn: (): Promise<ReviewDocument> => bodyOf(api.realms[':realm'].review.$get({ param: { realm } })),
  });

type PreviewQuery = Parameters<typeof api.preview.$post>[0]['json'];

export const usePreview = (query: PreviewQuery | undefined) =>
  useQuery({
    queryKey: ['preview', query],
    enabled: query !== undefined,
    queryFn: async (): Promise<PreviewDocument> => {
      if (!query) {
        throw new Error('There is nothing to preview.');
      }
      return bodyOf(api.preview.$post({ json: query }));
    },
  });
