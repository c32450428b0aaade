/**
 * An agent that asks the MCP server it is offered what it can, calls what it may and what it may not, and writes what it
 * was told into the file it is to change.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const [pipe] = process.argv.slice(2);
const client = new Client({ name: 'agent', version: '1' });
await client.connect(
  new StdioClientTransport({ command: '/fulcrum/bin/node', args: [pipe, '/fulcrum/mcp/words'] }),
);
const said = async (promise) => promise.then(JSON.stringify, (error) => `refused: ${error.message}`);
const call = (name) => said(client.callTool({ name, arguments: { word: 'lever' } }));
const told = {
  server: client.getServerVersion(),
  instructions: client.getInstructions() ?? null,
  tools: (await client.listTools()).tools,
  find: await call('find'),
  add: await call('add'),
  steal: await call('steal'),
  resources: await said(client.request({ method: 'resources/list' }, { parse: (value) => value })),
};
await client.close();
writeFileSync('double.ts', `${readFileSync('double.ts', 'utf8')}\n// ${JSON.stringify(told)}\n`);
