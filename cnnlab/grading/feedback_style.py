"""The style sheet of a feedback page: light and dark, for small screens."""

# Contrast against the paper is at least 4.5 in both.
STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1a1a1e;
  --soft: #f3f4f6; --line: #8a8a8e; --link: #1f65b0; --good: #1b7040;
  --lost: #a8321f; --word: #7a2f9a; --text: #8a3b12; --note: #5a5f68; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181c; --ink: #e6e6ea; --soft: #22252b;
    --line: #85858c; --link: #7db8f0; --good: #6fcf97; --lost: #f0988a;
    --word: #d3a4ec; --text: #f0a873; --note: #a9aeb8; } }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
h3 { font-size: 1rem; margin: 0; }
h1, h2, h3, p, li { overflow-wrap: anywhere; }
a { color: var(--link); }
.total { font-size: 1.3rem; font-weight: 600; }
section { border-left: 4px solid var(--line); padding: 0.1rem 0 0.1rem 1rem;
  margin: 1.2rem 0; }
section.good { border-color: var(--good); }
section.lost { border-color: var(--lost); }
.verdict { margin: 0.2rem 0; }
.good .verdict { color: var(--good); } .lost .verdict { color: var(--lost); }
pre { background: var(--soft); padding: 0.7rem; overflow: auto;
  max-height: 30rem; font: 0.85rem/1.45 ui-monospace, monospace; }
code { font: 0.95em ui-monospace, monospace; }
.k, .kn, .kc, .ow, .bp { color: var(--word); }
.s, .s1, .s2, .sd, .sa, .si, .mi, .mf, .mh { color: var(--text); }
.c1, .c { color: var(--note); }
"""
