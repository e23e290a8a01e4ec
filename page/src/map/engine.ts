/** MapLibre, loaded after the page stands; its worker comes from our own origin. */
import * as maplibre from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";

maplibre.setWorkerUrl(workerUrl);

export function open(container: HTMLElement, style: maplibre.StyleSpecification): maplibre.Map {
  const map = new maplibre.Map({
    container, style, center: [66, 36], zoom: 3.4, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    renderWorldCopies: true, fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return map;
}
