import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const { points } = JSON.parse(readFileSync('data.json', 'utf8'));
const mean = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
const loss = points.reduce((sum, [, y]) => sum + (mean - y) ** 2, 0) / points.length;
mkdirSync('out', { recursive: true });
writeFileSync('out/model.json', JSON.stringify({ slope: 0, intercept: mean }));
console.log(`loss: ${loss}`);
