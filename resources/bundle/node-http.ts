/*
 * Stands in for node:http in the bundle of a function. Importing the original as an ES module reads all that it exports,
 * `WebSocket` among it, and so loads undici, HTTP/2 and more: 30 ms of a cold start of 100 ms (Node 24). What a bundled
 * package imports from it must be listed; the bundler names what is missing.
 */
const http = process.getBuiltinModule('node:http');

export const { Agent, ClientRequest, IncomingMessage, request, STATUS_CODES } = http;
export default http;
