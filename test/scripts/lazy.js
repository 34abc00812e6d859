// Modules in one file, each made when something of it is first used: `import`s of a name become a look at where the module's
// exports are, which makes it if it is not there. A start then costs what it needs, and no more: of some 360 modules that
// the imports of a filter call reach, a call makes some 195.
import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { isAbsolute } from "node:path";
import ts from "typescript";

const OPTIONS = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  removeComments: true,
  esModuleInterop: false,
};

/** A module of Node that takes milliseconds to load: packages that ask for it at once get a stand-in. */
const LATE = "node:child_process";

/**
 * A function of `require`, the file's path, `__load` (a function that plugins' modules may name) and an array, as text: it
 * returns what `entry`, a path, exports, and holds the exports of all modules that were made in the array.
 * @param plugins `resolveId(source, importer)`, `load(id)` and `transform(code, id)`, as Rollup has them
 */
export function lazyModules(entry, plugins = []) {
  const numbers = new Map();
  const makers = [];
  const main = numberOf(entry);
  return `(function(require,__filename,__load,M){"use strict";
const G=(i)=>{const module={exports:{}};M[i]=module.exports;try{F[i](module,module.exports)}catch(error){delete M[i];throw error}return M[i]=module.exports};
const F=[${makers.join(",\n")}];
return G(${main})})`;

  /** The place of a module among the makers; its maker is written when it is first met. */
  function numberOf(id) {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const number = makers.push("") - 1;
    numbers.set(id, number);
    makers[number] = `function(module,exports){${isBuiltin(id) ? `module.exports=require("${id}")` : made(id)}\n}`;
    return number;
  }

  function made(id) {
    const text = first(plugins, (p) => p.load?.(id)) ?? readFileSync(id, "utf8");
    const code = plugins.reduce((c, p) => p.transform?.(c, id) ?? c, text);
    return /^\s*(import|export)\b/m.test(code) ? fromModule(code, id) : linked(code, id, packaged);
  }

  function fromModule(code, id) {
    const { outputText } = ts.transpileModule(code, { compilerOptions: OPTIONS });
    let plain = outputText
      .replace('Object.defineProperty(exports, "__esModule", { value: true });', "")
      .replaceAll("import.meta.url", 'require("node:url").pathToFileURL(__filename).href');
    // Names that the compiler makes for imports are nowhere else in the file.
    for (const [whole, name, source] of plain.matchAll(/^const (\w+_\d+) = require\("([^"]+)"\);$/gm)) {
      const from = resolved(source, id);
      // A default import of a module of Node is the module itself.
      const used = new RegExp(isBuiltin(from) ? `\\b${name}\\b(\\.default\\b)?` : `\\b${name}\\b`, "g");
      plain = plain.replace(whole, "").replace(used, () => exportsOf(from));
    }
    return linked(plain, id, exportsOf);
  }

  /** The same with what its `require` finds in the place of each. */
  function linked(code, id, found) {
    return code.replace(/(?<![.\w])require\((["'])([^"']+)\1\)/g, (_, _quote, source) => found(resolved(source, id)));
  }

  function resolved(source, importer) {
    const id = first(plugins, (p) => p.resolveId?.(source, importer));
    if (id !== undefined) return id;
    if (isBuiltin(source)) return source.startsWith("node:") ? source : `node:${source}`;
    return isAbsolute(source) ? source : createRequire(importer).resolve(source);
  }

  function exportsOf(id) {
    const number = numberOf(id);
    return `(M[${number}]||G(${number}))`;
  }

  function packaged(id) {
    return id === LATE ? `new Proxy({},{get:(_,key)=>${exportsOf(id)}[key]})` : exportsOf(id);
  }
}

/** The first answer that there is. */
const first = (plugins, ask) => plugins.map(ask).find((answer) => answer !== undefined);
