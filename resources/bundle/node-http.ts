// Importing node:http as an ES module reads all that it exports, `WebSocket` among it, and so loads all of undici:
// 30 ms of a cold start of 100 ms (Node 24). Taken from the module itself, what is not used is not loaded.
// Whatever a bundled package imports from node:http must be listed here; the bundler names what is missing.
export const { Agent, ClientRequest, IncomingMessage, request, STATUS_CODES } = process.getBuiltinModule('node:http');
