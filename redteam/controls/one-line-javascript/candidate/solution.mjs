export const postage=g=>Math.ceil(g/500)*95+(g>2e4)*1e3
