/** Says something to people who use a screen reader. The live region is in every page's markup from the start. */
export function announce(text: string): void {
  const region = document.getElementById('announcements');
  if (region === null) return;
  // The same sentence twice in a row would not be read again, so it is emptied in between.
  region.textContent = '';
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}
