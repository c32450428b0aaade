import { render } from 'preact';

import { listenForKeys } from './data/keys.ts';
import { routeHref } from './data/route.ts';
import { firstRun } from './data/source.ts';
import { Shell } from './parts/shell.tsx';

import 'virtual:palette.css';
import './style/base.css';
import './style/shell.css';
import './style/parts.css';

const saved = firstRun();
if (saved !== null && location.hash === '') history.replaceState(null, '', routeHref(saved));
listenForKeys();
const page = document.getElementById('page')!;
page.replaceChildren();
render(<Shell />, page);
