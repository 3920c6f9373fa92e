import { Marked } from 'marked';
import type { CatalogueEntry } from '../../lib/administration/catalogue.ts';
import { anchor, catalogueMarkdown } from './markdown.ts';

/** The data dictionary as one page without any other file, which reads well on a screen and printed. */
export const catalogueHtml = (entries: readonly CatalogueEntry[], title: string): string => {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchor(text.replaceAll('\\', ''))}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
    },
  });
  const body = marked.parse(catalogueMarkdown(entries, title), { async: false });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body.replaceAll(/<thead>\s*<tr>\s*<th><\/th>\s*<th><\/th>\s*<\/tr>\s*<\/thead>/g, '')}</main>
</body>
</html>
`;
};

const escapeHtml = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = `
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.8rem; } h2 { margin-top: 2.5rem; } h3 { margin-top: 2rem; border-top: 1px solid #8886; padding-top: 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: 0.92em; }
th, td { border: 1px solid #8886; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
code { font: 0.92em ui-monospace, monospace; overflow-wrap: break-word; }
@media screen { main { overflow-x: auto; } }
@media print {
  body { font-size: 10pt; color: #000; background: #fff; }
  main { max-width: none; padding: 0; }
  a { color: inherit; text-decoration: none; }
  h2, h3 { break-after: avoid; } table, tr { break-inside: avoid; }
  @page { margin: 18mm 15mm; }
}
`;
