import { expect, test } from 'vitest';
import { environmentSecrets } from './environment-secrets.ts';

test('secrets are known by the names of their variables, and words and paths are none', () => {
  const environment = {
    ANTHROPIC_API_KEY: ' 0123-key ',
    GITHUB_TOKEN: 'onlylettersbutfartoolongforaword',
    DATABASE_PASSWORD: 'hunter-22',
    GOOGLE_APPLICATION_CREDENTIALS: '/home/ada/credentials.json',
    DEPLOY_KEY: 'production',
    MONKEYS: '0123456789',
    EMPTY_SECRET: '',
    UNSET_TOKEN: undefined,
  };
  expect(environmentSecrets(environment)).toEqual([
    '0123-key',
    'onlylettersbutfartoolongforaword',
    'hunter-22',
  ]);
});
