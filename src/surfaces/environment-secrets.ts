const NAMES = /(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/i;

/** The values of an environment that are secrets by their names; paths and single words are none. */
export function environmentSecrets(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const secret = value?.trim() ?? '';
    return NAMES.test(name) && isSecret(secret) ? [secret] : [];
  });
}

/** Longer ones are no words, even without a digit. */
const LONGEST_WORD = 15;

function isSecret(value: string): boolean {
  if (value.startsWith('/')) return false;
  return value.length > LONGEST_WORD || /[^a-z]/i.test(value);
}
