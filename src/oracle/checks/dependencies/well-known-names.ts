import type { Ecosystem } from './requirement.ts';

/** Names that are worth imitating: among the most installed of their registries. */
export const WELL_KNOWN_NAMES: { readonly [ecosystem in Ecosystem]: readonly string[] } = {
  npm: (
    'angular async axios babel-core bluebird body-parser chalk cheerio classnames colors commander cors cross-env ' +
    'dayjs debug dotenv electron esbuild eslint event-stream express fs-extra glob graphql http-proxy immutable ' +
    'inquirer jest jquery jsonwebtoken lodash lodash.merge minimist mkdirp mocha moment mongodb mongoose mysql2 ' +
    'next node-fetch node-sass nodemailer nodemon passport pino postcss preact prettier prisma prop-types puppeteer ' +
    'ramda react react-dom react-router react-redux redis redux request rimraf rollup rxjs semver sequelize socket.io ' +
    'svelte tailwindcss tslib tsx typescript underscore uuid vite vitest vue vuex webpack winston ws yargs zod'
  ).split(' '),
  pypi: (
    'aiohttp attrs beautifulsoup4 boto3 botocore celery certifi cffi charset-normalizer click colorama cryptography ' +
    'django docutils fastapi flask gunicorn httpx idna jinja2 jmespath keras lxml markupsafe matplotlib mypy numpy ' +
    'opencv-python openai packaging pandas paramiko pillow protobuf psutil psycopg2 pyasn1 pycparser pydantic pygments ' +
    'pyjwt pymongo pytest python-dateutil pytz pyyaml redis requests rsa s3transfer scikit-learn scipy selenium ' +
    'setuptools six sqlalchemy tensorflow torch tqdm transformers typing-extensions urllib3 virtualenv websockets wheel'
  ).split(' '),
};
