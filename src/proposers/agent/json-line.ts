/** One line of an agent's output as plain data; undefined for a line that is no JSON. */
export function jsonLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
