// See node-http.ts.
export const { Agent, request } = process.getBuiltinModule('node:https');
