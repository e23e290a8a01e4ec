import { useEffect, useState } from "preact/hooks";
import { once } from "../api/client";
import type { Source } from "../api/types";
import { day, figure } from "../i18n/figures";
import { t } from "../i18n/language";

const MOST_ROWS = 200;

/** Every source; all words of the field must be in its title, address, licence or id. */
export function Sources() {
  const [sources, setSources] = useState<Source[]>([]);
  const [wanted, setWanted] = useState("");
  useEffect(() => void once<{ sources?: Source[]; rows?: Source[] }>("/sources").then((found) => setSources(found.sources ?? found.rows ?? []), () => undefined), []);
  const asked = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = sources.filter((source) => {
    const text = `${source.title} ${source.address} ${source.id} ${source.licence} ${source.read_on}`.toLowerCase();
    return asked.every((word) => text.includes(word));
  });
  return (
    <section>
      <div class="panel-head">
        <h1>{t("sources")}</h1>
        <label class="caption">{t("search")} <input class="control" type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></label>
      </div>
      <p class="caption" role="status">{t("shown_of", { n: figure(Math.min(fitting.length, MOST_ROWS)), of: figure(sources.length) })}</p>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={t("sources")}>
      <table>
        <thead><tr><th>{t("source")}</th><th>{t("read_on")}</th><th>{t("licence")}</th></tr></thead>
        <tbody>
          {fitting.slice(0, MOST_ROWS).map((source) => (
            <tr key={source.id}>
              <td lang="en" dir="auto">{source.address?.startsWith("http") ? <a href={source.address} target="_blank" rel="noreferrer noopener">{source.title}</a> : source.title}</td>
              <td class="second">{source.read_on ? day(source.read_on) : ""}</td>
              <td class="second" lang="en" dir="auto">{source.licence}</td>
            </tr>
          ))}
        </tbody>
      </table>
      </div>
    </section>
  );
}
