// Runs before the first paint, so that a chosen theme does not flash. The same key is written by src/data/theme.ts.
try {
  const theme = localStorage.getItem('fulcrum-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to pages opened from disk in some browsers: the system's theme holds.
}
