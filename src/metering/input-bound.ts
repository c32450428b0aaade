/**
 * Tokens that a provider may add of its own to a request: instructions for the use of tools and the frame around each
 * message. Anthropic states 313 to 804 for its tools (pricing, "tool use"); the rest is margin.
 */
const ADDED_TOKENS = 2048;

/**
 * The most input tokens that a request body can stand for. Tokenisers that work on bytes, as those of the providers
 * metered here do, never make more tokens than the text has UTF-8 bytes; the frame of JSON around it is margin. With
 * `bytesPerToken` above 1 it is no bound any more but an estimate: English prose has about 4.
 */
export function boundInput(body: string, bytesPerToken: number): number {
  return Math.ceil(Buffer.byteLength(body) / bytesPerToken) + ADDED_TOKENS;
}
