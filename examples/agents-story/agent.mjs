/* A small agent: shows the model the file, and puts what it answers in the place of the rule. */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'pack.py';
const RULE = /^( {4}return ).*$/m;

const text = readFileSync(FILE, 'utf8');
const reply = await fetch(`${process.env.FULCRUM_DOOR_URL}/v1/messages`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-api-key': process.env.FULCRUM_DOOR_TOKEN },
  body: JSON.stringify({
    model: 'claude-opus-5',
    max_tokens: 200,
    messages: [{ role: 'user', content: `${readFileSync(process.env.FULCRUM_PROMPT, 'utf8')}\n\n${text}` }],
  }),
});
if (!reply.ok) throw new Error(`the door answers ${reply.status}: ${await reply.text()}`);
const rule = (await reply.json()).content[0].text.trim();
writeFileSync(FILE, text.replace(RULE, `$1${rule}`));
// What it should not have, it can try to get.
await fetch('https://example.org/').then(
  () => console.log('reached another host'),
  () => console.log('another host is out of reach'),
);
console.log(`SUMMARY: rank by ${rule}`);
