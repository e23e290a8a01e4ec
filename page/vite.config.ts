import { defineConfig } from "vite";

// Nothing is inlined: the content security policy allows no data: address and no inline code.
export default defineConfig({
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist", emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, sourcemap: false,
    chunkSizeWarningLimit: 1500, modulePreload: { polyfill: false },
  },
  server: { fs: { allow: [".."] }, proxy: { "/api": process.env["KARWAN_API"] ?? "http://127.0.0.1:8700" } },
});
