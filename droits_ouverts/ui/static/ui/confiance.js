/* Trusted Types: the only door by which text becomes markup. It comes before htmx, whose answers pass here.
   A fragment is taken whole or refused whole: nothing is mended, so what was judged is what is shown. */

const ELEMENTS = new Set(
  ("a abbr article aside b bdi bdo blockquote body br button caption circle code col colgroup datalist dd defs del desc details dfn div dl dt em fieldset figcaption figure " +
    "footer form g h1 h2 h3 h4 h5 h6 head header hr html i img input ins kbd label legend li line main mark menu nav ol optgroup option output p path pattern " +
    "polygon polyline pre progress q rect s samp search section select small span strong sub summary sup svg symbol table tbody td template text textarea " +
    "tfoot th thead time title tr tspan u ul use var wbr").split(" "),
);
const ADDRESSES = /^(?:href|xlink:href|src|action|formaction|poster|ping|cite|data|background|hx-(?:get|post|put|patch|delete|push-url|replace-url))$/;
const FORBIDDEN = /^(?:on|hx-on|data-hx-|srcdoc$|srcset$|style$|is$|shadowroot|hx-(?:vars|ext|history-elt|request)$)/;
const PROTOCOLS = new Set(["http:", "https:", "mailto:", "tel:", "sms:"]);

/** Tell whether an attribute can neither run nor load anything but a page. */
function harmless({ name, value }) {
  const key = name.toLowerCase();
  if (FORBIDDEN.test(key) || (key.startsWith("hx-") && /\bj(?:ava)?s(?:cript)?\s*:/i.test(value))) return false;
  if (!ADDRESSES.test(key)) return true;
  try {
    return PROTOCOLS.has(new URL(value, location.origin).protocol);
  } catch {
    return false;
  }
}

/** Return what refuses the nodes under `root`, templates included: the name of an element or of an attribute; null where nothing does. */
function refusal(root) {
  for (const element of root.querySelectorAll("*")) {
    if (!ELEMENTS.has(element.localName)) return element.localName;
    const attribute = [...element.attributes].find((found) => !harmless(found));
    if (attribute) return `${element.localName}[${attribute.name}]`;
    const within = element instanceof HTMLTemplateElement ? refusal(element.content) : null;
    if (within) return within;
  }
  return null;
}

if (globalThis.trustedTypes) {
  let reading = false;
  trustedTypes.createPolicy("default", {
    createHTML(text) {
      // The parser below asks this policy in its turn; its document is inert.
      if (reading) return text;
      reading = true;
      try {
        const found = refusal(new DOMParser().parseFromString(text, "text/html"));
        if (found) console.error(`Fragment refused: ${found}`);
        return found ? null : text;
      } finally {
        reading = false;
      }
    },
  });
}
