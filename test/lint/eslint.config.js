import tseslint from "typescript-eslint";

// Math functions whose last bits differ between engines; `src/math/elementary.ts` has ones that do not.
const INEXACT =
  "acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow sin sinh tan tanh";

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "**/src/routines/assembly/**", "**/test/bench/assembly/**"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: ["../../tsconfig.json"], tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      // Numbers in messages are the normal case here.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { ignoreRestSiblings: true, varsIgnorePattern: "^_", argsIgnorePattern: "^_" },
      ],
    },
  },
  {
    files: ["**/src/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...INEXACT.split(" ").map((property) => ({
          object: "Math",
          property,
          message: "Differs between engines: use src/math/elementary.ts.",
        })),
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "BinaryExpression[operator='**']",
          message: "Differs between engines: use powerOfTwo or a product.",
        },
      ],
    },
  },
);
