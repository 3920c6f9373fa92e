import type { HookFixture } from '../hook-fixture.ts';
import { supabaseCustomAccessTokenFixture } from './supabase-custom-access-token.ts';

/** One fixture for every way to call a hook of `functions/hooks.ts`. */
export const hookFixtures: readonly HookFixture[] = [supabaseCustomAccessTokenFixture];
