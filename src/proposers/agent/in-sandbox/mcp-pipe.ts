/*
 * Stands in an agent's sandbox for an MCP server: what the agent says to it goes to the socket that is named, and what
 * comes from there is what it answers. The server itself runs elsewhere.
 */
import { connect } from 'node:net';

const socket = connect(process.argv[2]!);
socket.on('error', () => process.exit(1));
process.stdin.pipe(socket).pipe(process.stdout);
socket.on('close', () => process.exit(0));
