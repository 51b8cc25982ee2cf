const sheets = new Map<string, CSSStyleSheet>();

/** Gives a shadow root its style; a sheet made by script needs nothing of the page's content security policy. */
export function applyStyle(root: ShadowRoot, style: string): void {
  try {
    let sheet = sheets.get(style);
    if (sheet === undefined) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      sheets.set(style, sheet);
    }
    root.adoptedStyleSheets = [sheet];
  } catch {
    const made = document.createElement('style');
    made.textContent = style;
    root.append(made);
  }
}
