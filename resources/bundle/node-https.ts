/* Stands in for node:https in the bundle of a function, for the reason that node-http.ts gives. */
const https = process.getBuiltinModule('node:https');

export const { Agent, request } = https;
export default https;
