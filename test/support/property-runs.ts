/** How often each property is tried: 500 times in `npm test`, more where the environment asks (`npm run nightly`). */
export const propertyRuns = Number(process.env['PROPERTY_RUNS'] ?? 500);
