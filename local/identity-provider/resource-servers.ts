/** The API that the demo's access tokens are for. */
export const demoAudience = 'https://api.example.com';
/** The admin API and the console. */
export const adminAudience = 'https://admin.claims.local';

/** The scopes of each API (Auth0 calls it a resource server), by its audience. */
export const resourceServers: Readonly<Record<string, readonly string[]>> = {
  [demoAudience]: ['order', 'inventory'],
  [adminAudience]: ['claims:read', 'claims:write', 'claims:audit'],
};
